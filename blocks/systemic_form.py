"""The form that hands a systemic problem over to incident management, or takes that back."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from blocks import kit
from blocks.case_form import field, form, invited, text_of
from blocks.ids import Form
from blocks.kit import Json
from bot.playbook.labelled import Labelled
from storage.overview import Overview

NOTE = 500  # characters


class Mark(Labelled):
    """Whether the problem is larger than this case."""

    SYSTEMIC = "systemic", "It is systemic: others are or will be affected"
    CONFINED = "confined", "It is not systemic after all"


class Said(NamedTuple):
    """What the form holds."""

    mark: Mark | None
    lead: str
    link: str
    note: str


def view(case: Overview) -> Json:
    """Who leads the incident, and where it is."""
    made = case.progress.systemic
    link: Json = {"type": "url_text_input"} | ({"initial_value": made.link} if made and made.link else {})
    mark = field("mark", "What is it?", kit.radio("mark", Mark.options(), initial=Mark.SYSTEMIC))
    return form(
        Form.SYSTEMIC,
        f"Incident of {case.key}",
        [
            kit.section(
                "An outage, a region that suffers, or anything of security belongs to incident management."
            ),
            invited(private=case.ace.visibility.is_private),
            mark if made else None,
            field(
                "lead",
                "Incident lead",
                kit.person_select("lead", initial=made.lead if made else None),
                optional=bool(made),
            ),
            field("incident", "Link of the incident", link, optional=True),
            field(
                "note",
                "Why",
                kit.text_input("note", initial=made.noted.text if made else None, max_length=NOTE),
                hint="One line: what makes it systemic, or why it is not.",
                optional=True,
            ),
        ],
        number=case.ace.number,
        submit="Save",
    )


def read(view: Mapping[str, Any]) -> Said:
    """What was filled in; a form without the first question marks it systemic."""
    mark = text_of(view, "mark")
    return Said(
        mark=Mark.of(mark) if mark else Mark.SYSTEMIC,
        lead=text_of(view, "lead"),
        link=text_of(view, "incident"),
        note=text_of(view, "note"),
    )
