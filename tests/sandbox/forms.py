"""Views and blocks for trying out what people do on screen."""

from sandbox.state import Json


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text.lower()}


def options(*texts: str) -> list[Json]:
    return [option(text) for text in texts]


def field(label: str, element: Json, **more: object) -> Json:
    name = label.lower().replace(" ", "_")
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "element": {"action_id": "it", **element},
        **more,
    }


def button(text: str, **more: object) -> Json:
    return {"type": "button", "action_id": text.lower().replace(" ", "_"), "text": plain(text), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "block_id": "actions", "elements": list(elements)}


def modal(*blocks: Json, **more: object) -> Json:
    form = {"type": "modal", "callback_id": "form", "title": plain("Form"), "blocks": list(blocks)}
    return {**form, "submit": plain("Send"), "close": plain("Cancel"), **more}


def every_input() -> Json:
    """A modal with each kind of input, named after its kind."""
    menus = {"placeholder": plain("Pick"), "options": options("Red", "Green", "Blue")}
    groups = [
        {"label": plain("Warm"), "options": options("Red")},
        {"label": plain("Cold"), "options": options("Blue")},
    ]
    kinds: dict[str, Json] = {
        "Text": {"type": "plain_text_input", "max_length": 20},
        "Email": {"type": "email_text_input"},
        "Link": {"type": "url_text_input"},
        "Number": {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "10"},
        "Menu": {"type": "static_select", **menus},
        "Grouped": {"type": "static_select", "option_groups": groups},
        "Menus": {"type": "multi_static_select", "max_selected_items": 2, **menus},
        "Search": {"type": "external_select", "min_query_length": 2},
        "Searches": {"type": "multi_external_select", "min_query_length": 2},
        "Person": {"type": "users_select"},
        "People": {"type": "multi_users_select"},
        "Channel": {"type": "channels_select"},
        "Channels": {"type": "multi_channels_select"},
        "Place": {"type": "conversations_select", "response_url_enabled": True},
        "Places": {"type": "multi_conversations_select"},
        "Boxes": {"type": "checkboxes", "options": options("One", "Two")},
        "Radio": {"type": "radio_buttons", "options": options("Yes", "No")},
        "Day": {"type": "datepicker"},
        "Hour": {"type": "timepicker"},
        "Moment": {"type": "datetimepicker"},
        "Story": {"type": "rich_text_input"},
        "Files": {"type": "file_input"},
    }
    return modal(*(field(label, element, optional=label != "Text") for label, element in kinds.items()))
