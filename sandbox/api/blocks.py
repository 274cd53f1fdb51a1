"""blocks.validate: what Slack would say to blocks, a view or a message, without sending them."""

import json
from typing import Any

from sandbox.api import MethodCall, method
from sandbox.blockkit import Fault, check_message, check_view
from sandbox.errors import SlackError, invalid_arguments
from sandbox.state import Json

SUBJECTS = ("blocks", "view", "message")


@method("blocks.validate", caller="none")
def validate(call: MethodCall) -> Json:
    """Check exactly one of `blocks`, `view` and `message`; `invalid_blocks` lists every fault."""
    given = [subject for subject in SUBJECTS if call.has(subject)]
    if len(given) != 1:
        raise invalid_arguments(f"exactly one of {', '.join(SUBJECTS)} is needed")
    faults = _faults(given[0], _decoded(call.args[given[0]]))
    if faults:
        raise SlackError("invalid_blocks", errors=[fault.as_json() for fault in faults])
    return {}


def _decoded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as broken:
        raise invalid_arguments("must be JSON") from broken


def _faults(subject: str, value: Any) -> list[Fault]:
    if subject == "view":
        return check_view(value)
    if subject == "blocks":
        return check_message(value)
    if not isinstance(value, dict):
        raise invalid_arguments("must be an object [json-pointer:/message]")
    blocks = value.get("blocks", [])
    return [
        Fault("/blocks" + fault.pointer, fault.message, fault.code, fault.field, fault.constraint)
        for fault in check_message(blocks)
    ]
