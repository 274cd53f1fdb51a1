"""The forms of what comes next: the next step, and who tells the customer when."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from blocks import kit
from blocks.case_form import field, form, invited, moment_of, number_of, text_of
from blocks.ids import Form
from blocks.kit import Json
from bot.playbook.planning import Planned
from bot.playbook.roles import Role
from bot.playbook.work import Medium
from storage.overview import Overview

WHAT = 500  # characters


class Step(NamedTuple):
    """The next step as it was filled in."""

    number: int
    owner: str
    what: str
    blocked: str


def next_view(case: Overview) -> Json:
    """Whose turn it is, with what, and what that waits for."""
    step = case.progress.next_step
    return form(
        Form.NEXT,
        f"Next step of {case.key}",
        [
            field(
                "owner",
                "Whose turn is it?",
                kit.person_select("owner", initial=step.owner if step else case.ace.em),
            ),
            invited(private=case.ace.visibility.is_private),
            field(
                "what",
                "What do they do?",
                kit.text_input("what", initial=step.what if step else None, max_length=WHAT),
            ),
            field(
                "blocked",
                "What does it wait for?",
                kit.text_input("blocked", initial=step.blocked if step else None, max_length=WHAT),
                hint="Empty when nothing is in the way.",
                optional=True,
            ),
        ],
        number=case.ace.number,
        submit="Set next step",
    )


def read_next(view: Mapping[str, Any]) -> Step:
    """What was filled in."""
    return Step(number_of(view), text_of(view, "owner"), text_of(view, "what"), text_of(view, "blocked"))


def view(case: Overview) -> Json:
    """Who tells the customer, by which medium, and when next."""
    plan = case.progress.plan
    teller = plan.teller if plan else case.roles.get(Role.COMMS_LEAD) or case.ace.em
    return form(
        Form.PLAN,
        f"Plan of {case.key}",
        [
            field("teller", "Who tells the customer?", kit.person_select("teller", initial=teller)),
            invited(private=case.ace.visibility.is_private),
            field(
                "medium",
                "How?",
                kit.select("medium", Medium.options(), initial=plan.medium if plan else None),
            ),
            field(
                "next_at", "When next?", kit.moment_picker("next_at", initial=plan.next_at if plan else None)
            ),
            field(
                "note",
                "What else was agreed",
                kit.text_input(
                    "note", initial=plan.noted.text if plan else None, multiline=True, max_length=WHAT
                ),
                optional=True,
            ),
        ],
        number=case.ace.number,
        submit="Save plan",
    )


def read(view: Mapping[str, Any]) -> Planned:
    """What was filled in."""
    return Planned(
        teller=text_of(view, "teller"),
        medium=Medium.of(text_of(view, "medium")),
        next_at=moment_of(view, "next_at"),
        note=text_of(view, "note"),
    )
