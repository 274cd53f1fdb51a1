"""`ace outbox`: what Slack still has to be told, what was given up, and trying that again."""

import argparse
import json
from datetime import UTC, datetime

from bot.commands import console
from bot.playbook import naming
from bot.playbook.policy import Policy
from storage import outbox
from storage.columns import Json
from storage.database import Tx
from storage.outbox_row import OutboxRow, RowState


def show(options: argparse.Namespace) -> int:
    """List the rows that are not done: the dead ones alone, or with those that wait."""
    wanted = RowState.DEAD if options.dead else None

    async def read(tx: Tx) -> list[OutboxRow]:
        return [row for row in await outbox.listing(tx, wanted) if row.state is not RowState.DONE]

    try:
        rules = console.policy()
        rows = console.with_database(rules, read)
    except console.Refused as error:
        return console.refuse(error.faults, what="The outbox cannot be read")
    told = [_row(row, rules) for row in rows]
    if options.json:
        console.say(json.dumps(told, indent=2))
    else:
        console.say(*(_lines(told) or ["Nothing waits, and nothing was given up."]))
    return console.DONE


def retry(options: argparse.Namespace) -> int:
    """Bring one dead row back, or all of them."""

    async def revive(tx: Tx) -> int:
        return await outbox.revive(tx, None if options.all_dead else options.key)

    try:
        revived = console.with_database(console.policy(), revive)
    except console.Refused as error:
        return console.refuse(error.faults, what="Nothing was changed")
    if revived == 0 and not options.all_dead:
        console.say(f"Nothing called {options.key} was given up. See `ace outbox list --dead`.")
        return console.WRONG
    console.say(f"{revived} to be tried again, as soon as ACE runs." if revived else "Nothing was given up.")
    return console.DONE


def _row(row: OutboxRow, rules: Policy) -> Json:
    """A row without its detail, which may hold what people typed."""
    return {
        "key": row.key,
        "ace": naming.key(row.number, rules.keys.prefix) if row.number > 0 else None,
        "effect": row.kind,
        "state": str(row.state),
        "held": row.lease_owner is not None,
        "attempts": row.attempts,
        "added_at": _moment(row.added_at),
        "next_try_at": _moment(row.available_at) if row.state is RowState.WAITING else None,
        "error": row.error,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _lines(rows: list[Json]) -> list[str]:
    if not rows:
        return []
    width = max(len(row["key"]) for row in rows)
    return [
        f"{row['state']:<8}{row['key']:<{width}}  since {row['added_at']}  tried {row['attempts']} times"
        + (f"  {row['error']}" if row["error"] else "")
        for row in rows
    ]
