"""The blocks, one row each; a new block is one line here."""

from typing import Any

from sandbox.blockkit import elements
from sandbox.blockkit.data import DATA_TABLE, DATA_VISUALIZATION, TABLE
from sandbox.blockkit.fault import IN_MESSAGE, IN_MESSAGE_OR_HOME, IN_MODAL, Faults, Place, Rule
from sandbox.blockkit.objects import HTTP_URL, plain, text
from sandbox.blockkit.relations import at_most_one, exactly_one, one_or_more, only_with
from sandbox.blockkit.richtext import RICH_TEXT, rich_text
from sandbox.blockkit.rules import Shape, array, boolean, choice, string, tagged

_COMMON: dict[str, Rule] = {"block_id": string(255)}
_STATUS = choice("pending", "in_progress", "complete", "error")

_source = tagged({"url": Shape(needs={"url": HTTP_URL, "text": string()})})
_task: dict[str, Rule] = {"details": rich_text, "output": rich_text, "sources": array(_source)}
_TASK = Shape(needs={"task_id": string(), "title": string(), "status": _STATUS}, may={**_task, **_COMMON})


def _unique_tasks(value: dict[str, Any], place: Place) -> Faults:
    seen: set[str] = set()
    for index, task in enumerate(value.get("tasks", [])):
        if task["task_id"] in seen:
            yield (
                place.at("tasks").at(index).at("task_id").fault("duplicate", "must be unique", type="unique")
            )
        seen.add(task["task_id"])


CARD = Shape(
    may={
        "hero_image": elements.IMAGE,
        "icon": elements.IMAGE,
        "slack_icon": Shape(needs={"name": string()}, may={"type": choice("icon")}),
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "subtext": text(200),
        "actions": array(elements.BUTTONS, 3, least=1),
    },
    also=(one_or_more("hero_image", "title", "body", "actions"), at_most_one("icon", "slack_icon")),
)

BLOCKS: dict[str, Shape] = {
    "section": Shape(
        may={
            "text": text(3000),
            "fields": array(text(2000), 10, least=1),
            "accessory": elements.ACCESSORY,
            "expand": boolean,
        },
        also=(one_or_more("text", "fields"),),
    ),
    "header": Shape(needs={"text": plain(150)}),
    "divider": Shape(),
    "context": Shape(needs={"elements": array(elements.IN_CONTEXT, 10, least=1)}),
    "context_actions": Shape(
        needs={"elements": array(elements.IN_CONTEXT_ACTIONS, 5, least=1)}, on=IN_MESSAGE
    ),
    "actions": Shape(needs={"elements": array(elements.IN_ACTIONS, 25, least=1)}),
    "input": Shape(
        needs={"label": plain(2000), "element": elements.IN_INPUT},
        may={"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": Shape(
        needs={"alt_text": string(2000)},
        may={**elements.IMAGE_SOURCE, "title": plain(2000)},
        also=exactly_one(*elements.IMAGE_SOURCE),
    ),
    "rich_text": RICH_TEXT["rich_text"],
    "file": Shape(needs={"external_id": string(), "source": choice("remote")}, on=IN_MESSAGE),
    "video": Shape(
        needs={
            "title": plain(199),
            "alt_text": string(),
            "video_url": HTTP_URL,
            "thumbnail_url": HTTP_URL,
        },
        may={
            "author_name": string(49),
            "description": plain(200),
            "provider_name": string(),
            "provider_icon_url": HTTP_URL,
            "title_url": HTTP_URL,
        },
    ),
    "markdown": Shape(needs={"text": string(12_000)}, on=IN_MESSAGE),
    "alert": Shape(
        needs={"text": text(200)},
        may={"level": choice("default", "info", "warning", "error", "success")},
        on=IN_MODAL,
    ),
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "card": CARD,
    "carousel": Shape(
        needs={"elements": array(tagged({"card": CARD}, common=_COMMON), 10, least=1)}, on=IN_MESSAGE
    ),
    "task_card": Shape(_TASK.needs, _TASK.may, on=IN_MESSAGE),
    "auth_provider": Shape(
        needs={"value": string(150), "name": plain(75), "is_connected": boolean},
        may={
            "description": plain(150),
            "icon_url": HTTP_URL,
            "auth_url": HTTP_URL,
            "disconnect_url": HTTP_URL,
            "connected_identity": plain(75),
            "connected_context": plain(75),
            "accessory": elements.OVERFLOW,
        },
    ),
    "plan": Shape(
        needs={"title": string()}, may={"tasks": array(_TASK, 50)}, on=IN_MESSAGE, also=(_unique_tasks,)
    ),
}

# The documentation also lists input and rich_text; the live validator takes neither (facts 13).
_IN_CONTAINER = ("actions", "context", "divider", "file", "header", "image", "section", "table", "video")

_child = tagged(BLOCKS, only=_IN_CONTAINER, common=_COMMON)
BLOCKS["container"] = Shape(
    needs={"child_blocks": array(_child, 10, least=1)},
    may={
        "title": plain(150),
        "rich_text_title": rich_text,
        "subtitle": text(150),
        "width": choice("narrow", "standard", "wide", "full"),
        "icon": elements.IMAGE,
        "is_collapsible": boolean,
        "default_collapsed": boolean,
        "has_header_divider": boolean,
    },
    on=IN_MESSAGE_OR_HOME,
    also=(
        one_or_more("title", "rich_text_title"),
        only_with("default_collapsed", other="is_collapsible", given=True),
        only_with("has_header_divider", other="is_collapsible", given=False),
    ),
)

_any = tagged(BLOCKS, common=_COMMON)


def block(value: Any, place: Place) -> Faults:
    """Any block on the surface of `place`; its elements learn which block they stand in."""
    kind = value.get("type") if isinstance(value, dict) else None
    yield from _any(value, place.inside(kind if isinstance(kind, str) else ""))
