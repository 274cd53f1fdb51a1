"""One valid sample of every block and every element, and short names for what they are made of."""

from typing import Any, NamedTuple

from sandbox.blockkit import Fault, check_message, check_view

Json = dict[str, Any]
AT = "/0/elements/0"


class Wrong(NamedTuple):
    """A block with exactly one fault."""

    what: str
    block: Any
    pointer: str
    code: str
    surface: str = "message"


def plain(text: str = "Text") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "*Text*") -> Json:
    return {"type": "mrkdwn", "text": text}


def option(number: int = 0, **more: Any) -> Json:
    return {"text": plain(f"Option {number}"), "value": str(number), **more}


def options(count: int) -> list[Json]:
    return [option(number) for number in range(count)]


def rich(text: str = "words") -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def leaf(**leaf: Any) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [leaf]}]}


def section(text: str = "Text", **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def asks(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def button(text: str = "Press", **more: Any) -> Json:
    return {"type": "button", "text": plain(text), **more}


def confirm(**changed: Any) -> Json:
    return {"title": plain(), "text": mrkdwn(), "confirm": plain("Yes"), "deny": plain("No"), **changed}


def text_cell(text: str = "cell") -> Json:
    return {"type": "raw_text", "text": text}


def pie(count: int = 2) -> Json:
    segments = [{"label": f"Part {number}", "value": 1} for number in range(count)]
    return {"type": "pie", "segments": segments}


def plot(series: int = 2, points: int = 3, kind: str = "bar") -> Json:
    names = [f"P{number}" for number in range(points)]
    data = [{"label": name, "value": -1.5} for name in names]
    rows = [{"name": f"Series {number}", "data": list(data)} for number in range(series)]
    return {"type": kind, "series": rows, "axis_config": {"categories": names}}


def chart(drawn: Json | None = None, title: str = "Chart") -> Json:
    return {"type": "data_visualization", "title": title, "chart": drawn or pie()}


def grid(rows: int, columns: int = 2, text: str = "cell") -> list[list[Json]]:
    return [[text_cell(text) for _ in range(columns)] for _ in range(rows)]


def modal(*blocks: Json, **more: Any) -> Json:
    view = {"type": "modal", "title": plain("Title"), "submit": plain("Send"), "blocks": list(blocks)}
    return {**view, **more}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


def faults(surface: str, *blocks: Any) -> list[Fault]:
    """What is wrong with these blocks on a surface; pointers start at the list of blocks."""
    if surface == "message":
        return check_message(list(blocks))
    found = check_view(modal(*blocks) if surface == "modal" else home(*blocks))
    return [Fault(f.pointer.removeprefix("/blocks"), f.message, f.code, f.field, f.constraint) for f in found]


IMAGE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A picture"}
VIDEO = {
    "type": "video",
    "title": plain("Film"),
    "alt_text": "A film",
    "video_url": "https://example.com/v",
    "thumbnail_url": "https://example.com/t.png",
}
TASK = {"task_id": "t1", "title": "Look", "status": "in_progress"}

BLOCKS: dict[str, Json] = {
    "section": section(),
    "header": {"type": "header", "text": plain()},
    "divider": {"type": "divider"},
    "context": {"type": "context", "elements": [plain(), mrkdwn(), IMAGE]},
    "context_actions": {
        "type": "context_actions",
        "elements": [{"type": "icon_button", "icon": "trash", "text": plain("Delete")}],
    },
    "actions": actions(button()),
    "input": asks({"type": "plain_text_input"}),
    "image": {**IMAGE, "title": plain()},
    "rich_text": rich(),
    "file": {"type": "file", "external_id": "X1", "source": "remote"},
    "video": VIDEO,
    "markdown": {"type": "markdown", "text": "# Heading"},
    "alert": {"type": "alert", "text": plain(), "level": "warning"},
    "table": {
        "type": "table",
        "rows": grid(2),
        "column_settings": [{"align": "right", "is_wrapped": True}, None],
    },
    "data_table": {"type": "data_table", "caption": "Rows", "rows": grid(2)},
    "data_visualization": chart(),
    "card": {"type": "card", "title": mrkdwn(), "actions": [button()]},
    "carousel": {"type": "carousel", "elements": [{"type": "card", "body": mrkdwn()}]},
    "container": {"type": "container", "title": plain(), "child_blocks": [section()]},
    "task_card": {"type": "task_card", **TASK, "details": rich()},
    "plan": {"type": "plan", "title": "Plan", "tasks": [TASK]},
    "auth_provider": {"type": "auth_provider", "value": "crm", "name": plain("CRM"), "is_connected": False},
}

ELEMENTS: dict[str, Json] = {
    "button": button(value="v", url="https://example.com", style="primary", confirm=confirm()),
    "checkboxes": {"type": "checkboxes", "options": options(2), "initial_options": options(1)},
    "radio_buttons": {"type": "radio_buttons", "options": options(2), "initial_option": option(1)},
    "overflow": {"type": "overflow", "options": [option(0, url="https://example.com")]},
    "datepicker": {"type": "datepicker", "initial_date": "2026-02-28", "placeholder": plain()},
    "timepicker": {"type": "timepicker", "initial_time": "23:59", "timezone": "Europe/Lisbon"},
    "datetimepicker": {"type": "datetimepicker", "initial_date_time": 1_790_000_000},
    "static_select": {"type": "static_select", "options": options(2), "initial_option": option(0)},
    "multi_static_select": {
        "type": "multi_static_select",
        "option_groups": [{"label": plain(), "options": options(2)}],
        "initial_options": options(2),
        "max_selected_items": 2,
    },
    "external_select": {"type": "external_select", "min_query_length": 0},
    "multi_external_select": {"type": "multi_external_select", "initial_options": options(1)},
    "users_select": {"type": "users_select", "initial_user": "U1"},
    "multi_users_select": {"type": "multi_users_select", "initial_users": ["U1"]},
    "channels_select": {"type": "channels_select", "initial_channel": "C1"},
    "multi_channels_select": {"type": "multi_channels_select", "initial_channels": []},
    "conversations_select": {
        "type": "conversations_select",
        "default_to_current_conversation": True,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    },
    "multi_conversations_select": {"type": "multi_conversations_select", "initial_conversations": ["C1"]},
    "workflow_button": {
        "type": "workflow_button",
        "text": plain(),
        "workflow": {"trigger": {"url": "https://slack.com/shortcuts/Ft1"}},
    },
    "rich_text_input": {"type": "rich_text_input", "initial_value": rich()},
    "plain_text_input": {"type": "plain_text_input", "multiline": True, "min_length": 0, "max_length": 3000},
    "number_input": {
        "type": "number_input",
        "is_decimal_allowed": False,
        "min_value": "-1",
        "max_value": "9.5",
    },
    "email_text_input": {"type": "email_text_input", "placeholder": plain()},
    "url_text_input": {"type": "url_text_input", "initial_value": "https://example.com"},
    "file_input": {"type": "file_input", "filetypes": ["pdf"], "max_files": 10},
    "feedback_buttons": {
        "type": "feedback_buttons",
        "positive_button": {"text": plain("Good"), "value": "yes"},
        "negative_button": {"text": plain("Bad")},
    },
    "icon_button": {"type": "icon_button", "icon": "trash", "text": plain("Delete")},
}
