"""The fields of the intake form: the input that asks for an answer, and how the answer is read back."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from blocks.intake_questions import GROUPS, Question
from blocks.kit import Json, Option, field, option, plain, radio, select, text_input
from bot.playbook.intake import LENGTHS, NEEDED
from bot.playbook.labelled import Labelled
from bot.playbook.policy import Policy
from bot.playbook.report import CHOICES, COUNTS, MOMENTS, SEVERAL, Report, one_line, typed
from bot.playbook.severity import Severity

RADIOS = {"visibility"}
_LINES = {question.name for _, questions in GROUPS for question in questions if question.lines}
EPOCHS = range(10**9, 10**10)  # ten digits; Slack, datetimepicker


def asked(
    question: Question, report: Report, policy: Policy, *, needed: bool, dispatch: bool = False
) -> Json:
    """The input block of a question, holding the answer that `report` has."""
    return field(
        question.name,
        question.label,
        _element(question, report, policy),
        hint=_hint(question, policy) or None,
        optional=not (needed or question.name in NEEDED or question.name in RADIOS),
        dispatch=dispatch,
    )


def _hint(question: Question, policy: Policy) -> str:
    if question.name != "severity":
        return question.hint
    rules = [policy.severity(each) for each in Severity]
    return " ".join(f"{each.label}: {each.description}" for each in rules)


def _element(question: Question, report: Report, policy: Policy) -> Json:
    name = question.name
    answer = getattr(report, name)
    if name in SEVERAL:
        return _checkboxes(name, SEVERAL[name].options(), [each.value for each in answer])
    if name in MOMENTS:
        return _moment(name, answer)
    if name in COUNTS:
        return _count(name, answer)
    if options := _options(name, policy):
        return (radio if name in RADIOS else select)(name, options, initial=answer or None)
    return text_input(name, initial=answer, multiline=question.lines, max_length=LENGTHS[name])


def _options(name: str, policy: Policy) -> list[Option]:
    """The choices of a question; none for one that is answered in words."""
    if name == "severity":
        return [(each.value, f"{policy.severity(each).label} (Sev {each.number})") for each in Severity]
    if name == "product":
        return [(key, product.name) for key, product in policy.products.items()]
    if name == "region":
        return [(key, region.name) for key, region in policy.regions.items()]
    if name == "platform":
        names = [each for product in policy.products.values() for each in product.platforms]
        return [(each, each) for each in dict.fromkeys(names)][:100]
    choices: type[Labelled] | None = CHOICES.get(name)
    return choices.options() if choices else []


def _checkboxes(action_id: str, options: list[Option], chosen: list[str]) -> Json:
    made: Json = {
        "type": "checkboxes",
        "action_id": action_id,
        "options": [option(*each) for each in options],
    }
    initial = [option(*each) for each in options if each[0] in chosen]
    return made | ({"initial_options": initial} if initial else {})


def _moment(action_id: str, chosen: datetime | None) -> Json:
    made: Json = {"type": "datetimepicker", "action_id": action_id}
    epoch = int(chosen.timestamp()) if chosen else 0
    return made | ({"initial_date_time": epoch} if epoch in EPOCHS else {})


def _count(action_id: str, number: int | None) -> Json:
    made: Json = {
        "type": "number_input",
        "action_id": action_id,
        "is_decimal_allowed": False,
        "placeholder": plain("A number"),
    }
    return made | ({"initial_value": str(number)} if number is not None else {})


def answer(name: str, element: Mapping[str, Any]) -> Any:
    """The answer that Slack's state holds for a field, as JSON for `Report.from_json`; None for none.

    Whatever is not shaped as Slack shapes it is no answer.
    """
    if name in SEVERAL:
        chosen = element.get("selected_options")
        return [_value(each) for each in chosen] if isinstance(chosen, list) else None
    if name in MOMENTS:
        return _iso(element.get("selected_date_time"))
    if name in COUNTS:
        return _whole(element.get("value"))
    written = typed(element.get("value"))
    return (
        _value(element.get("selected_option")) or (written if name in _LINES else one_line(written)) or None
    )


def _value(chosen: object) -> str | None:
    value = chosen.get("value") if isinstance(chosen, Mapping) else None
    return typed(value) or None


def _iso(epoch: object) -> str | None:
    if not isinstance(epoch, int) or epoch not in EPOCHS:
        return None
    return datetime.fromtimestamp(epoch, UTC).isoformat()


def _whole(number: object) -> int | None:
    digits = typed(number)
    return int(digits) if re.fullmatch("-?[0-9]{1,18}", digits) else None
