"""Pausing a clock for a reason, and resuming it with the time that was left."""

from dataclasses import replace
from datetime import datetime

from bot.playbook import zones
from bot.playbook.clocks import Clock, Due, Pause
from bot.playbook.policy import Policy
from bot.playbook.refusal import Refusal
from bot.playbook.rungs import Level

_AFRESH = frozenset({Level.TARGET, Level.MIDWAY, Level.BACKUP, Level.STILL_YOURS, Level.SNOOZED})


def pause(clock: Clock, policy: Policy, *, now: datetime, until: datetime, reason: str) -> Clock:
    """Stop the clock until `until`.

    Raises Refusal for a clock that cannot be paused, one that is paused already, without a reason, and for an
    end that has passed or is further off than the severity allows.
    """
    if not clock.kind.is_update:
        raise Refusal("Only the clocks for updates can be paused.")
    if clock.is_promised:
        raise Refusal(
            "The customer was promised this time, so it cannot be paused. "
            "Log a contact with a new promise instead."
        )
    if clock.is_paused:
        raise Refusal("It is paused already. Resume it first.")
    if not reason.strip():
        raise Refusal("Say why it is paused; those who wait will ask.", field="reason")
    if until <= now:
        raise Refusal("That time has passed already. Choose when it should resume.", field="until")
    longest = latest_resume(clock, policy, now)
    if until > longest:
        most = policy.severity(clock.severity).pause
        raise Refusal(
            f"A {clock.severity.label} case can be paused for {most} at most, "
            f"until {_shown(clock, longest)}.",
            field="until",
        )
    return replace(clock, paused_at=now, resumes_at=until)


def latest_resume(clock: Clock, policy: Policy, now: datetime) -> datetime:
    """The latest moment until which it can be paused now."""
    return clock.pace(policy).measure.after(now, policy.severity(clock.severity).pause)


def resume(clock: Clock, policy: Policy, at: datetime) -> Clock:
    """Go on with the time that was left; the same clock again when no working time went by.

    Raises Refusal when it is not paused.
    """
    if clock.paused_at is None:
        raise Refusal("It is not paused, so there is nothing to resume.")
    running = replace(clock, paused_at=None, resumes_at=None)
    if at <= clock.paused_at:
        return running
    stop = Pause(clock.paused_at, at)
    target, limit = moved(clock, policy, Due(clock.target, clock.limit), stop)
    running = replace(running, pauses=(*clock.pauses, stop))
    return replanned(running, Due(target, limit), at)


def moved(clock: Clock, policy: Policy, before: Due, stop: Pause) -> Due:
    """Target and limit put off by what a pause took from them; what had passed, and a promise, stays."""
    if clock.is_promised:
        return before
    pace = clock.pace(policy)
    dues = [
        max(
            due,
            pace.capped(pace.measure.further(due, pace.measure.between(stop.start, stop.end, like), like)),
        )
        if stop.start < due
        else due
        for due, like in ((before.target, pace.interval), (before.limit, pace.limit))
    ]
    return Due(dues[0], max(dues))


def replanned(clock: Clock, fresh: Due, at: datetime) -> Clock:
    """The clock with a new plan from `at` on; a nudge that lies ahead is told anew, a miss stays."""
    if fresh == (clock.target, clock.limit):
        return clock
    said = clock.said
    if fresh.target > at:
        said = {level: number for level, number in said.items() if level not in _AFRESH}
    snoozed = clock.snoozed_until
    if snoozed is not None:
        snoozed = max(snoozed, at) if snoozed < fresh.limit else None
    return replace(
        clock,
        target=fresh.target,
        limit=fresh.limit,
        planned_at=at,
        plan=clock.plan + 1,
        said=said,
        snoozed_until=snoozed,
    )


def _shown(clock: Clock, moment: datetime) -> str:
    local = moment.astimezone(zones.zone(clock.place.zone))
    return f"{local:%a} {local.day} {local:%b %Y %H:%M} ({clock.place.zone})"
