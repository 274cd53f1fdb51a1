"""The form that asks how far a problem goes, and what was looked at to know."""

from collections.abc import Mapping
from typing import Any

from blocks import kit
from blocks.case_form import field, form, several_of, text_of
from blocks.ids import Form
from blocks.kit import Json
from bot.playbook.progress import Reach, Reproduced
from bot.playbook.scope import Looked
from storage.overview import Overview

STATUS_PAGE, DEPLOYMENTS = "status_page", "deployments"
LOOKED = [(STATUS_PAGE, "The status page"), (DEPLOYMENTS, "Recent deployments")]
FOUND = 1500  # characters


def view(case: Overview) -> Json:
    """What is known of it so far."""
    scope = case.progress.scope
    looked = [STATUS_PAGE] * bool(scope and scope.status_page) + [DEPLOYMENTS] * bool(
        scope and scope.deployments
    )
    return form(
        Form.SCOPE,
        f"Scope of {case.key}",
        [
            field(
                "reproduced",
                "Have we seen it ourselves?",
                kit.radio("reproduced", Reproduced.options(), initial=scope.reproduced if scope else None),
            ),
            field(
                "looked",
                "What was looked at?",
                kit.checkboxes("looked", LOOKED, chosen=looked),
                optional=True,
            ),
            field(
                "reach",
                "How far does it go?",
                kit.radio("reach", Reach.options(), initial=scope.reach if scope else None),
                hint="For a systemic problem, Mark systemic hands it over to an incident lead.",
            ),
            field(
                "found",
                "What was found",
                kit.text_input(
                    "found", initial=scope.noted.text if scope else None, multiline=True, max_length=FOUND
                ),
                hint="Like cases at other customers, and why something was not looked at.",
                optional=True,
            ),
        ],
        number=case.ace.number,
        submit="Save scope",
    )


def read(view: Mapping[str, Any]) -> Looked:
    """What was found out."""
    looked = several_of(view, "looked")
    return Looked(
        reproduced=Reproduced.of(text_of(view, "reproduced")),
        reach=Reach.of(text_of(view, "reach")),
        status_page=STATUS_PAGE in looked,
        deployments=DEPLOYMENTS in looked,
        found=text_of(view, "found"),
    )
