"""What Slack's own client checks before a form is sent to the app."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from sandbox.hands.controls import Control, controls
from sandbox.state import Json, View
from sandbox.values import SLOTS

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
REQUIRED = "Please complete this required field."


class Rejected(ValueError):
    """Slack's client refuses to send the form: {label: what it says next to the field}."""

    def __init__(self, errors: dict[str, str]) -> None:
        """Refuse because of these fields."""
        super().__init__("; ".join(f"{label}: {error}" for label, error in errors.items()))
        self.errors = errors


def check(view: View) -> None:
    """Refuse a modal whose fields are not filled as the view asks; raises Rejected."""
    errors: dict[str, str] = {}
    for control in controls(view.body["blocks"]):
        if control.is_input:
            value = view.values[control.block["block_id"]][control.element["action_id"]]
            fault = next(_faults(control, value[SLOTS[control.type].key]), None)
            if fault:
                errors[control.label] = fault
    if errors:
        raise Rejected(errors)


def _faults(control: Control, value: Any) -> Iterator[str]:
    element = control.element
    if value in (None, "", []):
        if not control.block.get("optional"):
            yield REQUIRED
        return
    most = element.get("max_selected_items") or element.get("max_files")
    if most and isinstance(value, list) and len(value) > most:
        yield f"Choose {most} at most."
    if isinstance(value, str):
        yield from _length(element, value)
        match control.type:
            case "number_input":
                yield from _number(element, value)
            case "email_text_input" if not EMAIL.fullmatch(value):
                yield "Please enter a valid email address."
            case "url_text_input" if not _is_url(value):
                yield "Please enter a valid URL."


def _length(element: Json, value: str) -> Iterator[str]:
    if len(value) < element.get("min_length", 0):
        yield f"Please enter at least {element['min_length']} characters."
    if len(value) > element.get("max_length", 3000):
        yield f"Please enter no more than {element.get('max_length', 3000)} characters."


def _number(element: Json, value: str) -> Iterator[str]:
    try:
        number = Decimal(value)
    except InvalidOperation:
        yield "Please enter a number."
        return
    if not element.get("is_decimal_allowed") and number != int(number):
        yield "Please enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        yield f"Please enter {element['min_value']} or more."
    if "max_value" in element and number > Decimal(element["max_value"]):
        yield f"Please enter {element['max_value']} or less."


def _is_url(value: str) -> bool:
    parts = urlsplit(value)
    return bool(parts.scheme and parts.netloc)
