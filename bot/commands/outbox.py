"""`ace outbox`: what Slack still has to be told, what was given up or refused, and trying that again."""

import argparse
import json
from datetime import UTC, datetime

from bot.commands import console
from bot.playbook import naming
from bot.playbook.policy import Policy
from bot.services import rooms
from storage import escalations, outbox, surfaces
from storage.columns import Json
from storage.database import Tx
from storage.models import Surface
from storage.outbox_row import OutboxRow, RowState

REFUSED = "refused"  # the state of what Slack would not show; its row is done
MENDS = {
    RowState.DEAD: "Try again what was given up: `ace outbox retry KEY`, or `ace outbox retry --all-dead`.",
    REFUSED: "Try again what was refused, once the cause is gone: Try again on the case's card, "
    "`ace outbox retry KEY`, or `ace outbox retry --all-refused`.",
}


def show(options: argparse.Namespace) -> int:
    """List the dead rows alone, or with those that wait and with what Slack refused to show."""
    wanted = RowState.DEAD if options.dead else None

    async def read(tx: Tx) -> tuple[list[OutboxRow], list[Surface]]:
        return await outbox.listing(tx, wanted), [] if wanted else await surfaces.refused(tx)

    try:
        rules = console.policy()
        rows, refused = console.with_database(rules, read)
    except console.Refused as error:
        return console.refuse(error.faults, what="The outbox cannot be read")
    told = [_row(row, rules) for row in rows]
    keys = {row["key"] for row in told}
    told += [each for each in (_surface(surface, rules) for surface in refused) if each["key"] not in keys]
    if options.json:
        console.say(json.dumps(told, indent=2))
    else:
        console.say(*(_lines(told) or ["Nothing waits, and nothing was given up."]))
    return console.DONE


def retry(options: argparse.Namespace) -> int:
    """Bring back one dead row or what Slack refused of one case, or all of either sort."""

    async def tried(tx: Tx) -> int:
        if options.all_refused:
            return await _again(tx, await surfaces.refused(tx))
        if revived := await outbox.revive(tx, None if options.all_dead else options.key):
            return revived
        return await _again(tx, [each for each in await surfaces.refused(tx) if _key(each) == options.key])

    try:
        count = console.with_database(console.policy(), tried)
    except console.Refused as error:
        return console.refuse(error.faults, what="Nothing was changed")
    if count:
        console.say(f"{count} to be tried again, as soon as ACE runs.")
    elif options.key:
        console.say(f"Nothing called {options.key} was given up or refused. See `ace outbox list`.")
        return console.WRONG
    else:
        console.say(f"Nothing was {'given up' if options.all_dead else 'refused'}.")
    return console.DONE


async def _again(tx: Tx, refused: list[Surface]) -> int:
    """Ask once more for these surfaces, and for nothing else of their cases; how many there were."""
    for number in sorted({each.number for each in refused}):
        await escalations.lock(tx, number)
    return await rooms.ask_again(tx, refused)


def _key(surface: Surface) -> str:
    return f"{surface.kind}:{surface.number}"


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


def _surface(surface: Surface, rules: Policy) -> Json:
    """Something that Slack refused to show, after the last try."""
    return {
        "key": _key(surface),
        "ace": naming.key(surface.number, rules.keys.prefix),
        "effect": str(surface.kind),
        "state": REFUSED,
        "held": False,
        "attempts": 0,
        "added_at": _moment(surface.at),
        "next_try_at": None,
        "error": surface.problem,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _lines(rows: list[Json]) -> list[str]:
    if not rows:
        return []
    width = max(len(row["key"]) for row in rows)
    mends = [mend for state, mend in MENDS.items() if any(row["state"] == state for row in rows)]
    return [*(_line(row, width) for row in rows), *mends]


def _line(row: Json, width: int) -> str:
    parts = [f"{row['state']:<8}{row['key']:<{width}}", f"since {row['added_at']}"]
    if row["state"] != REFUSED:
        parts.append(f"tried {row['attempts']} times")
    if row["next_try_at"]:
        parts.append(f"next try {row['next_try_at']}")
    return "  ".join([*parts, row["error"] or ""]).rstrip()
