"""Very many clocks in a database, made by bulk statements: most of them due in a month, some now."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from bot.playbook.calendars import Place
from bot.playbook.clocks import Clock, start
from bot.playbook.kinds import ClockKind
from bot.playbook.lifecycle import Status
from bot.playbook.severity import Severity
from bot.playbook.visibility import Visibility
from storage import clocks
from storage.clock_records import ClockRow
from storage.columns import Record
from storage.database import Store, Tx
from storage.models import Counter, Escalation

EACH = 5  # clocks of one case, at the most
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})"
DUE = """
    UPDATE clock SET next_at = (SELECT target_at FROM clock WHERE id = 1), said = :said, notices = 0,
        missed_at = NULL, cycle = cycle + 1, anchor = (SELECT anchor FROM clock WHERE id = 1),
        target_at = (SELECT target_at FROM clock WHERE id = 1),
        limit_at = (SELECT limit_at FROM clock WHERE id = 1),
        planned_at = (SELECT planned_at FROM clock WHERE id = 1)
    WHERE id > :after AND id <= :upto"""


async def seed(store: Store, count: int, *, ems: Sequence[str]) -> None:
    """So many clocks of Critical cases that `ems` lead, `EACH` to a case, none of them due for a month."""
    cases = max(count // EACH, 1)
    turns = " ".join(f"WHEN {turn} THEN '{em}'" for turn, em in enumerate(ems))
    async with store.begin() as tx:
        ace, row = _case(tx, ems[0]), clocks.row_of(_clock(tx, tx.now), 1)
        tx.add(ace)
        await tx.flush()
        tx.add(row)
        await tx.flush()
        row.next_at = tx.now + timedelta(days=30)
        await tx.flush()
        await _copied(
            tx,
            Escalation,
            cases,
            {"number": "n.i", "filing": "'made-' || n.i", "em": f"CASE n.i % {len(ems)} {turns} END"},
        )
        where = {"number": f"(n.i - 1) % {cases} + 1", "subject": f"(n.i - 1) / {cases}", "id": "n.i"}
        await _copied(tx, type(row), count, where)
        counter = await tx.session.get(Counter, "escalation")
        assert counter is not None
        counter.value = cases
        if not store.is_sqlite:
            highest = "(SELECT max(id) FROM clock)"
            await tx.run(text(f"SELECT setval(pg_get_serial_sequence('clock', 'id'), {highest})"))
    async with store.begin() as tx:
        await tx.run(text("ANALYZE"))


async def make_due(store: Store, count: int, *, after: int = 0) -> None:
    """Let the clocks with the ids from `after` on fall due a moment ago, in a cycle of their own."""
    async with store.begin() as tx:
        fresh = _clock(tx, tx.now - timedelta(hours=2, seconds=1))
        first = await tx.session.get(ClockRow, 1)
        assert first is not None
        clocks.keep(first, fresh, first.next_at)
        await tx.flush()
        said: Any = "{}"
        await tx.run(
            text(DUE.replace(":said", "CAST(:said AS JSON)" if not store.is_sqlite else ":said")),
            {"after": after, "upto": after + count, "said": said},
        )


def _clock(tx: Tx, anchor: datetime) -> Clock:
    place = Place(tx.policy.organisation.zone)
    return start(ClockKind.INTERNAL, anchor, Severity.CRITICAL, tx.policy, place)


def _case(tx: Tx, em: str) -> Escalation:
    return Escalation(
        number=1,
        filing="made-1",
        filer=em,
        filed_at=tx.now,
        customer="Acme GmbH",
        customer_key="acme gmbh",
        summary="Nobody can export invoices",
        impact="Nobody can export invoices",
        severity=Severity.CRITICAL,
        highest_severity=Severity.CRITICAL,
        product="web",
        region="europe",
        visibility=Visibility.EVERYONE,
        status=Status.DISCOVERY,
        status_at=tx.now,
        em=em,
        claimed_at=tx.now,
        updated_at=tx.now,
        report={},
    )


async def _copied(tx: Tx, record: type[Record], last: int, changed: dict[str, str]) -> None:
    """Copies of the first row of a table, up to so many, some columns changed for each."""
    table = record.__table__
    key = next(iter(table.primary_key)).name
    names = [column.name for column in table.columns]
    values = ", ".join(changed.get(name, f't."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    numbers = NUMBERS.format(first=2, last=last)
    if last > 1:
        await tx.run(
            text(
                f"INSERT INTO {table.name} ({columns}) {numbers} "  # noqa: S608
                f"SELECT {values} FROM n JOIN {table.name} t ON t.{key} = 1"
            )
        )
