"""Putting a nudge off for a while; the deadline stays where it is."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot.playbook.calendars import Schedule
from bot.playbook.clocks import Clock
from bot.playbook.durations import Duration
from bot.playbook.policy import Policy
from bot.playbook.refusal import Refusal
from bot.playbook.severity import Severity


class Choice(NamedTuple):
    """A snooze that can be had: `span` from now, or until the next working day when that is None."""

    until: datetime
    span: Duration | None


def choices(clock: Clock, policy: Policy, now: datetime, hours: Schedule | None = None) -> list[Choice]:
    """The snoozes to offer, shortest first: those that end before the limit, none when no nudge would follow.

    `hours` are those of who asks; the next working day is not for Critical.
    """
    rules, measure = policy.severity(clock.severity), clock.pace(policy).measure
    if _refused(clock, policy):
        return []
    offered = [Choice(measure.after(now, span), span) for span in rules.snooze]
    if clock.severity is not Severity.CRITICAL:
        offered.append(Choice((hours or measure.working).next_day(now), None))
    return sorted((each for each in offered if each.until < clock.limit), key=lambda each: each.until)


def snooze(clock: Clock, policy: Policy, *, now: datetime, until: datetime) -> Clock:
    """Nudge again at `until`. Target and limit stay.

    Raises Refusal for an end that has passed or is not before the limit, for more than Critical allows, when
    there were enough snoozes or nudges in this cycle, and while it is paused.
    """
    if refused := _refused(clock, policy):
        raise Refusal(refused)
    if until <= now:
        raise Refusal("That time has passed already. Choose a later one.", field="until")
    if until >= clock.limit:
        raise Refusal(
            "By then it will have been missed. Choose an earlier time, or post an update.", field="until"
        )
    spans, measure = policy.severity(clock.severity).snooze, clock.pace(policy).measure
    if clock.severity is Severity.CRITICAL and all(until > measure.after(now, span) for span in spans):
        longest = max(spans, key=measure.length, default="0m")
        raise Refusal(f"A Critical case can be put off for {longest} at most.", field="until")
    return replace(clock, snoozed_until=until, snoozes=clock.snoozes + 1)


def _refused(clock: Clock, policy: Policy) -> str:
    """Why there are no more snoozes in this cycle, or ""."""
    if clock.is_paused:
        return "It is paused, so there is nothing to put off."
    if clock.missed_at is not None:
        return "It is missed already. Post an update to start it afresh."
    if clock.snoozes >= policy.severity(clock.severity).snoozes:
        return "It was put off as often as it can be. Post an update, even if it says that nothing is new."
    if clock.notices >= policy.clocks.notices:
        return "No more nudges will come before the limit, so there is nothing to put off."
    return ""
