"""Which rungs each kind of clock has, and when each is due by the policy."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot.playbook import zones
from bot.playbook.clocks import Clock
from bot.playbook.durations import Duration
from bot.playbook.kinds import ClockKind
from bot.playbook.paces import Pace, approver_nudges
from bot.playbook.policy import Policy
from bot.playbook.rungs import Level, To

_MOST = 500  # reminders of one series in one look ahead


class RungPlan(NamedTuple):
    """A rung before it is known when its recipient works."""

    level: Level
    due: datetime
    to: To | None
    number: int = 1


def plans(clock: Clock, policy: Policy, pace: Pace, until: datetime) -> Iterator[RungPlan]:
    """The rungs of a clock, each level in order; the series without end as far as the first after `until`."""
    match clock.kind:
        case ClockKind.CLAIM:
            yield from _claim(clock, policy, pace)
        case ClockKind.INTERNAL | ClockKind.CUSTOMER | ClockKind.PROMISE:
            yield from _update(clock, policy, pace)
        case ClockKind.TRIAGE_CALL:
            yield from _triage_call(clock, policy, pace)
        case ClockKind.CONFIRMATION:
            yield RungPlan(Level.DUE, clock.target, To.EM)
        case ClockKind.ATTEMPT:
            yield RungPlan(Level.DUE, clock.target, To.OWNER)
        case ClockKind.RETROSPECTIVE:
            yield RungPlan(Level.DUE, clock.target, To.EM)
            yield RungPlan(Level.MISSED, clock.limit, None)
        case ClockKind.APPROVAL:
            yield from _approval(clock, policy, pace)
        case ClockKind.ITEM:
            yield from _item(clock, policy, pace, until)


def times(span: Duration, count: int) -> Duration:
    """A span as often as `count`, which may be 0."""
    return replace(span, amount=span.amount * count)


def _claim(clock: Clock, policy: Policy, pace: Pace) -> Iterator[RungPlan]:
    claim = policy.severity(clock.severity).clocks.claim
    backup = pace.measure.after(clock.target, pace.measure.gap(claim.nudge, claim.backup))
    yield RungPlan(Level.TARGET, clock.target, To.ON_CALL)
    yield RungPlan(Level.BACKUP, min(backup, clock.limit), To.BACKUP)
    yield RungPlan(Level.MISSED, clock.limit, None)
    yield RungPlan(Level.ESCALATED, clock.limit, To.MANAGER)
    yield from _repeats(clock, policy, pace)


def _update(clock: Clock, policy: Policy, pace: Pace) -> Iterator[RungPlan]:
    yield RungPlan(Level.TARGET, clock.target, To.EM)
    midway = midway_of(clock, pace)
    if clock.target < midway < clock.limit:
        yield RungPlan(Level.MIDWAY, midway, To.EM)
    yield RungPlan(Level.MISSED, clock.limit, None)
    yield RungPlan(Level.TAKE_OVER, clock.limit, To.BACKUP)
    if clock.kind is ClockKind.INTERNAL:
        silent = pace.measure.after(clock.target, times(pace.interval, policy.clocks.silent - 1))
        yield RungPlan(Level.STILL_YOURS, silent, To.EM)
    yield from _repeats(clock, policy, pace)


def midway_of(clock: Clock, pace: Pace) -> datetime:
    """Half of what lies between target and limit on the clock's own calendar, or else of the time itself."""
    amount = pace.measure.between(clock.target, clock.limit, pace.gap)
    if not amount:
        return clock.target + (clock.limit - clock.target) / 2
    return pace.measure.further(clock.target, amount / 2, pace.gap)


def _repeats(clock: Clock, policy: Policy, pace: Pace) -> Iterator[RungPlan]:
    for number in range(1, policy.severity(clock.severity).repeats + 1):
        due = pace.measure.after(clock.limit, times(pace.interval, number))
        yield RungPlan(Level.REPEAT, due, To.BACKUP, number)


def _triage_call(clock: Clock, policy: Policy, pace: Pace) -> Iterator[RungPlan]:
    notices = sorted(pace.measure.before(clock.target, each) for each in policy.clocks.triage_call_notice)
    for number, due in enumerate(notices, 1):
        if due > clock.anchor:
            yield RungPlan(Level.NOTICE, due, To.EM, number)
    yield RungPlan(Level.DUE, clock.target, To.EM)
    yield RungPlan(Level.MISSED, clock.limit, None)


def _approval(clock: Clock, policy: Policy, pace: Pace) -> Iterator[RungPlan]:
    for number, span in enumerate(approver_nudges(policy)):
        due = pace.measure.after(clock.anchor, span)
        level = Level.AGAIN if number else Level.TARGET
        yield RungPlan(level, due, To.APPROVERS, max(number, 1))
    yield RungPlan(Level.LATE, clock.limit, To.EM)


def _item(clock: Clock, policy: Policy, pace: Pace, until: datetime) -> Iterator[RungPlan]:
    rules = policy.items
    before = pace.measure.before(clock.target, rules.before)
    if rules.half:
        yield RungPlan(Level.HALF, _half(clock), To.OWNER)
    if before > clock.anchor:
        yield RungPlan(Level.BEFORE, before, To.OWNER)
    yield RungPlan(Level.DUE, clock.target, To.OWNER)
    yield RungPlan(Level.MISSED, clock.limit, None)
    yield RungPlan(Level.LATE, pace.measure.after(clock.limit, rules.late), To.MANAGER)
    first = clock.said.get(Level.AGAIN, 0) + 1
    for number in range(first, first + _MOST):
        due = pace.measure.after(clock.limit, times(rules.again, number))
        yield RungPlan(Level.AGAIN, due, To.OWNER, number)
        if due > until:
            break


def _half(clock: Clock) -> datetime:
    """Halfway on the wall clock: four of eight weeks later it is the same time of day."""
    where = zones.zone(clock.place.zone)
    start, end = zones.wall(clock.anchor, where), zones.wall(clock.target, where)
    return zones.nearest(start + (end - start) / 2, where)
