"""The communication plan: who tells the customer, by which medium, and when next."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.playbook.progress import Noted, Plan
from bot.playbook.refusal import Refusal
from bot.playbook.work import Medium


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A communication plan as somebody filled it in."""

    teller: str
    medium: Medium | None
    next_at: datetime | None
    note: str = ""


def checked(planned: Planned, noted: Noted, earlier: datetime | None = None) -> Plan:
    """The plan, kept with who says so and when; a past moment may stay when it was `earlier` the plan's.

    Raises Refusal, with the field, when something is missing or past. Source: handbook, "Communications".
    """
    if planned.medium is None:
        raise Refusal("Choose how the customer is told.", field="medium")
    if planned.next_at is None:
        raise Refusal("Choose when the customer hears from us next.", field="next_at")
    if planned.next_at <= noted.at and planned.next_at != earlier:
        raise Refusal("That moment has passed already. Choose one that is still to come.", field="next_at")
    return Plan(
        teller=planned.teller,
        medium=planned.medium,
        next_at=planned.next_at,
        noted=replace(noted, text=planned.note),
    )
