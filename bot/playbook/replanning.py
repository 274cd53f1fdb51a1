"""What a new severity or a new deadline does to a clock within its cycle."""

from dataclasses import replace
from datetime import datetime

from bot.playbook.clocks import Clock, Due, due
from bot.playbook.kinds import ClockKind
from bot.playbook.paces import Pace
from bot.playbook.pauses import moved, replanned, resume
from bot.playbook.policy import Policy
from bot.playbook.severity import Severity

_BY_SEVERITY = frozenset(
    {ClockKind.CLAIM, ClockKind.INTERNAL, ClockKind.CUSTOMER, ClockKind.PROMISE, ClockKind.CONFIRMATION}
)


def with_severity(clock: Clock, severity: Severity, policy: Policy, now: datetime) -> Clock:
    """The clock under a new severity: raising may only bring it closer, lowering counts from the anchor.

    Raising ends a snooze and a pause. What does not depend on the severity keeps its moments.
    """
    if severity is clock.severity or clock.kind not in _BY_SEVERITY:
        return replace(clock, severity=severity)
    if severity.number > clock.severity.number:
        return _recounted(replace(clock, severity=severity), policy, now)
    if clock.is_paused:
        clock = resume(clock, policy, now)
    raised = replace(clock, severity=severity, snoozed_until=None)
    return replanned(raised, _closer(raised, policy, now), now)


def with_deadline(clock: Clock, deadline: datetime | None, policy: Policy, now: datetime) -> Clock:
    """The clock with the customer's deadline as it is now: a sooner one brings it closer, as raising does.

    A later one, or none, counts from the anchor. A pause goes on.
    """
    if deadline == clock.deadline or not clock.kind.is_update:
        return clock
    changed = replace(clock, deadline=deadline)
    if deadline is None or (clock.deadline is not None and deadline > clock.deadline):
        return _recounted(changed, policy, now)
    if clock.target <= now:
        limit = clock.limit if deadline <= now else max(clock.target, min(clock.limit, deadline))
        return replanned(changed, Due(clock.target, limit), now)
    return replanned(changed, _closer(changed, policy, now), now)


def moved_to(clock: Clock, when: datetime, now: datetime) -> Clock:
    """The clock with its one moment at `when`, as somebody set it."""
    return replanned(clock, Due(when, when), now)


def _recounted(clock: Clock, policy: Policy, now: datetime) -> Clock:
    """Planned again from the anchor, less what it stood still."""
    fresh = due(
        clock.kind, clock.anchor, clock.severity, policy, clock.place,
        deadline=clock.deadline, promise=clock.promise,
    )  # fmt: skip
    for stop in clock.pauses:
        fresh = moved(clock, policy, fresh, stop)
    return replanned(clock, fresh, now)


def _closer(clock: Clock, policy: Policy, now: datetime) -> Due:
    """The earlier of what is planned and what would be planned now; an overdue target gets a short grace."""
    pace = _pace_now(clock, policy, now)
    if clock.is_promised:
        target = clock.target
    else:
        fresh = pace.capped(pace.measure.after(now, pace.interval))
        overdue = clock.target <= now
        grace = pace.measure.after(now, policy.clocks.raised) if overdue else clock.target
        target = min(grace, fresh)
    limit = pace.measure.after(target, pace.gap)
    if not clock.is_promised:
        limit = pace.capped(limit)
    return Due(target, max(target, min(clock.limit, limit)))


def _pace_now(clock: Clock, policy: Policy, now: datetime) -> Pace:
    return replace(clock, anchor=now).pace(policy)
