"""What people have chosen and typed: the value objects of `state.values`, by block_id and action_id."""

from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.blockkit.fault import Place
from sandbox.blockkit.walk import blocks_in, elements_in
from sandbox.state import Json

Values = dict[str, dict[str, Json]]


@dataclass(frozen=True)
class Slot:
    """Under which key an element's value is told, which key of the element gives the first one."""

    key: str
    initial: str
    many: bool = False


_TEXT = Slot("value", "initial_value")
_OPTION = Slot("selected_option", "initial_option")
_OPTIONS = Slot("selected_options", "initial_options", many=True)

SLOTS: dict[str, Slot] = {
    "plain_text_input": _TEXT,
    "email_text_input": _TEXT,
    "url_text_input": _TEXT,
    "number_input": _TEXT,
    "rich_text_input": Slot("rich_text_value", "initial_value"),
    "file_input": Slot("files", "", many=True),
    "static_select": _OPTION,
    "external_select": _OPTION,
    "radio_buttons": _OPTION,
    "multi_static_select": _OPTIONS,
    "multi_external_select": _OPTIONS,
    "checkboxes": _OPTIONS,
    "users_select": Slot("selected_user", "initial_user"),
    "multi_users_select": Slot("selected_users", "initial_users", many=True),
    "channels_select": Slot("selected_channel", "initial_channel"),
    "multi_channels_select": Slot("selected_channels", "initial_channels", many=True),
    "conversations_select": Slot("selected_conversation", "initial_conversation"),
    "multi_conversations_select": Slot("selected_conversations", "initial_conversations", many=True),
    "datepicker": Slot("selected_date", "initial_date"),
    "timepicker": Slot("selected_time", "initial_time"),
    "datetimepicker": Slot("selected_date_time", "initial_date_time"),
}


def first_value(element: Json, *, channel: str | None = None) -> Json:
    """The value object of an untouched stateful element; `channel` is the current conversation, if any."""
    slot = SLOTS[element["type"]]
    chosen = element.get(slot.initial)
    if not chosen and channel and element.get("default_to_current_conversation"):
        chosen = [channel] if slot.many else channel
    value: Json = {"type": element["type"], slot.key: chosen or ([] if slot.many else None)}
    if "timezone" in element:
        value["timezone"] = element["timezone"]
    return value


def values_of(blocks: Iterable[Json], *, typed: Values | None = None, channel: str | None = None) -> Values:
    """The values of all stateful elements in valid blocks with ids: as `typed` where ids and type stay."""
    values: Values = {}
    for place, block in blocks_in([*blocks], Place("message")):
        for _, element in elements_in(block, place):
            if element.get("type") in SLOTS:
                block_id, action_id = block["block_id"], element["action_id"]
                old = (typed or {}).get(block_id, {}).get(action_id)
                kept = old is not None and old["type"] == element["type"]
                value = old if kept and old else first_value(element, channel=channel)
                values.setdefault(block_id, {})[action_id] = value
    return values
