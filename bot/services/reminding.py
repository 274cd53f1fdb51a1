"""Reminding: what one tick finds due is told, once, to whom it concerns, where they look."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple, cast

from bot.playbook.adherence import What
from bot.playbook.kinds import ClockKind
from bot.playbook.reach import Where, places
from bot.playbook.rungs import Level, Rung
from bot.playbook.timeline import EntryKind
from bot.playbook.turns import Bundle, Notice, Told, bundled, turn
from bot.services import clockwork, history, recipients
from bot.services.cycles import Cycles
from bot.services.recipients import Known, Reached
from storage import clocks, outbox, people, reminders
from storage.clock_records import ClockRow, Reminder
from storage.database import Store, Tx, unreachable
from storage.models import Escalation
from storage.outbox import Effect

AT_ONCE = 50  # clocks that one transaction looks for
ENDING = timedelta(minutes=1)  # until a clock is looked at again whose end is on its way (Effect.CLOCKS)
LATE_TOGETHER = 900  # seconds in which what comes late to somebody is one message
EDITED = {Level.MIDWAY, Level.SNOOZED, Level.STILL_YOURS}  # after these the first nudge reads differently
SHOWN = (Effect.OPENING, Effect.TRACKER, Effect.DOCUMENT)


class Place(NamedTuple):
    """Where a reminder goes: a case's own place, or (number 0) one that all cases share."""

    where: Where
    number: int
    late: bool = False


class About(NamedTuple):
    """What a notice is about."""

    ace: Escalation
    row: ClockRow


async def tick(store: Store, *, limit: int = AT_ONCE, aside: Collection[int] = ()) -> bool:
    """Deal with some of what is due, in one transaction; False when nothing was, or others are at it.

    Any number of processes may tick: a case is dealt with by whoever holds it, and what is said, and when the
    clock is looked at next, is written together. The cases in `aside` are left out. Raises Spoilt for a fault
    in a single case.
    """
    async with store.read() as tx:
        due = await clocks.next_due(tx)
        if due is None or due > tx.now:
            return False
    numbers: list[int] = []
    with _blamed(numbers):
        async with store.begin() as tx:
            due_now = await clocks.due(tx, limit=limit + len(aside))
            numbers += [each for each in due_now if each not in aside][:limit]
            held = await clocks.take(tx, numbers)
            notices = [notice for cycles in await _in_hand(tx, held) for notice in await _of_case(cycles)]
            await _say(tx, bundled(notices, tx.now))
    return bool(held)


class Spoilt(Exception):
    """One case, `number`, whose clocks cannot be dealt with."""

    def __init__(self, number: int) -> None:
        """Keep which."""
        super().__init__(f"the clocks of case {number} cannot be dealt with")
        self.number = number


@contextmanager
def _blamed(numbers: Sequence[int]) -> Iterator[None]:
    """A mistake of ours while a single case is in hand is about that case."""
    try:
        yield
    except BaseException as problem:
        if isinstance(problem, Exception) and len(numbers) == 1 and not unreachable(problem):
            raise Spoilt(numbers[0]) from problem
        raise


async def _in_hand(tx: Tx, held: Sequence[Escalation]) -> list[Cycles]:
    """The clocks of the cases that are held, with what it takes to tell whom they concern."""
    numbers = [ace.number for ace in held]
    rows, seats = await clocks.of_cases(tx, numbers), await clocks.seats(tx, numbers)
    known: Known = {}
    leads = {ace.em for ace in held if ace.em}
    await people.meet(tx, leads.union(*(seat.values() for seat in seats.values())))
    return [Cycles(tx, ace, rows=rows[ace.number], seats=seats[ace.number], known=known) for ace in held]


async def _of_case(cycles: Cycles) -> list[Notice]:
    """Give every clock of a case that is due its turn; what it has to say."""
    tx = cycles.tx
    notices: list[Notice] = []
    for row in await cycles.running():
        if row.next_at is None or row.next_at > tx.now:
            continue
        if row.kind is ClockKind.CLAIM and not row.kind.runs_in(cycles.ace.status):
            row.next_at = tx.now + ENDING
            continue
        notices += await _turn(cycles, row)
    return notices


async def _turn(cycles: Cycles, row: ClockRow) -> list[Notice]:
    tx, ace = cycles.tx, cycles.ace
    reach, hours = await cycles.reach(row.kind, row.owners)
    before = row.missed_at, row.paused_at
    dealt = turn(clocks.clock_of(row), tx.policy, tx.now, hours)
    clocks.keep(row, dealt.clock, dealt.next_at)
    for told in dealt.say:
        _stamp(tx, ace, row, told)
    if (row.missed_at, row.paused_at) != before:
        row.reason = "" if row.paused_at is None else row.reason
        await _show(tx, ace, row)
    return [notice for told in dealt.say for notice in _notices(tx, ace, row, told, reach)]


def _stamp(tx: Tx, ace: Escalation, row: ClockRow, told: Told) -> None:
    """Keep what notifies nobody: a miss, once and on time, and the end of a pause."""
    for rung in (told.rung, *told.also):
        if rung.level is Level.MISSED:
            if row.kind.can_be_missed:
                clocks.note(tx, row, What.MISSED, at=rung.due, key=f"{row.id}:{row.cycle}:missed")
                history.note(tx, ace, EntryKind.CLOCK, f"{row.kind.label} missed", by=None, clock=row.kind)
        elif rung.level is Level.RESUMED:
            clocks.note(tx, row, What.RESUMED, at=rung.due)
            history.note(tx, ace, EntryKind.CLOCK, f"{row.kind.label}: the pause is over", by=None)


async def _show(tx: Tx, ace: Escalation, row: ClockRow) -> None:
    """What speaks of the clock says that it was missed, or runs again; a missed promise is broken."""
    if row.missed_at and row.promise and row.kind is ClockKind.CUSTOMER:
        await clockwork.promise_missed(tx, ace, row)
    await reminders.redraw(tx, row)
    for effect in SHOWN:
        await outbox.add(tx, effect, row.number)


def _notices(tx: Tx, ace: Escalation, row: ClockRow, told: Told, reach: Reached) -> Iterable[Notice]:
    """One notice for each person and place; a line in the alert channel also when nobody is named."""
    rung = told.rung
    wheres = places(row.kind, rung)
    if rung.level is Level.MIDWAY and any(each.level is Level.TARGET for each in told.also):
        wheres = (Where.CASE,)  # nothing stands there yet that could be edited
    persons = reach.get(rung.to, []) if rung.to else []
    about = About(ace, row)
    if told.is_delayed(tx.now) and persons:
        for person in persons:
            yield Notice(Place(Where.DIRECT, 0, late=True), person, about, told)
        return
    for where in wheres:
        shared = where in {Where.ALERT, Where.DIRECT}
        place = Place(where, 0 if shared else ace.number)
        if persons or where is Where.ALERT:
            for person in persons or [""]:
                yield Notice(place, person, about, told)


async def _say(tx: Tx, bundles: Sequence[Bundle]) -> None:
    """Write every message down; they get their ids together."""
    made = [_made(tx, bundle) for bundle in bundles]
    tx.add(*(each for each in made if each.key is None))
    await tx.flush()
    for bundle, each in zip(bundles, made, strict=True):
        await _tell(tx, bundle, each if each.key is None else await reminders.keyed(tx, each))


async def _tell(tx: Tx, bundle: Bundle, made: Reminder) -> None:
    """Write down what a message tells of; the nudge that stands already follows."""
    place = cast("Place", bundle.where)
    urgency = outbox.LATER
    for notice in bundle.notices:
        row = cast("About", notice.about).row
        urgency = min(urgency, outbox.urgency(row.severity))
        for rung in (*notice.told.also, notice.told.rung):
            _note(tx, row, rung, made, bundle.person)
        if notice.told.rung.level in EDITED:
            await reminders.redraw(tx, row)
    after = timedelta()
    if place.where is Where.DIRECT and urgency > outbox.URGENT:
        after = await recipients.quiet(tx, bundle.person)
    await reminders.draw(tx, made.id or 0, place.number, urgency, after=after)


def _made(tx: Tx, bundle: Bundle) -> Reminder:
    """The message: a new one, or for what comes late, by its key, the one that tells of all that."""
    place = cast("Place", bundle.where)
    late = f"late:{bundle.person}:{int(tx.now.timestamp()) // LATE_TOGETHER}"
    return Reminder(
        key=late if place.late else None,
        number=place.number,
        place=place.where,
        person=bundle.person or None,
        delayed=bundle.delayed,
        at=tx.now,
    )


def _note(tx: Tx, row: ClockRow, rung: Rung, made: Reminder, person: str) -> None:
    clocks.note(
        tx,
        row,
        What.NUDGED,
        key=f"{row.id}:{row.cycle}:{row.plan}:{rung.key}:{made.place}:{person}",
        person=person or None,
        level=rung.level,
        due=rung.due,
        reminder=made.id,
    )
