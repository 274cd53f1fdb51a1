"""What the forms about one case have in common: which case, and reading any input by its name.

An input's block id and action id are the same name.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from blocks import kit
from blocks.ids import Form
from blocks.kit import Json
from bot.playbook.report import typed

LIMIT = 2**31  # of ids in the database
Blocks = Sequence[Json | None]


def form(
    kind: Form,
    title: str,
    blocks: Blocks,
    *,
    number: int,
    submit: str | None = "Save",
    close: str = "",
    **kept: Any,
) -> Json:
    """A modal about one case; `kept` comes back with it (see `kept_in`)."""
    return kit.modal(
        title,
        [block for block in blocks if block],
        callback_id=kind,
        submit=submit,
        close=close or ("Cancel" if submit else "Back"),
        metadata=json.dumps({**kept, "number": number}),
    )


def invited(*, private: bool) -> Json:
    """What naming somebody in a form does."""
    more = " This is a private case: they will see all of it." if private else ""
    return kit.context(f"Whoever is named is invited to the channel and named there once.{more}")


def field(name: str, label: str, element: Json, **more: Any) -> Json:
    """An input called `name`; `element` takes the name as its action id too."""
    return kit.field(name, label, {**element, "action_id": name}, **more)


def carrying(view: Json, words: str) -> Json:
    """The form with what was typed behind its command in its first empty text field, if it has one."""
    blocks: list[Json] = list(view.get("blocks", []))
    for at, block in enumerate(blocks):
        element = block.get("element") or {}
        if element.get("type") == "plain_text_input" and not element.get("initial_value"):
            filled = {**element, "initial_value": words[: element.get("max_length", kit.TEXT)]}
            blocks[at] = {**block, "element": filled}
            break
    return {**view, "blocks": blocks}


def kept_in(view: Mapping[str, Any]) -> Json:
    """What a form carries besides its inputs; empty when it cannot be read."""
    try:
        kept = json.loads(view.get("private_metadata") or "{}")
    except (TypeError, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def number_of(view: Mapping[str, Any]) -> int:
    """The case that a form carries, 0 when it carries none."""
    return id_of(view, "number")


def id_of(view: Mapping[str, Any], name: str) -> int:
    """The id of a record that a form carries under a name, 0 when it carries none that could be one."""
    found = kept_in(view).get(name)
    if isinstance(found, int) and not isinstance(found, bool) and 0 < found < LIMIT:
        return found
    return 0


def text_of(view: Mapping[str, Any], name: str, action_id: str | None = None) -> str:
    """What was typed, or the value that was chosen; "" when there is nothing.

    `action_id` is the one of an input whose presses somebody takes, since it is then not called `name`.
    """
    found = _input(view, name, action_id)
    chosen = found.get("selected_option")
    if isinstance(chosen, Mapping):
        return typed(chosen.get("value"))
    for key in ("value", "selected_user", "selected_conversation", "selected_channel"):
        if isinstance(found.get(key), str):
            return typed(found[key])
    return ""


def several_of(view: Mapping[str, Any], name: str, action_id: str | None = None) -> list[str]:
    """The values that were ticked or chosen, people and channels too; empty when none were."""
    found = _input(view, name, action_id)
    chosen = found.get("selected_options")
    if isinstance(chosen, list):
        return [typed(each.get("value")) for each in chosen if isinstance(each, Mapping)]
    people = found.get("selected_users")
    return [each for each in people if isinstance(each, str)] if isinstance(people, list) else []


def moment_of(view: Mapping[str, Any], name: str) -> datetime | None:
    """The moment that a date-time picker holds (aware, UTC)."""
    seconds = _input(view, name).get("selected_date_time")
    if not isinstance(seconds, int) or isinstance(seconds, bool):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def time_of(view: Mapping[str, Any], name: str) -> str:
    """The time of day that a time picker holds, as "09:30"; "" when there is none."""
    found = _input(view, name).get("selected_time")
    return found if isinstance(found, str) else ""


def _input(view: Mapping[str, Any], name: str, action_id: str | None = None) -> Mapping[str, Any]:
    found: Any = view
    for key in ("state", "values", name, action_id or name):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}
