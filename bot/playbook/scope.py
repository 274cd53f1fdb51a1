"""The scope of a problem: whether we saw it, what was looked at, and how far it goes."""

from dataclasses import dataclass, replace

from bot.playbook.intake import is_said
from bot.playbook.progress import Noted, Reach, Reproduced, Scope
from bot.playbook.refusal import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What somebody found out about the scope; `found` also says why something was not looked at."""

    reproduced: Reproduced | None
    reach: Reach | None
    status_page: bool = False
    deployments: bool = False
    found: str = ""


def checked(looked: Looked, noted: Noted) -> Scope:
    """The scope that was found, kept with who says so and when.

    Raises Refusal, with the field, when something was neither looked at nor explained. Source: triage
    playbook, "Investigate" and "Isolate".
    """
    if looked.reproduced is None:
        raise Refusal("Choose whether we have seen it ourselves.", field="reproduced")
    if looked.reach is None:
        raise Refusal("Choose how far it goes.", field="reach")
    if not (looked.status_page and looked.deployments) and not is_said(looked.found):
        raise Refusal(
            "Look at the status page and at recent deployments, or write why that does not matter here.",
            field="found",
        )
    return Scope(
        reproduced=looked.reproduced,
        status_page=looked.status_page,
        deployments=looked.deployments,
        reach=looked.reach,
        noted=replace(noted, text=looked.found),
    )
