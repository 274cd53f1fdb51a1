"""The intake form as the strict workspace shows it and sends it back."""

from blocks import intake_form
from blocks.intake_form import Draft
from blocks.kit import Json
from bot.playbook.likeness import Candidate, Known
from bot.playbook.policy import Policy
from sandbox.blockkit import check_view
from tests.playbook.reports import NOW

POLICY = Policy.load()
CASES = [
    Candidate(Known(number=1, customer="Acme", summary="Exports fail"), 0.9, "same customer"),
    Candidate(
        Known(number=2, customer="Acme", summary="<!here> & more", closed_at=NOW), 0.5, "same <customer>"
    ),
]


def shown(draft: Draft) -> Json:
    """The view of a draft, after the strict workspace has looked at it."""
    view = intake_form.view(draft, POLICY)
    assert check_view(view) == []
    return view


def inputs(view: Json) -> dict[str, Json]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def submitted(view: Json, **chosen: Json) -> Json:
    """The view as Slack sends it back when nothing is touched but what is in `chosen`."""
    values = {
        block_id: {block["element"]["action_id"]: _state(block["element"]) | chosen.get(block_id, {})}
        for block_id, block in inputs(view).items()
    }
    return view | {"state": {"values": values}}


def _state(element: Json) -> Json:
    kind = element["type"]
    if kind in {"static_select", "radio_buttons"}:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind == "checkboxes":
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    if kind == "datetimepicker":
        return {"type": kind, "selected_date_time": element.get("initial_date_time")}
    return {"type": kind, "value": element.get("initial_value")}


def pick(value: str) -> Json:
    return {"selected_option": {"text": {"type": "plain_text", "text": value}, "value": value}}
