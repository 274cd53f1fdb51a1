"""How fast a clock goes: what the policy allows a cycle, and what a customer's deadline leaves of it."""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from bot.playbook.calendars import Place
from bot.playbook.durations import Duration
from bot.playbook.kinds import ClockKind
from bot.playbook.measures import Measure
from bot.playbook.policy import Policy
from bot.playbook.severity import Severity


class Pace(NamedTuple):
    """The spans of one cycle, and how they are counted.

    `interval` leads from the anchor to the target, `limit` from the anchor to the limit, `gap` from target to
    limit. Neither moment is ever later than `end`.
    """

    interval: Duration
    limit: Duration
    gap: Duration
    measure: Measure
    end: datetime | None = None

    def capped(self, moment: datetime) -> datetime:
        """`moment`, or the deadline when that comes first."""
        return min(moment, self.end) if self.end is not None else moment


def pace(
    kind: ClockKind,
    severity: Severity,
    policy: Policy,
    place: Place,
    *,
    since: datetime,
    deadline: datetime | None = None,
) -> Pace:
    """The pace of a cycle planned at `since`; a deadline counts for the update clocks until it passes."""
    measure = Measure.of(kind, severity, policy, place)
    interval, limit = _spans(kind, severity, policy)
    gap = measure.gap(interval, limit)
    if kind is ClockKind.PROMISE:
        gap = policy.severity(severity).clocks.promise
    usual = Pace(interval, limit, gap, measure)
    if deadline is None or not kind.is_update or deadline <= since:
        return usual
    hurried = _hurried(usual, policy, since, deadline)
    return hurried._replace(gap=gap) if kind is ClockKind.PROMISE else hurried  # the grace stays as it is


def approver_nudges(policy: Policy) -> list[Duration]:
    """When those who have to approve are reminded, the soonest first."""
    return sorted(policy.retrospectives.approver_nudges, key=lambda span: span.nominal)


def _spans(kind: ClockKind, severity: Severity, policy: Policy) -> tuple[Duration, Duration]:
    """(interval, limit) of the policy; twice the same for what has one moment only."""
    clocks, after = policy.severity(severity).clocks, policy.retrospectives
    pairs = {
        ClockKind.CLAIM: (clocks.claim.nudge, clocks.claim.limit),
        ClockKind.INTERNAL: (clocks.internal.target, clocks.internal.limit),
        ClockKind.CUSTOMER: (clocks.customer.target, clocks.customer.limit),
        ClockKind.PROMISE: (clocks.customer.target, clocks.customer.limit),
        ClockKind.APPROVAL: ((*approver_nudges(policy), after.em_nudge)[0], after.em_nudge),
    }
    singles = {
        ClockKind.TRIAGE_CALL: policy.clocks.triage_call,
        ClockKind.CONFIRMATION: clocks.confirmation,
        ClockKind.ATTEMPT: clocks.attempt,
        ClockKind.RETROSPECTIVE: after.draft,
        ClockKind.ITEM: policy.items.slo,
    }
    return pairs[kind] if kind in pairs else (singles[kind], singles[kind])


def _hurried(usual: Pace, policy: Policy, since: datetime, deadline: datetime) -> Pace:
    """Deadline mode: a share of the time that is left, day and night in the end, the limit in proportion."""
    rules = policy.clocks
    measure = usual.measure.open_since(deadline - rules.deadline_always.elapsed)
    longest = measure.length(usual.interval)
    shortest = min(measure.length(rules.deadline_least), longest)
    interval = min(max((deadline - since) / rules.deadline_share, shortest), longest)
    if interval == longest:
        return usual._replace(measure=measure, end=deadline)
    factor = Fraction(interval // _MICRO, longest // _MICRO)
    return Pace(
        interval=measure.of_length(interval, usual.interval),
        limit=measure.scaled(usual.limit, factor),
        gap=measure.scaled(usual.gap, factor),
        measure=measure,
        end=deadline,
    )


_MICRO = timedelta(microseconds=1)
