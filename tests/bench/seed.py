"""A database with years of work in it, made by bulk statements: cases long closed, and their timelines."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text

from bot.playbook.policy import Policy
from bot.playbook.report import Report
from bot.settings_rules import driver_url
from storage import schema
from storage.clock import Clock
from storage.columns import Record
from storage.database import Store
from storage.models import Counter, Escalation, Involved, RoleSpan, Surface
from storage.outbox_row import OutboxRow
from tests.bench import payloads

OPEN = 20  # of the cases are still open
EFFECTS = ("alert", "tracker", "channel", "opening", "topic", "bookmarks", "document", "members")
START = datetime(2024, 1, 1, tzinfo=UTC)
SPREAD = timedelta(days=700)

COUNT = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :count - 1)"
ENTRIES = """
    INSERT INTO entry (number, kind, author, text, at, logged_at, channel, ts, files, earlier, data) {count}
    SELECT e.number, 'observation', :author, 'Checked node ' || n.i || ': the queue drains again.',
           e.filed_at, e.filed_at, 'C0SEED' || e.number, (1500000000 + n.i) || '.000001',
           CAST('[]' AS {json}), CAST('[]' AS {json}), CAST('{{}}' AS {json})
    FROM n JOIN escalation AS e ON e.number = n.i % :cases + 1"""
INBOX = """
    INSERT INTO inbox (event_id, at) {count}
    SELECT 'EvSEED' || n.i, e.filed_at FROM n JOIN escalation AS e ON e.number = n.i % :cases + 1"""

CROWD = """
    INSERT INTO entry (number, kind, author, text, at, logged_at, channel, ts, files, earlier, data) {count}
    SELECT e.number, 'observation', :author, 'Checked node ' || n.i || ': the queue drains again.',
           e.filed_at, e.filed_at, 'C0CROWD', (1500000000 + n.i) || '.000001',
           CAST('[]' AS {json}), CAST('[]' AS {json}), CAST('{{}}' AS {json})
    FROM n JOIN escalation AS e ON e.number = :number"""

Row = dict[str, Any]


async def seed(database: str, *, cases: int, entries: int) -> None:
    """Migrate the database and fill it with `cases`, nearly all closed long ago, and their `entries`."""
    store = Store(driver_url(database), Clock(), Policy.load())
    await schema.upgrade(store)
    kind = "TEXT" if store.is_sqlite else "JSONB"
    tables: dict[type[Record], Iterator[Row]] = {
        Escalation: _cases(cases),
        Involved: _involved(cases),
        RoleSpan: _roles(cases),
        Surface: _surfaces(cases),
        OutboxRow: _outbox(cases),
    }
    async with store.begin() as tx:
        connection = await tx.session.connection()
        for record, rows in tables.items():
            await connection.execute(insert(record.__table__), list(rows))
        bound = {"cases": cases, "author": payloads.person(4)}
        await connection.execute(text(ENTRIES.format(count=COUNT, json=kind)), {**bound, "count": entries})
        await connection.execute(text(INBOX.format(count=COUNT)), {"cases": cases, "count": entries // 10})
        counter = await tx.session.get(Counter, "escalation")
        assert counter is not None
        counter.value = cases
    async with store.begin() as tx:
        await (await tx.session.connection()).execute(text("ANALYZE"))
    await store.close()


async def crowd(database: str, number: int, *, entries: int) -> None:
    """Give a case a long timeline."""
    store = Store(driver_url(database), Clock(), Policy.load())
    made = CROWD.format(count=COUNT, json="TEXT" if store.is_sqlite else "JSONB")
    async with store.begin() as tx:
        connection = await tx.session.connection()
        values = {"number": number, "author": payloads.person(4), "count": entries}
        await connection.execute(text(made), values)
        await connection.execute(text("ANALYZE"))
    await store.close()


def _moment(number: int, of: int) -> datetime:
    return START + SPREAD * (number / of)


def _cases(count: int) -> Iterator[Row]:
    for number in range(1, count + 1):
        at = _moment(number, count)
        name = payloads.customer()
        is_open = number > count - OPEN
        yield {
            "number": number,
            "filing": f"VSEED{number}",
            "filer": payloads.person(3),
            "filed_at": at,
            "customer": name,
            "customer_key": name,
            "summary": "Nobody can export invoices",
            "impact": "Nobody there can export invoices since this morning.",
            "severity": "high",
            "highest_severity": "high",
            "product": "web",
            "region": "europe",
            "visibility": "everyone",
            "status": "discovery" if is_open else "closed",
            "status_at": at,
            "em": payloads.person(4),
            "claimed_at": at,
            "closed_at": None if is_open else at,
            "updated_at": at,
            "report": Report().to_json(),
            "team": "",
            "version": 3,
        }


def _involved(count: int) -> Iterator[Row]:
    for number in range(1, count + 1):
        for person, why in ((3, "filer"), (4, "em")):
            yield {
                "number": number,
                "person": payloads.person(person),
                "why": why,
                "since": _moment(number, count),
            }


def _roles(count: int) -> Iterator[Row]:
    for number in range(1, count + 1):
        who = payloads.person(4)
        yield {"number": number, "role": "em", "person": who, "by": who, "since": _moment(number, count)}


def _surfaces(count: int) -> Iterator[Row]:
    for number in range(1, count + 1):
        at, channel = _moment(number, count), f"C0SEED{number:06d}"
        shown = {
            "alert": (payloads.ALERTS, f"1600000000.{number:06d}"),
            "channel": (channel, None),
            "members": (channel, None),
            "topic": (channel, None),
            "opening": (channel, f"1600000001.{number:06d}"),
            "tracker": (f"D0SEED{number:06d}", f"1600000002.{number:06d}"),
            "document": (channel, f"F0SEED{number:06d}"),
        }
        for kind, (place, ts) in shown.items():
            yield {
                "number": number,
                "kind": kind,
                "channel": place,
                "ts": ts,
                "drawn": "0" * 32,
                "detail": {},
                "at": at,
            }


def _outbox(count: int) -> Iterator[Row]:
    for number in range(1, count + 1):
        at = _moment(number, count)
        for kind in EFFECTS:
            key = f"{kind}:{number}"
            yield {
                "key": key,
                "kind": kind,
                "number": number,
                "lane": key,
                "priority": 5,
                "detail": {},
                "state": "done",
                "wanted": 4,
                "done": 4,
                "attempts": 0,
                "available_at": at,
                "added_at": at,
                "result": {},
            }
