"""All visible text of a message or a view, block by block, as lines of plain text."""

from collections.abc import Iterator
from typing import Any

from sandbox.eyes.plain import Reader
from sandbox.state import Json, Message, View

NESTED = ("elements", "actions", "child_blocks", "tasks")
SINGLE = (
    "accessory",
    "element",
    "details",
    "output",
    "positive_button",
    "negative_button",
    "rich_text_title",
)
TITLES = (
    "label",
    "title",
    "subtitle",
    "caption",
    "body",
    "subtext",
    "text",
    "hint",
    "placeholder",
    "description",
)


def message_screen(reader: Reader, message: Message) -> str:
    """A message's visible text: its blocks when there are any, else its text."""
    if not message.blocks:
        return reader.text(message.text)
    return "\n".join(line for block in message.blocks for line in lines(reader, block, {}) if line)


def view_screen(reader: Reader, view: View) -> str:
    """A view's visible text: title, blocks, what is typed and chosen, errors, buttons."""
    body = view.body
    seen = [_object(reader, body.get("title"))]
    for block in body.get("blocks", []):
        seen += lines(reader, block, view.values.get(block.get("block_id", ""), {}))
        seen.append(view.errors.get(block.get("block_id", ""), ""))
    seen += [_object(reader, body.get("submit")), _object(reader, body.get("close"))]
    return "\n".join(line for line in seen if line)


def lines(reader: Reader, thing: Any, values: Json) -> Iterator[str]:
    """The lines of a block or an element; `values` are the block's state values by action_id."""
    if not isinstance(thing, dict):
        return
    match thing.get("type"):
        case "rich_text":
            yield from (_rich(reader, part) for part in thing.get("elements", []))
            return
        case "table" | "data_table":
            yield _object(reader, thing.get("caption"))
            yield from (" | ".join(_cell(reader, cell) for cell in row) for row in thing.get("rows", []))
            return
        case "data_visualization":
            yield from _chart(thing)
            return
        case "mrkdwn" | "plain_text":
            yield _object(reader, thing)
            return
        case "image":
            yield thing.get("alt_text", "")
    chosen = _chosen(reader, values.get(thing.get("action_id", ""), {}))
    titles = [key for key in TITLES if not (chosen and key == "placeholder")]
    yield from (_object(reader, thing.get(key)) for key in titles)
    yield chosen
    yield from (_object(reader, field) for field in thing.get("fields") or [])
    yield from _options(reader, thing)
    for part in [*(thing.get(key) for key in SINGLE), *_parts(thing)]:
        yield from lines(reader, part, values)


def _parts(thing: Json) -> Iterator[Any]:
    for key in NESTED:
        found = thing.get(key)
        yield from found if isinstance(found, list) else ()


def _options(reader: Reader, element: Json) -> Iterator[str]:
    """Options that are seen without opening a menu."""
    if element.get("type") in {"radio_buttons", "checkboxes", "overflow"}:
        for option in element.get("options", []):
            yield _object(reader, option.get("text"))
            yield _object(reader, option.get("description"))


def _chosen(reader: Reader, value: Json) -> str:
    """What stands in a field: typed text, the chosen options, people or date."""
    if value.get("type") in {"radio_buttons", "checkboxes"}:
        return ""
    seen: list[str] = []
    for key, found in value.items():
        seen += [_item(reader, key, item) for item in (found if isinstance(found, list) else [found])]
    return ", ".join(one for one in seen if one)


def _item(reader: Reader, key: str, item: Any) -> str:
    if item is None or key in {"type", "timezone"}:
        return ""
    if key.startswith("selected_user"):
        return reader.user(item)
    if key.startswith(("selected_channel", "selected_conversation")):
        return reader.channel(item)
    if key == "selected_date_time":
        return reader.date(item, "{date_num} {time}")
    if isinstance(item, dict):
        return (
            _rich(reader, item) if "elements" in item else _object(reader, item.get("text", item.get("name")))
        )
    return str(item)


def _object(reader: Reader, text: Any) -> str:
    """A text object, or a bare text, as it is seen."""
    if isinstance(text, str):
        return text
    if not isinstance(text, dict) or "text" not in text:
        return ""
    content = str(text["text"])
    return reader.text(content) if text.get("type") == "mrkdwn" else content


def _cell(reader: Reader, cell: Json) -> str:
    if cell.get("type") == "rich_text":
        return " ".join(_rich(reader, part) for part in cell.get("elements", []))
    return str(cell.get("text", cell.get("value", "")))


def _chart(block: Json) -> Iterator[str]:
    chart = block.get("chart", {})
    yield str(block.get("title", ""))
    yield from (f"{s.get('label')}: {s.get('value')}" for s in chart.get("segments", []))
    for series in chart.get("series", []):
        points = ", ".join(f"{p.get('label')}: {p.get('value')}" for p in series.get("data", []))
        yield f"{series.get('name')}: {points}"


def _rich(reader: Reader, part: Json) -> str:  # noqa: PLR0911 - one line a kind
    """A piece of rich text: a section, list, quote, or one leaf."""
    match part:
        case {"type": "rich_text_list", "elements": items}:
            return "\n".join(_rich(reader, item) for item in items)
        case {"elements": leaves}:
            return "".join(_rich(reader, leaf) for leaf in leaves)
        case {"type": "user", "user_id": user}:
            return reader.user(user)
        case {"type": "channel", "channel_id": channel}:
            return reader.channel(channel)
        case {"type": "usergroup", "usergroup_id": group}:
            return reader.usergroup(group)
        case {"type": "date", "timestamp": timestamp, "format": pattern}:
            return reader.date(timestamp, pattern)
        case {"type": "broadcast", "range": who}:
            return f"@{who}"
        case {"type": "emoji", "name": name}:
            return f":{name}:"
    return str(part.get("text") or part.get("url") or part.get("value") or "")
