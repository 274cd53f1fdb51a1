"""Block elements, one row each, and which of them may stand where."""

from sandbox.blockkit.fault import (
    IN_MESSAGE,
    IN_MESSAGE_OR_MODAL,
    IN_MODAL,
    IN_MODAL_OR_HOME,
    Faults,
    Place,
    Rule,
)
from sandbox.blockkit.objects import (
    CONFIRM,
    DISPATCH,
    FILTER,
    HTTP_URL,
    OPTIONS,
    PLACEHOLDER,
    SLACK_FILE,
    STYLE,
    URL,
    WORKFLOW,
    option,
    plain,
    texts,
)
from sandbox.blockkit.relations import exactly_one, initial_among_options, ordered
from sandbox.blockkit.richtext import rich_text
from sandbox.blockkit.rules import Shape, Table, array, boolean, choice, integer, string, tagged
from sandbox.state import Json

DAY = string(pattern=r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", what="a date like 2026-01-31")
HOUR = string(pattern=r"([01]\d|2[0-3]):[0-5]\d", what="a time like 23:59")
NUMERAL = string(pattern=r"-?\d+(\.\d+)?", what="a number written as a string")

_confirm: dict[str, Rule] = {"confirm": CONFIRM}
_focus: dict[str, Rule] = {"focus_on_load": boolean}
_picker: dict[str, Rule] = {**PLACEHOLDER, **_confirm, **_focus}
_typed: dict[str, Rule] = {**PLACEHOLDER, **_focus, "dispatch_action_config": DISPATCH}
_many: dict[str, Rule] = {"max_selected_items": integer(1)}
_label: dict[str, Rule] = {"accessibility_label": string(75)}
_ids = array(string())
_choices = array(option(), least=1)
_marked = option(marked=True)
_few = array(_marked, 10, least=1)
_feedback = Shape(needs={"text": plain(75)}, may={"value": string(2000), **_label})
IMAGE_SOURCE: dict[str, Rule] = {"image_url": HTTP_URL, "slack_file": SLACK_FILE}


def response_url_only_in_modal_inputs(value: Json, place: Place) -> Faults:
    """Only a select in an input block of a modal can ask for a response_url."""
    if value.get("response_url_enabled") is True and (place.block, place.surface) != ("input", "modal"):
        yield place.at("response_url_enabled").fault("not_on_surface", "only for input blocks in modals")


_ask: dict[str, Rule] = {"response_url_enabled": boolean}
_here: dict[str, Rule] = {"default_to_current_conversation": boolean, "filter": FILTER}

ELEMENTS: Table = {
    "button": Shape(
        needs={"text": plain(75)},
        may={"value": string(2000), "url": URL, **STYLE, **_confirm, **_label},
    ),
    "checkboxes": Shape(
        needs={"options": _few},
        may={"initial_options": array(_marked, least=1), **_confirm, **_focus},
        also=(initial_among_options,),
    ),
    "radio_buttons": Shape(
        needs={"options": _few},
        may={"initial_option": _marked, **_confirm, **_focus},
        also=(initial_among_options,),
    ),
    "overflow": Shape(needs={"options": array(option(url=True), 5, least=1)}, may=_confirm),
    "datepicker": Shape(may={"initial_date": DAY, **_picker}),
    "timepicker": Shape(may={"initial_time": HOUR, "timezone": string(), **_picker}),
    "datetimepicker": Shape(
        may={"initial_date_time": integer(1_000_000_000, 9_999_999_999), **_confirm, **_focus},
        on=IN_MESSAGE_OR_MODAL,
    ),
    "static_select": Shape(
        may={**OPTIONS, "initial_option": option(), **_picker},
        also=(*exactly_one("options", "option_groups"), initial_among_options),
    ),
    "multi_static_select": Shape(
        may={**OPTIONS, "initial_options": _choices, **_many, **_picker},
        also=(*exactly_one("options", "option_groups"), initial_among_options),
    ),
    "external_select": Shape(may={"initial_option": option(), "min_query_length": integer(0), **_picker}),
    "multi_external_select": Shape(
        may={"initial_options": _choices, "min_query_length": integer(0), **_many, **_picker}
    ),
    "users_select": Shape(may={"initial_user": string(), **_picker}),
    "multi_users_select": Shape(may={"initial_users": _ids, **_many, **_picker}),
    "channels_select": Shape(
        may={"initial_channel": string(), **_ask, **_picker}, also=(response_url_only_in_modal_inputs,)
    ),
    "multi_channels_select": Shape(may={"initial_channels": _ids, **_many, **_picker}),
    "conversations_select": Shape(
        may={"initial_conversation": string(), **_here, **_ask, **_picker},
        also=(response_url_only_in_modal_inputs,),
    ),
    "multi_conversations_select": Shape(may={"initial_conversations": _ids, **_here, **_many, **_picker}),
    "workflow_button": Shape(needs={"text": plain(75), "workflow": WORKFLOW}, may={**STYLE, **_label}),
    "rich_text_input": Shape(
        may={
            "initial_value": rich_text,
            "min_lines": integer(1, 100),
            "max_lines": integer(1, 100),
            **_typed,
        },
        on=IN_MODAL_OR_HOME,
        also=(ordered("min_lines", "max_lines"),),
    ),
    "plain_text_input": Shape(
        may={
            "initial_value": string(3000, least=0),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
            **_typed,
        },
        also=(ordered("min_length", "max_length"),),
    ),
    "number_input": Shape(
        needs={"is_decimal_allowed": boolean},
        may={"initial_value": NUMERAL, "min_value": NUMERAL, "max_value": NUMERAL, **_typed},
        on=IN_MODAL,
        also=(ordered("min_value", "max_value"),),
    ),
    "email_text_input": Shape(may={"initial_value": string(least=0), **_typed}, on=IN_MODAL),
    "url_text_input": Shape(may={"initial_value": string(least=0), **_typed}, on=IN_MODAL),
    "file_input": Shape(may={"filetypes": array(string()), "max_files": integer(1, 10)}, on=IN_MODAL),
    "feedback_buttons": Shape(
        needs={"positive_button": _feedback, "negative_button": _feedback}, on=IN_MESSAGE
    ),
    "icon_button": Shape(
        needs={"icon": choice("trash"), "text": plain(75)},
        may={"value": string(2000), "visible_to_user_ids": array(string(), 10), **_confirm, **_label},
        on=IN_MESSAGE,
    ),
}

CONTEXT_ELEMENTS: Table = {
    **texts(3000),
    "image": Shape(needs={"alt_text": string(2000)}, may=IMAGE_SOURCE, also=exactly_one(*IMAGE_SOURCE)),
}

_SELECTS = tuple(kind for kind in ELEMENTS if kind.endswith("_select"))
_PICKERS = ("checkboxes", "radio_buttons", "datepicker", "timepicker")
_ACTION: dict[str, Rule] = {"action_id": string(255)}

BUTTONS = tagged(ELEMENTS, only=("button",), common=_ACTION)
OVERFLOW = tagged(ELEMENTS, only=("overflow",), common=_ACTION)
IN_ACTIONS = tagged(
    ELEMENTS,
    only=("button", "overflow", "workflow_button", "datetimepicker", "rich_text_input", *_PICKERS, *_SELECTS),
    common=_ACTION,
)
IN_INPUT = tagged(
    ELEMENTS,
    only=(
        "datetimepicker",
        "file_input",
        *_PICKERS,
        *_SELECTS,
        *(k for k in ELEMENTS if k.endswith("_input")),
    ),
    common=_ACTION,
)
IN_CONTEXT = tagged(CONTEXT_ELEMENTS)
IN_CONTEXT_ACTIONS = tagged(ELEMENTS, only=("feedback_buttons", "icon_button"), common=_ACTION)
IMAGE = tagged(CONTEXT_ELEMENTS, only=("image",))
ACCESSORY = tagged(
    {**ELEMENTS, **CONTEXT_ELEMENTS},
    only=("button", "overflow", "workflow_button", "image", *_PICKERS, *_SELECTS),
    common=_ACTION,
)
