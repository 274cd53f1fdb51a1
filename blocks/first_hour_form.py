"""The checklist of the first hour as a form: what is written under a point ticks it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from blocks import kit
from blocks.case_form import field as ask
from blocks.case_form import form, invited, kept_in, number_of, text_of
from blocks.ids import Form, Press
from blocks.kit import Json
from bot.playbook import naming
from bot.playbook.choices import Kind
from bot.playbook.first_hour import Done, FirstStep, checklist
from bot.playbook.policy import Policy
from storage.overview import Overview

TEXT = 500  # characters under a point


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the form."""

    number: int
    kind: Kind | None = None
    done: Mapping[FirstStep, Done] = field(default_factory=dict)
    private: bool = False


def draft_of(case: Overview) -> Draft:
    """The checklist as it is kept."""
    ticked = case.progress.first_hour
    done = {step: Done(ticked[step].text, ticked[step].person) for step in FirstStep if step in ticked}
    return Draft(case.ace.number, case.report.kind, done, private=case.ace.visibility.is_private)


def view(draft: Draft, policy: Policy) -> Json:
    """The form; choosing another kind of trouble draws it again with that kind's list."""
    key = naming.key(draft.number, policy.keys.prefix)
    kind = kit.select(Press.KIND, Kind.options(), initial=draft.kind or Kind.TECHNICAL)
    return form(
        Form.FIRST_HOUR,
        f"First hour of {key}",
        [
            kit.field("kind", "What kind of trouble is it?", kind, dispatch=True),
            kit.context("A point counts as done once something stands under it; emptied, it is open again."),
            *(_point(step, draft.done.get(step, Done())) for step in checklist(draft.kind)),
            invited(private=draft.private),
        ],
        number=draft.number,
        private=draft.private,
        submit="Save checklist",
    )


def _point(step: FirstStep, done: Done) -> Json:
    if step.names_somebody:
        chosen = kit.person_select(step.value, initial=done.person)
        return ask(step.value, step.label, chosen, hint=step.question, optional=True)
    typed = kit.text_input(step.value, initial=done.text, multiline=True, max_length=TEXT)
    return ask(step.value, step.label, typed, hint=step.question, optional=True)


def read(view: Mapping[str, Any]) -> Draft:
    """What stands in a form; a point that it does not show counts as empty."""
    kind = Kind.of(text_of(view, "kind", Press.KIND))
    said = {step: text_of(view, step.value) for step in FirstStep}
    done = {
        step: Done(person=text) if step.names_somebody else Done(text) for step, text in said.items() if text
    }
    return Draft(number_of(view), kind, done, private=kept_in(view).get("private") is True)
