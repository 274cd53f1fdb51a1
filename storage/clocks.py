"""Clocks: their rows, what happened to them, and which are due."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select
from sqlmodel import col

from bot.playbook.adherence import Happened, What
from bot.playbook.calendars import Place
from bot.playbook.clocks import Clock, Pause
from bot.playbook.kinds import ClockKind
from bot.playbook.roles import Role
from bot.playbook.rungs import Level
from storage import inserts
from storage.clock_records import ClockEvent, ClockRow
from storage.columns import Json
from storage.database import Tx
from storage.models import Escalation, RoleSpan

_OF_CASE = select(ClockRow).where(col(ClockRow.number) == bindparam("number")).order_by(col(ClockRow.id))
_OF_CASES = (
    select(ClockRow)
    .where(col(ClockRow.number).in_(bindparam("numbers", expanding=True)))
    .order_by(col(ClockRow.id))
    .execution_options(populate_existing=True)
)
_SEATS = select(RoleSpan).where(
    col(RoleSpan.number).in_(bindparam("numbers", expanding=True)), col(RoleSpan.until).is_(None)
)
_DUE = (
    select(col(ClockRow.number))
    .where(col(ClockRow.next_at) <= bindparam("now", type_=ClockRow.__table__.c.next_at.type))
    .order_by(col(ClockRow.next_at), col(ClockRow.number))
    .limit(bindparam("most"))
)
_NEXT = select(func.min(col(ClockRow.next_at))).where(col(ClockRow.next_at).is_not(None))
_FREE = (
    select(Escalation)
    .where(col(Escalation.number).in_(bindparam("numbers", expanding=True)))
    .order_by(col(Escalation.number))
    .with_for_update(skip_locked=True)
    .execution_options(populate_existing=True)
)
_ADD = insert(ClockRow.__table__)
_EVENT = inserts.unless_there(ClockEvent)
_EVENTS = select(ClockEvent).where(col(ClockEvent.number) == bindparam("number")).order_by(col(ClockEvent.id))


async def of_case(tx: Tx, number: int) -> list[ClockRow]:
    """Every clock of a case, those that ended included, in the order they were made."""
    await tx.catch_up()
    found = await tx.exec(_OF_CASE, params={"number": number})
    return list(found.scalars().all())


async def of_cases(tx: Tx, numbers: Sequence[int]) -> dict[int, list[ClockRow]]:
    """The same for several cases, as they are now that these are held."""
    found: dict[int, list[ClockRow]] = {number: [] for number in numbers}
    for each in (await tx.exec(_OF_CASES, params={"numbers": list(numbers)})).scalars():
        found[each.number].append(each)
    return found


async def seats(tx: Tx, numbers: Sequence[int]) -> dict[int, dict[Role, str]]:
    """Who holds which role in each of several cases."""
    found: dict[int, dict[Role, str]] = {number: {} for number in numbers}
    for each in (await tx.exec(_SEATS, params={"numbers": list(numbers)})).scalars():
        found[each.number][each.role] = each.person
    return found


async def running(tx: Tx, number: int) -> list[ClockRow]:
    """The clocks of a case that have not ended."""
    return [each for each in await of_case(tx, number) if each.ended_at is None]


async def find(tx: Tx, number: int, kind: ClockKind, subject: int = 0) -> ClockRow | None:
    """One clock of a case, whether it runs or ended."""
    rows = await of_case(tx, number)
    return next((each for each in rows if each.kind is kind and each.subject == subject), None)


def clock_of(row: ClockRow) -> Clock:
    """The clock that a row keeps."""
    return Clock(
        kind=row.kind,
        severity=row.severity,
        place=Place(row.zone, row.holidays),
        anchor=row.anchor,
        target=row.target_at,
        limit=row.limit_at,
        planned_at=row.planned_at,
        deadline=row.deadline,
        promise=row.promise,
        cycle=row.cycle,
        plan=row.plan,
        said={Level(level): number for level, number in row.said.items()},
        notices=row.notices,
        missed_at=row.missed_at,
        snoozed_until=row.snoozed_until,
        snoozes=row.snoozes,
        paused_at=row.paused_at,
        resumes_at=row.resumes_at,
        pauses=tuple(Pause(*map(datetime.fromisoformat, each)) for each in row.pauses),
    )


def keep(row: ClockRow, clock: Clock, next_at: datetime | None) -> None:
    """Let a row keep this clock, and when it is to be looked at next."""
    row.severity, row.zone, row.holidays = clock.severity, clock.place.zone, clock.place.holidays
    row.target_at, row.limit_at = clock.target, clock.limit
    row.said = {level.value: number for level, number in clock.said.items()}
    row.pauses = [[each.start.isoformat(), each.end.isoformat()] for each in clock.pauses]
    for name in _ALIKE:
        setattr(row, name, getattr(clock, name))
    row.next_at = next_at


_ALIKE = (
    "anchor", "planned_at", "deadline", "promise", "cycle", "plan", "notices", "missed_at", "snoozed_until",
    "snoozes", "paused_at", "resumes_at",
)  # fmt: skip


def add(
    tx: Tx,
    clock: Clock,
    next_at: datetime | None,
    *,
    number: int,
    subject: int = 0,
    owners: Sequence[str] = (),
) -> None:
    """Keep a new clock, at the transaction's end or before clocks are read in it."""
    values: Json = {name: getattr(clock, name) for name in (*_ALIKE, "kind", "severity")}
    pauses = [[each.start.isoformat(), each.end.isoformat()] for each in clock.pauses]
    row = values | {"said": {level.value: told for level, told in clock.said.items()}, "pauses": pauses}
    place = {"zone": clock.place.zone, "holidays": clock.place.holidays}
    due = {"target_at": clock.target, "limit_at": clock.limit, "next_at": next_at, "ended_at": None}
    about: Json = {"number": number, "subject": subject, "owners": list(owners), "reason": ""}
    tx.at_end(_ADD, row | place | due | about)


def row_of(clock: Clock, number: int, *, subject: int = 0) -> ClockRow:
    """A record for a clock; it has not been added."""
    row = ClockRow(
        number=number,
        kind=clock.kind,
        subject=subject,
        severity=clock.severity,
        zone=clock.place.zone,
        anchor=clock.anchor,
        target_at=clock.target,
        limit_at=clock.limit,
        planned_at=clock.planned_at,
    )
    keep(row, clock, None)
    return row


def afresh(row: ClockRow, clock: Clock) -> Clock:
    """A new first cycle for a clock that ran before: its number follows the last one's."""
    return replace(clock, cycle=row.cycle + 1)


async def due(tx: Tx, *, limit: int) -> list[int]:
    """The cases of the clocks that are due, the longest first: at most `limit` clocks are looked at."""
    found = await tx.run(_DUE, {"now": tx.now, "most": limit})
    return list(dict.fromkeys(row.number for row in found))


async def next_due(tx: Tx) -> datetime | None:
    """When the next clock is due."""
    found = await tx.run(_NEXT)
    return found.scalar_one()  # type: ignore[no-any-return]


async def take(tx: Tx, numbers: Sequence[int]) -> list[Escalation]:
    """Hold those of these cases that nobody else holds."""
    found = await tx.exec(_FREE, params={"numbers": list(numbers)})
    held = list(found.scalars().all())
    tx.locked.update(each.number for each in held)
    tx.hold(held)
    return held


def note(tx: Tx, row: ClockRow, what: What, **more: Any) -> None:
    """Keep what happened to a clock; `more` are the event's own fields, see ClockEvent."""
    event: Json = dict.fromkeys(("key", "person", "level", "due", "reminder", "until"))
    event |= {
        "clock": row.id,
        "number": row.number,
        "kind": row.kind,
        "subject": row.subject,
        "cycle": row.cycle,
        "plan": row.plan,
        "what": what,
        "at": tx.now,
        "target_at": row.target_at,
        "limit_at": row.limit_at,
        "promised": row.promise is not None and row.kind.is_update,
        "reason": "",
    }
    tx.at_end(_EVENT[tx.dialect], event | more)


async def events(tx: Tx, number: int) -> list[ClockEvent]:
    """Everything that happened to the clocks of a case, oldest first."""
    await tx.catch_up()
    found = await tx.exec(_EVENTS, params={"number": number})
    return list(found.scalars().all())


async def answered(tx: Tx, number: int) -> set[tuple[int, int]]:
    """The cycles of a case's clocks (clock and number) whose answer stands, since nobody took it back."""
    found: set[tuple[int, int]] = set()
    for each in await events(tx, number):
        if each.what is What.ANSWERED:
            found.add((each.clock, each.cycle))
        elif each.what is What.UNDONE:
            found.discard((each.clock, each.cycle))
    return found


async def happened(tx: Tx, number: int) -> list[Happened]:
    """The same, as adherence is counted from it."""
    return [
        Happened(
            each.clock,
            each.kind,
            each.cycle,
            each.what,
            each.at,
            each.target_at,
            each.limit_at,
            each.promised,
        )
        for each in await events(tx, number)
    ]
