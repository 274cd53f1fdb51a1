"""The ladder: every rung of a clock's cycle with its moment, and those that are still to come."""

from collections.abc import Mapping
from datetime import datetime

from bot.playbook.calendars import Schedule
from bot.playbook.clocks import Clock
from bot.playbook.durations import Counted
from bot.playbook.kinds import ClockKind
from bot.playbook.paces import Pace
from bot.playbook.policy import Policy
from bot.playbook.rung_plans import plans
from bot.playbook.rungs import Level, Rung, To
from bot.playbook.severity import Severity

Hours = Mapping[To, Schedule]
"""When each recipient works; who is left out keeps the calendar and the place of the clock."""

_DESK = frozenset({ClockKind.RETROSPECTIVE, ClockKind.APPROVAL, ClockKind.ITEM})


def rungs(
    clock: Clock, policy: Policy, hours: Hours | None = None, *, until: datetime | None = None
) -> list[Rung]:
    """Every rung of the present plan in the order of delivery, however it is snoozed, paused or capped.

    The weekly reminder of an action item, which never ends, begins with the first that was not said and goes
    as far as the first after `until`, which is the limit unless given.
    """
    pace = clock.pace(policy)
    told = []
    for level, due, to, number in plans(clock, policy, pace, until or clock.limit):
        at = due if to is None else _at(clock, policy, pace, hours or {}, Rung(level, number, due, due, to))
        told.append(Rung(level, number, due, at, to))
    return sorted(told, key=_order)


def held(due: datetime, hours: Schedule, since: datetime, *, early: bool = True) -> datetime:
    """When somebody who works `hours` hears of what is due at `due`; never before `since`.

    At their last working moment until then ("due tonight"); only when that has passed, when their work starts
    next. With `early` false it always waits.
    """
    if due < since or not early:
        return hours.first_from(max(due, since))
    last = hours.last_until(due)
    return last if last >= since else hours.first_from(due)


def waiting(
    clock: Clock, policy: Policy, hours: Hours | None = None, *, until: datetime | None = None
) -> list[Rung]:
    """The rungs still to come, in order: what was said is left out, what is snoozed put off, the cap kept.

    While a clock is paused there is only the end of the pause.
    """
    if clock.resumes_at is not None:
        return [Rung(Level.RESUMED, len(clock.pauses) + 1, clock.resumes_at, clock.resumes_at, None)]
    return _capped(unsaid(clock, policy, hours, until=until), policy.clocks.notices - clock.notices)


def unsaid(
    clock: Clock, policy: Policy, hours: Hours | None = None, *, until: datetime | None = None
) -> list[Rung]:
    """As `waiting`, for a clock that runs, with the rungs that would be over the cap."""
    left = [
        each
        for each in rungs(clock, policy, hours, until=until)
        if each.number > clock.said.get(each.level, 0)
    ]
    return sorted(_snoozed(clock, left), key=_order)


def next_rung(clock: Clock, policy: Policy, hours: Hours | None = None) -> Rung | None:
    """The rung that comes next, or None when there is nothing more to say in this cycle."""
    return next(iter(waiting(clock, policy, hours)), None)


def accountable(kind: ClockKind) -> To:
    """Who is nudged at the target, and may put it off."""
    others = {
        ClockKind.CLAIM: To.ON_CALL,
        ClockKind.ATTEMPT: To.OWNER,
        ClockKind.ITEM: To.OWNER,
        ClockKind.APPROVAL: To.APPROVERS,
    }
    return others.get(kind, To.EM)


def _order(rung: Rung) -> tuple[datetime, int, int]:
    return rung.at, rung.level.rank, rung.number


def _at(clock: Clock, policy: Policy, pace: Pace, hours: Hours, rung: Rung) -> datetime:
    """When a rung is delivered: never before it was planned, and the backup not before the first is due."""
    since = max(clock.planned_at, clock.target) if rung.level is Level.BACKUP else clock.planned_at
    if rung.to is None or not _waits_for_work(clock, pace, rung.due):
        return max(rung.due, since)
    schedule = hours.get(rung.to) or _usual(clock, policy)
    return held(rung.due, schedule, since, early=not rung.level.follows)


def _waits_for_work(clock: Clock, pace: Pace, due: datetime) -> bool:
    """False for what is meant day and night: Critical, on call, an attempt, the end of a deadline."""
    if clock.kind in _DESK:
        return True
    if clock.severity is Severity.CRITICAL or clock.kind is ClockKind.ATTEMPT:
        return False
    if clock.kind is ClockKind.CLAIM:
        return pace.interval.counted is not Counted.ELAPSED
    always = pace.measure.working.open_from
    return always is None or due < always


def _usual(clock: Clock, policy: Policy) -> Schedule:
    rules = policy.severity(clock.severity)
    name = rules.business_days if clock.kind in _DESK else rules.calendar
    return Schedule(policy.calendars[name], clock.place)


def _snoozed(clock: Clock, left: list[Rung]) -> list[Rung]:
    """Put off what is for the one who snoozed; when nothing falls there, the nudge comes once more."""
    until, who = clock.snoozed_until, accountable(clock.kind)
    if until is None:
        return left
    moved = [each._replace(at=max(each.at, until)) if each.to is who else each for each in left]
    if not clock.said or any(each.to is who and each.at == until for each in moved):
        return moved
    return [*moved, Rung(Level.SNOOZED, clock.snoozes, until, until, who)]


def _capped(left: list[Rung], room: int) -> list[Rung]:
    """Without the rungs to the EM that would be one notification too many; those of one moment are one."""
    moments = sorted({each.at for each in left if each.to is To.EM})[: max(room, 0)]
    return [each for each in left if each.to is not To.EM or each.at in moments]
