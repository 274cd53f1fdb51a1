"""Reminders: the messages that clocks led to, which speak of which clock, and asking for them to be drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, select, update
from sqlmodel import col

from bot.playbook.adherence import What
from bot.playbook.reach import Where
from bot.playbook.rungs import Level
from bot.playbook.visibility import Visibility
from storage import inserts, outbox, people
from storage.clock_records import ClockEvent, ClockRow, Reminder
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect

_OF_CYCLE = (
    select(col(ClockEvent.reminder), col(Reminder.number))
    .join(Reminder, col(Reminder.id) == col(ClockEvent.reminder))
    .where(col(ClockEvent.clock) == bindparam("clock"), col(ClockEvent.cycle) == bindparam("cycle"))
    .distinct()
)
_OF_CASE = select(Reminder).where(
    col(Reminder.ts).is_not(None),
    col(Reminder.id).in_(
        select(col(ClockEvent.reminder)).where(col(ClockEvent.number) == bindparam("number"))
    ),
)
_READDRESS = (
    update(Reminder.__table__)
    .where(
        col(Reminder.place) == bindparam("place_now", type_=Reminder.__table__.c.place.type),
        col(Reminder.id).in_(
            select(col(ClockEvent.reminder)).where(
                col(ClockEvent.clock) == bindparam("clock_id"),
                col(ClockEvent.cycle) == bindparam("cycle_now"),
            )
        ),
    )
    .values(person=bindparam("who"))
)
_PARTS = (
    select(ClockEvent, ClockRow)
    .join(ClockRow, col(ClockRow.id) == col(ClockEvent.clock))
    .where(col(ClockEvent.reminder) == bindparam("reminder"))
    .order_by(col(ClockEvent.id))
)
_REST = (
    select(ClockEvent)
    .where(
        col(ClockEvent.clock).in_(bindparam("clocks", expanding=True)),
        col(ClockEvent.what).in_([What.ANSWERED, What.ENDED, What.NUDGED]),
    )
    .order_by(col(ClockEvent.id))
)
_PRIVATE = select(Escalation).where(
    col(Escalation.number).in_(bindparam("numbers", expanding=True)),
    col(Escalation.visibility) != Visibility.EVERYONE,
)
_ENDS = {What.ANSWERED, What.ENDED}
AGAIN = {Level.SNOOZED, Level.STILL_YOURS}  # they ask in the case channel for what was asked there before
ASKED = {Level.TARGET, *AGAIN}
_KEYED = select(Reminder).where(col(Reminder.key) == bindparam("key")).with_for_update()
_ONCE = inserts.unless_there(Reminder)


@dataclass(frozen=True)
class Part:
    """One rung that a reminder tells of, and the clock as it is now."""

    event: ClockEvent
    clock: ClockRow
    answer: ClockEvent | None = None  # what ended its cycle
    newer: bool = False  # whether the same is asked again further down
    by: str = ""  # the display name of whoever answered

    @property
    def is_over(self) -> bool:
        """Whether what it asked for was done, or is not asked for any more."""
        return self.clock.ended_at is not None or self.clock.cycle != self.event.cycle


async def redraw(tx: Tx, row: ClockRow) -> None:
    """Ask for every message about the present cycle of a clock to be drawn as things are now."""
    if not row.said and not row.notices:
        return
    await tx.catch_up()
    found = await tx.run(_OF_CYCLE, {"clock": row.id, "cycle": row.cycle})
    for told in found.all():
        await draw(tx, told.reminder, told.number, outbox.urgency(row.severity))


async def readdress(tx: Tx, row: ClockRow, person: str) -> None:
    """Let what was asked in the case channel in this cycle name somebody else, and draw it anew."""
    await tx.catch_up()
    about = {"clock_id": row.id, "cycle_now": row.cycle, "place_now": Where.CASE, "who": person}
    await tx.run(_READDRESS, about)
    await redraw(tx, row)


async def draw(tx: Tx, reminder: int, number: int, priority: int, *, after: timedelta = timedelta()) -> None:
    """Ask for one reminder to be drawn, or to be posted when it was not yet."""
    detail = {"reminder": reminder}
    await outbox.add(
        tx, Effect.REMINDER, number, str(reminder), detail=detail, priority=priority, after=after
    )


async def find(tx: Tx, reminder: int) -> Reminder | None:
    """One reminder."""
    return await tx.session.get(Reminder, reminder)


async def see_anew(tx: Tx, number: int, *, left: str | None = None) -> None:
    """Who may see a case changed: all that tells of it is drawn again, also where others are told of too.

    What stands in the channel that it has `left` stays behind for good.
    """
    await tx.catch_up()
    for made in (await tx.exec(_OF_CASE, params={"number": number})).scalars():
        if left and made.channel == left:
            made.channel = made.ts = made.drawn = None
        elif made.id:
            await draw(tx, made.id, made.number, outbox.USUAL)


async def parts(tx: Tx, reminder: int) -> Sequence[Part]:
    """What a reminder tells of, in the order in which it was told."""
    found = await tx.exec(_PARTS, params={"reminder": reminder})
    pairs: list[tuple[ClockEvent, ClockRow]] = [(row[0], row[1]) for row in found.all()]
    about = {event.clock for event, _ in pairs}
    rest = (await tx.exec(_REST, params={"clocks": sorted(about)})).scalars().all() if about else []
    answers = {(each.clock, each.cycle): each for each in rest if each.what in _ENDS}
    names = await people.names(tx, {each.person for each in answers.values() if each.person})
    newest: dict[tuple[int, int], int] = {}
    for each in rest:
        if each.what is What.NUDGED and each.level in AGAIN:
            newest[each.clock, each.cycle] = max(each.reminder or 0, newest.get((each.clock, each.cycle), 0))
    return [
        Part(
            event,
            clock,
            answers.get((event.clock, event.cycle)),
            event.level in ASKED and newest.get((event.clock, event.cycle), 0) > reminder,
            names.get(answer.person or "", "") if (answer := answers.get((event.clock, event.cycle))) else "",
        )
        for event, clock in pairs
    ]


async def private(tx: Tx, told: Sequence[Part]) -> list[Escalation]:
    """The private ones among the cases that a reminder tells of."""
    numbers = sorted({part.clock.number for part in told})
    found = await tx.exec(_PRIVATE, params={"numbers": numbers}) if numbers else None
    return list(found.scalars().all()) if found else []


async def keyed(tx: Tx, made: Reminder) -> Reminder:
    """The reminder with this key, held: the one that is there, else `made`."""
    values = {"key": made.key, "number": made.number, "place": made.place, "person": made.person}
    await tx.flush()
    await tx.run(_ONCE[tx.dialect], values | {"delayed": made.delayed, "at": tx.now})
    found = await tx.exec(_KEYED, params={"key": made.key})
    return found.scalar_one()  # type: ignore[no-any-return]
