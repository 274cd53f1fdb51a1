"""The six questions of triage as a form, with what the brief answers already."""

from collections.abc import Mapping
from typing import Any

from blocks import kit
from blocks.case_form import field, form, text_of
from blocks.ids import Form
from blocks.kit import Json
from bot.playbook.triage import TriageQuestion, known
from storage.overview import Overview


def view(case: Overview) -> Json:
    """What was answered, or else what the brief says of it."""
    suggested = {question.value: said for question, said in known(case.report).items()}
    answers = {**suggested, **case.progress.assessment}
    return form(
        Form.ASSESS,
        f"Triage of {case.key}",
        [
            field(
                question.value,
                question.label,
                kit.text_input(question.value, initial=answers.get(question), multiline=True),
                optional=True,
            )
            for question in TriageQuestion
        ],
        number=case.ace.number,
        submit="Save answers",
    )


def read(view: Mapping[str, Any]) -> dict[TriageQuestion, str]:
    """The answers, "" where there is none."""
    return {question: text_of(view, question.value) for question in TriageQuestion}
