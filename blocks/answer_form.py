"""The form in which the filer answers one question about their brief."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from blocks import intake_form, kit, room_forms
from blocks.ids import Form
from blocks.intake_fields import asked
from blocks.intake_questions import GROUPS, ORDER
from blocks.kit import Json
from bot.playbook import brief, intake, naming
from bot.playbook.policy import Policy
from bot.playbook.report import Report
from storage.models import Escalation


@dataclass(frozen=True)
class Answer:
    """What was answered: the case, the fields that were asked for, and a report holding their answers."""

    number: int
    items: tuple[str, ...]
    report: Report


def view(ace: Escalation, item: str, policy: Policy) -> Json:
    """The form that asks for one item of the brief, with what is known of it already."""
    wanted = brief.item_for(item)
    fields = wanted.fields if wanted else ()
    report = Report.from_json(ace.report)
    questions = [each for _, group in GROUPS for each in group if each.name in fields]
    key = naming.key(ace.number, policy.keys.prefix)
    return kit.modal(
        f"Brief of {key}",
        [
            kit.section(kit.escape(wanted.question) if wanted else "This is answered already."),
            *(asked(each, report, policy, needed=len(questions) == 1) for each in questions),
        ],
        callback_id=Form.ANSWER,
        submit="Add to the brief",
        close="Cancel",
        metadata=json.dumps({"number": ace.number, "items": list(fields)}),
    )


def read(view: Mapping[str, Any]) -> Answer:
    """What the form holds; fields it did not ask for stay empty."""
    report = intake_form.read(view)
    try:
        kept = json.loads(view.get("private_metadata") or "{}").get("items")
    except (TypeError, ValueError, AttributeError, RecursionError):
        kept = []
    items = tuple(name for name in kept or [] if isinstance(name, str) and name in ORDER)
    return Answer(room_forms.number_of(view), items, report)


def problems(answer: Answer, now: datetime, policy: Policy) -> dict[str, str]:
    """What is wrong with the answers, by field; one of them has to be given."""
    wrong = intake.problems(answer.report, now, policy)
    found = {name: said for name, said in wrong.items() if name in answer.items}
    given = any(getattr(answer.report, name) not in ("", None, ()) for name in answer.items)
    if found or given or not answer.items:
        return found
    return {answer.items[0]: "Write an answer, or press Cancel."}
