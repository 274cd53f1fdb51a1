"""The form of de-escalating: its four steps, and what will happen."""

from collections.abc import Mapping
from typing import Any

from blocks import kit
from blocks.case_form import field, form, text_of
from blocks.ids import Form
from blocks.kit import Json
from blocks.resolution_forms import medium, written
from bot.playbook.progress import Calmer
from bot.playbook.resolution import Calm
from bot.playbook.work import CriterionState, Medium
from storage.overview import Overview


def view(case: Overview, place: str) -> Json:
    """The form; `place` is where the team's message will stand, "" for the case channel."""
    target = case.report.target
    return form(
        Form.DE_ESCALATE,
        "De-escalate",
        [
            kit.section(_what_happens(case, place)),
            field("reason", "Why need it not stay escalated?", kit.radio("reason", Calmer.options())),
            written("why", "What is so now?", "One line: it goes into the timeline and the channel."),
            field(
                "team",
                "Which team was asked to act?",
                kit.text_input("team", initial=target.label if target else None, max_length=100),
            ),
            written("message", "What does that team have to know?", f"ACE posts it {_where(place)}."),
            medium("How was the customer told?"),
            written(
                "told", "What was the customer told?", "Tell them first: they should not hear it by silence."
            ),
            written("learned", "What was learnt?", "The cause, also when it resolved itself."),
        ],
        number=case.ace.number,
        submit="De-escalate",
    )


def _what_happens(case: Overview, place: str) -> str:
    waiting = sum(each.state is CriterionState.OPEN for each in case.work.criteria)
    waived = {0: "", 1: " The exit criterion that is open is waived by it."}.get(
        waiting, f" The {waiting} exit criteria that are open are waived by it."
    )
    quiet = (
        " It is private, so that nothing is said outside its channel: tell the team yourself."
        if case.ace.visibility.is_private
        else ""
    )
    return (
        f"*{case.key} becomes Resolved* and its reminders stop.{waived} The team reads your message "
        f"{_where(place)}.{quiet} It can be reopened."
    )


def _where(place: str) -> str:
    return (
        f"in {kit.escape(place)}"
        if place.startswith("#")
        else f"in {kit.channel(place)}"
        if place
        else ("in the case channel")
    )


def read(view: Mapping[str, Any]) -> Calm:
    """What the form says."""
    return Calm(
        reason=Calmer.of(text_of(view, "reason")),
        why=text_of(view, "why"),
        team=text_of(view, "team"),
        message=text_of(view, "message"),
        told=text_of(view, "told"),
        medium=Medium.of(text_of(view, "medium")),
        learned=text_of(view, "learned"),
    )
