"""The team matrix as a form: every stakeholder with a way to remove them, and fields for one more."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from blocks import kit, typed
from blocks.assessment_lines import stakeholder
from blocks.case_form import field, form, kept_in, number_of, text_of
from blocks.ids import Form, Press, about
from blocks.kit import Json
from storage.case_records import Stakeholder
from storage.overview import Overview

NAME, PART = 100, 200  # characters


class New(NamedTuple):
    """A row as it was filled in, and the ending of its fields' names."""

    number: int
    person: str
    name: str
    part: str
    ending: str


def listing(case: Overview) -> Json:
    """The list, and fields for one more, which get new names each time, since Slack keeps what was typed."""
    there, ending = case.work.stakeholders, f"-{case.count}"
    return form(
        Form.STAKEHOLDERS,
        f"Team of {case.key}",
        [
            kit.section(_head(case)),
            *(_row(case, each) for each in there),
            kit.divider() if there else None,
            field(f"person{ending}", "Person", kit.person_select(f"person{ending}"), optional=True),
            field(
                f"name{ending}",
                "Or a team, or somebody outside",
                kit.text_input(f"name{ending}", max_length=NAME),
                optional=True,
            ),
            field(
                f"part{ending}",
                "What are they there for?",
                kit.text_input(f"part{ending}", max_length=PART),
                hint="Decides on credits, owns the export, speaks for the customer.",
            ),
        ],
        number=case.ace.number,
        submit="Add stakeholder",
        close="Done",
        ending=ending,
    )


def read_new(view: Mapping[str, Any]) -> New:
    """What was filled in."""
    ending = str(kept_in(view).get("ending") or "")
    person, name, part = (text_of(view, f"{field}{ending}") for field in ("person", "name", "part"))
    return New(number_of(view), person, name, part, ending)


def _head(case: Overview) -> str:
    if not case.work.stakeholders:
        return f"*{case.key}* has no stakeholders yet: whom does it concern, and what is their part?"
    return f"*{case.key}* concerns these. Naming somebody here invites nobody."


def _row(case: Overview, row: Stakeholder) -> Json:
    remove = kit.button("Remove", about(Press.DROP_STAKEHOLDER, case.ace.number, str(row.id)))
    return kit.section(typed.linked(stakeholder(case, row), NAME + PART + 2), accessory=remove)
