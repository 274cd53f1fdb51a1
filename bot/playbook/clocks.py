"""Clocks: from a moment, a kind and a severity to target and limit, and one cycle as a row can keep it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import NamedTuple, Self

from bot.playbook.calendars import Place
from bot.playbook.kinds import ClockKind, Whose
from bot.playbook.paces import Pace, pace
from bot.playbook.policy import Policy
from bot.playbook.refusal import Refusal
from bot.playbook.rungs import Level
from bot.playbook.severity import Severity

__all__ = ["Clock", "ClockKind", "Due", "Pause", "Place", "Whose", "due", "start"]


class Due(NamedTuple):
    """When a nudge is due and when it is missed (aware, UTC); the limit is never before the target."""

    target: datetime
    limit: datetime


class Pause(NamedTuple):
    """From when until when a clock stood still."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One cycle of one clock: everything that has to be kept of it. All moments are aware UTC.

    `cycle` counts up with each update, `plan` with each change of target and limit within a cycle; with a
    rung's key they name a message that is said once. `said` has the number of the last rung of each level
    that was dealt with, `notices` how often the EM was notified in this cycle. `planned_at` is when the
    present plan was made: nothing is planned before it.
    """

    kind: ClockKind
    severity: Severity
    place: Place
    anchor: datetime
    target: datetime
    limit: datetime
    planned_at: datetime
    deadline: datetime | None = None
    promise: datetime | None = None
    cycle: int = 1
    plan: int = 1
    said: Mapping[Level, int] = field(default_factory=dict)
    notices: int = 0
    missed_at: datetime | None = None
    snoozed_until: datetime | None = None
    snoozes: int = 0
    paused_at: datetime | None = None
    resumes_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()

    @property
    def is_paused(self) -> bool:
        """True while it stands still."""
        return self.paused_at is not None

    @property
    def is_promised(self) -> bool:
        """True when this cycle is about a moment that the customer was promised."""
        return self.kind.is_update and self.promise is not None

    def pace(self, policy: Policy) -> Pace:
        """The pace of this cycle, as it was planned from the anchor."""
        kind = ClockKind.PROMISE if self.is_promised else self.kind
        return pace(kind, self.severity, policy, self.place, since=self.anchor, deadline=self.deadline)

    def renewed(
        self,
        policy: Policy,
        at: datetime,
        *,
        place: Place | None = None,
        deadline: datetime | None = None,
        promise: datetime | None = None,
    ) -> Self:
        """The next cycle, from an update at `at`; a pause goes on, with the whole interval left.

        `place` is where it runs from now on (after a handover), `deadline` and `promise` are as they are now.
        """
        fresh = start(
            self.kind, at, self.severity, policy, place or self.place, deadline=deadline, promise=promise
        )
        return replace(
            self,
            **{name: getattr(fresh, name) for name in _OF_A_CYCLE},
            cycle=self.cycle + 1,
            paused_at=at if self.is_paused else None,
        )


_OF_A_CYCLE = (
    "place", "anchor", "target", "limit", "planned_at", "deadline", "promise", "plan", "said",
    "notices", "missed_at", "snoozed_until", "snoozes", "pauses",
)  # fmt: skip


def due(
    kind: ClockKind,
    anchor: datetime,
    severity: Severity,
    policy: Policy,
    place: Place,
    *,
    deadline: datetime | None = None,
    promise: datetime | None = None,
) -> Due:
    """Target and limit of a cycle that begins at `anchor` (aware).

    `anchor` is the last update, the filing (claim), Discovery (triage call), Resolved (confirmation,
    retrospective), the request (approval), the start (attempt) or the agreement (action item); for a promise
    without `promise` it is the promised time. `place` belongs to whoever `kind.whose` says. `deadline` is the
    customer's. `promise` is a moment that somebody gave for this cycle: promised to the customer, the end of
    an attempt's box, the date an item's owner agreed to. What has one moment has its limit at its target.

    Raises Refusal for a promise before the anchor, and an unknown zone or region. Source: product, "Clocks".
    """
    if kind is ClockKind.CUSTOMER and promise is not None:
        kind = ClockKind.PROMISE
    if kind is ClockKind.PROMISE and promise is None:
        promise = anchor
    going = pace(kind, severity, policy, place, since=anchor, deadline=deadline)
    if promise is not None and kind.takes_promise:
        if promise < anchor:
            raise Refusal("That time has passed already. Choose one that is still to come.", field="promise")
        target = promise.astimezone(UTC)
        return Due(target, going.measure.after(target, going.gap) if kind.is_update else target)
    target = going.capped(going.measure.after(anchor, going.interval))
    return Due(target, max(target, going.capped(going.measure.after(anchor, going.limit))))


def start(
    kind: ClockKind,
    anchor: datetime,
    severity: Severity,
    policy: Policy,
    place: Place,
    *,
    deadline: datetime | None = None,
    promise: datetime | None = None,
) -> Clock:
    """The first cycle of a clock, planned at its anchor; also of one that starts afresh after a reopening."""
    promise = promise if kind.takes_promise else None
    if kind is ClockKind.PROMISE:
        promise = promise or anchor
    target, limit = due(kind, anchor, severity, policy, place, deadline=deadline, promise=promise)
    return Clock(
        kind=kind,
        severity=severity,
        place=place,
        anchor=anchor.astimezone(UTC),
        target=target,
        limit=limit,
        planned_at=anchor.astimezone(UTC),
        deadline=deadline if kind.is_update else None,
        promise=promise,
    )
