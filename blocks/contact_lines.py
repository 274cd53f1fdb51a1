"""The customer in words: the last contact and the next promise for the card, the log for the document."""

from datetime import datetime
from zoneinfo import ZoneInfo

from blocks import kit, typed
from bot.playbook.work import Direction, PromiseState
from storage.case_records import Contact, Promise
from storage.overview import Overview


def contact_line(case: Overview) -> str | None:
    """When the customer last heard or said something, and what they were promised; None before either."""
    last = next(iter(reversed(case.work.contacts)), None)
    waiting = [each for each in case.work.promises if each.state is PromiseState.OPEN]
    soonest = min(waiting, key=lambda each: each.due_at, default=None)
    parts = [
        f"{_who(last)} {kit.moment(last.at)} ({last.medium.label}): {typed.linked(last.said, 150)}"
        if last
        else "",
        f"Promised: {promise_line(soonest)}" if soonest else "",
    ]
    there = " ".join(part for part in parts if part)
    return f"*Customer*: {there}" if there else None


def promise_line(made: Promise) -> str:
    """What was promised for when, as mrkdwn."""
    return f"{typed.linked(made.what, 150)} by {kit.moment(made.due_at)}."


def contact_rows(case: Overview) -> list[tuple[str, str]]:
    """The newest contacts and every open promise, for the state document."""
    told = [
        (f"{_at(case, each.at)}, {each.medium.label}", f"{_who(each)}: {each.said} ({case.name(each.by)})")
        for each in case.work.contacts
    ]
    promised = [
        ("Promised to the customer", f"{each.what}, by {_at(case, each.due_at)}")
        for each in case.work.promises
        if each.state is PromiseState.OPEN
    ]
    return told + promised


def _at(case: Overview, at: datetime) -> str:
    """In the organisation's zone."""
    return f"{at.astimezone(ZoneInfo(case.policy.organisation.zone)):%d %b %H:%M %Z}"


def _who(contact: Contact) -> str:
    return "We told the customer" if contact.direction is Direction.OUT else "The customer told us"
