"""Examining the database: reachable, at which schema, and what of the outbox was given up."""

import asyncio
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.doctor.finding import Finding, ok, unchecked, wrong
from bot.obstacles import failures, of_database, place
from bot.playbook import naming
from bot.playbook.policy import Policy
from storage import backlog, schema, surfaces
from storage.backlog import Backlog
from storage.clock import Clock
from storage.database import Store, Tx
from storage.models import Surface

PATIENCE = 30  # seconds for all of it; comparing a newer schema takes some
OLD = 600.0  # seconds; twice the longest pause between two tries of a row
ROWS = ("outbox", "surfaces")
CHECKS = ("schema", *ROWS)
SHOWN = 5  # refused surfaces, by name


async def examine(url: str, policy: Policy, clock: Clock) -> list[Finding]:
    """The findings for an SQLAlchemy URL; a database that does not exist yet is not made."""
    where = place(url)
    if url.startswith("sqlite") and not Path(make_url(url).database or "").exists():  # noqa: ASYNC240 (nothing else runs)
        return [
            ok("database", f"{where} does not exist yet; the first start makes it"),
            *_hidden("no database yet"),
        ]
    store = Store(url, clock, policy)
    try:
        async with asyncio.timeout(PATIENCE), store.read() as tx:
            return [ok("database", f"{where} answers"), *await _schema(tx)]
    except failures(url) as problem:
        said, _, mend = of_database(url, problem).removeprefix("DATABASE_URL: ").rpartition("). ")
        return [wrong("database", f"{said})", mend), *_hidden("the database cannot be used")]
    finally:
        await store.close()


def _hidden(why: str) -> list[Finding]:
    return [unchecked(check, why) for check in CHECKS]


async def _schema(tx: Tx) -> list[Finding]:
    connection = await tx.session.connection()
    revision = await connection.run_sync(schema.current)
    known = schema.revisions()
    if revision is None:
        return [
            ok("schema", "no tables yet; the first start makes them"),
            *_rowless("no tables yet"),
        ]
    if revision not in known:
        return await _newer(tx, revision, known[-1])
    if revision != known[-1]:
        found = f"revision {revision}, behind this version's {known[-1]}"
        mend = "`ace migrate` brings it up to date; so does the next start of this version."
        return [wrong("schema", found, mend), *_rowless("the schema is an earlier version's")]
    return [ok("schema", f"revision {revision}, this version's"), *await _rows(tx)]


async def _newer(tx: Tx, revision: str, ours: str) -> list[Finding]:
    found = f"revision {revision}, of a later version of ACE (this one's is {ours})"
    if misfits := await (await tx.session.connection()).run_sync(schema.misfits):
        mend = "Run the version that made it, or a later one; or bring back a backup of this version's."
        return [
            wrong("schema", f"{found}: {', '.join(misfits)}", mend),
            *_rowless("the schema is another version's"),
        ]
    return [ok("schema", f"{found}, with everything this one needs"), *await _rows(tx)]


def _rowless(why: str) -> list[Finding]:
    return [unchecked(check, why) for check in ROWS]


async def _rows(tx: Tx) -> list[Finding]:
    return [_outbox(await backlog.of(tx)), _surfaces(await surfaces.refused(tx), tx.policy.keys.prefix)]


def _outbox(left: Backlog) -> Finding:
    if left.dead:
        mend = "See why: `ace outbox list --dead`. Mend that, then `ace outbox retry --all-dead`."
        return wrong("outbox", f"{left.dead} of what Slack was to be told was given up", mend)
    if left.oldest_due > OLD:
        found = f"{left.waiting} wait, the oldest due for {left.oldest_due / 60:.0f} minutes"
        return wrong("outbox", found, "Start ACE; if it runs, its log says why Slack is not told.")
    return ok("outbox", f"nothing was given up; {left.waiting} wait")


def _surfaces(refused: list[Surface], prefix: str) -> Finding:
    """What Slack would not show of cases that are not closed; their cards tell it too."""
    if not refused:
        return ok("surfaces", "Slack shows every case as it is")
    named = [f"{naming.key(each.number, prefix)} {each.kind} ({each.problem})" for each in refused]
    more = f"; and {len(named) - SHOWN} more" if len(named) > SHOWN else ""
    found = f"{len(named)} refused by Slack: {'; '.join(named[:SHOWN])}{more}"
    mend = (
        "Mend what the code names, then press Try again on the case's card, or `ace outbox retry "
        "--all-refused`; `ace outbox list` has all."
    )
    return wrong("surfaces", found, mend)
