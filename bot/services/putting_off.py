"""Putting off: nudges snoozed for whoever they are for, update clocks paused for a reason and resumed."""

from collections.abc import Collection
from datetime import datetime

from bot.playbook import ladder, naming, pauses, snoozes, zones
from bot.playbook.adherence import What
from bot.playbook.kinds import ClockKind
from bot.playbook.refusal import Refusal
from bot.playbook.rungs import To
from bot.playbook.snoozes import Choice
from bot.playbook.timeline import EntryKind
from bot.services import cases, history
from bot.services.cycles import Cycles
from storage import clocks, outbox, reminders
from storage.clock_records import ClockRow
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect

SHOWN = (Effect.OPENING, Effect.TRACKER, Effect.DOCUMENT)
CAN_PAUSE = frozenset({ClockKind.INTERNAL, ClockKind.CUSTOMER})


async def choices(tx: Tx, ace: Escalation) -> list[Choice]:
    """The snoozes that every clock which nudges now can take: each ends before its limit."""
    cycles = Cycles(tx, ace)
    offered: dict[str, Choice] | None = None
    for row in await _nudging(cycles):
        _, hours = await cycles.reach(row.kind, row.owners)
        own = snoozes.choices(clocks.clock_of(row), tx.policy, tx.now, hours.get(To.EM))
        named = {str(each.span or "next day"): each for each in own}
        offered = named if offered is None else {name: offered[name] for name in offered if name in named}
    return list((offered or {}).values())


async def snooze(tx: Tx, number: int, until: datetime, *, by: str) -> Escalation:
    """Nudge again at `until`; no deadline moves.

    Raises Refusal when nothing nudges, or a clock cannot be put off that far.
    """
    ace = await cases.changing(tx, number, by=by)
    cycles = Cycles(tx, ace)
    rows = await _nudging(cycles)
    if not rows:
        key = naming.key(number, tx.policy.keys.prefix)
        raise Refusal(f"No update of {key} is due, so there is no reminder to put off. Nothing was changed.")
    for row in rows:
        clock = snoozes.snooze(clocks.clock_of(row), tx.policy, now=tx.now, until=until)
        await cycles.save(row, clock)
        clocks.note(tx, row, What.SNOOZED, person=by, until=until)
        await reminders.redraw(tx, row)
    history.note(tx, ace, EntryKind.CLOCK, f"Reminders put off until {_shown(tx, until)}", by=by)
    await _show(tx, ace)
    return ace


async def _nudging(cycles: Cycles) -> list[ClockRow]:
    """The clocks for which the EM was nudged, or will be next."""
    rows = [row for row in await cycles.running() if row.kind in CAN_PAUSE]
    asked = [row for row in rows if row.said and row.missed_at is None]
    if asked:
        return asked
    soonest = min(rows, key=lambda row: row.target_at, default=None)
    return [soonest] if soonest and ladder.next_rung(clocks.clock_of(soonest), cycles.tx.policy) else []


def latest_resume(tx: Tx, rows: Collection[ClockRow]) -> datetime | None:
    """The latest moment until which all of these clocks can be paused."""
    ends = [pauses.latest_resume(clocks.clock_of(row), tx.policy, tx.now) for row in rows]
    return min(ends, default=None)


async def pause(
    tx: Tx, number: int, kinds: Collection[ClockKind], *, until: datetime, reason: str, by: str
) -> Escalation:
    """Let update clocks stand still until `until`.

    Raises Refusal without a reason, for an end that has passed or is too far off, for a promise, and when
    there is no such clock.
    """
    ace = await cases.changing(tx, number, by=by)
    cycles = Cycles(tx, ace)
    rows = await _to_pause(cycles, kinds)
    for row in rows:
        clock = pauses.pause(clocks.clock_of(row), tx.policy, now=tx.now, until=until, reason=reason)
        row.reason = reason.strip()
        await cycles.save(row, clock)
        clocks.note(tx, row, What.PAUSED, person=by, until=until, reason=row.reason)
        await reminders.redraw(tx, row)
    names = ", ".join(row.kind.label.lower() for row in rows)
    text = f"Paused until {_shown(tx, until)}: {names}. {reason.strip()}"
    history.note(tx, ace, EntryKind.CLOCK, text, by=by)
    await _show(tx, ace)
    return ace


async def check_pause(
    tx: Tx, number: int, kinds: Collection[ClockKind], *, until: datetime, reason: str, by: str
) -> Escalation:
    """The case whose clocks can be paused so; nothing is changed yet. Raises Refusal as `pause` does."""
    ace = await cases.changing(tx, number, by=by)
    for row in await _to_pause(Cycles(tx, ace), kinds):
        pauses.pause(clocks.clock_of(row), tx.policy, now=tx.now, until=until, reason=reason)
    return ace


async def _to_pause(cycles: Cycles, kinds: Collection[ClockKind]) -> list[ClockRow]:
    rows = [row for row in await cycles.running() if row.kind in CAN_PAUSE and row.kind in kinds]
    if not rows:
        raise Refusal("No such clock runs on this case, so there is nothing to pause.", field="kinds")
    return rows


async def resume(tx: Tx, number: int, *, by: str) -> Escalation:
    """Go on with the time that was left.

    Raises Refusal when nothing is paused.
    """
    ace = await cases.changing(tx, number, by=by)
    cycles = Cycles(tx, ace)
    rows = [row for row in await cycles.running() if row.paused_at is not None]
    if not rows:
        raise Refusal("Nothing is paused on this case, so there is nothing to resume.")
    for row in rows:
        clock = pauses.resume(clocks.clock_of(row), tx.policy, tx.now)
        row.reason = ""
        await cycles.save(row, clock)
        clocks.note(tx, row, What.RESUMED, person=by)
        await reminders.redraw(tx, row)
    history.note(tx, ace, EntryKind.CLOCK, "Resumed", by=by)
    await _show(tx, ace)
    return ace


def _shown(tx: Tx, moment: datetime) -> str:
    zone = tx.policy.organisation.zone
    return f"{moment.astimezone(zones.zone(zone)):%d %b %H:%M %Z}"


async def _show(tx: Tx, ace: Escalation) -> None:
    for effect in SHOWN:
        await outbox.add(tx, effect, ace.number)
