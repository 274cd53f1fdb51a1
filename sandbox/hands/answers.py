"""From what somebody means to Slack's value objects: option texts, names, dates, numbers, files."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sandbox import shapes
from sandbox.hands.controls import Control, missing, options_of, seen
from sandbox.state import Channel, File, Json, User
from sandbox.values import SLOTS

if TYPE_CHECKING:
    from sandbox.workspace import Workspace


def value_object(ws: "Workspace", person: User, control: Control, answer: Any) -> Json:
    """The element's value object for `answer`; None, "" and [] empty it. LookupError for unknown options."""
    slot = SLOTS[control.type]
    value: Any
    if answer is None or answer in ("", [], ()):
        value = [] if slot.many else None
    elif slot.many:
        parts = answer if isinstance(answer, list | tuple) else [answer]
        value = [_one(ws, person, control, part) for part in parts]
    else:
        value = _one(ws, person, control, answer)
    shaped: Json = {"type": control.type, slot.key: value}
    if "timezone" in control.element:
        shaped["timezone"] = control.element["timezone"]
    return shaped


def _one(ws: "Workspace", person: User, control: Control, answer: Any) -> Any:  # noqa: PLR0911 - one line a kind
    match SLOTS[control.type].key.rstrip("s"):
        case "selected_option":
            return option(control, str(answer))
        case "selected_user":
            return _user(ws, answer)
        case "selected_channel":
            return answer.id if isinstance(answer, Channel) else ws.channel(str(answer)).id
        case "selected_conversation":
            return _conversation(ws, person, answer)
        case "selected_date":
            return answer.isoformat()[:10] if isinstance(answer, date) else str(answer)
        case "selected_time":
            return f"{answer:%H:%M}" if isinstance(answer, time | datetime) else str(answer)
        case "selected_date_time":
            return _moment(person, answer)
        case "rich_text_value":
            return answer if isinstance(answer, dict) else rich_text(str(answer))
        case "file":
            return _file(ws, person, answer)
    return str(answer)


def option(control: Control, text: str) -> Json:
    """The option that reads `text`, as payloads name it: text and value only."""
    there = control.options or options_of(control.element)
    chosen = next((o for o in there if seen(o["text"]) == text), None)
    chosen = chosen or next((o for o in there if seen(o["text"]).startswith(text)), None)
    if chosen is None:
        raise LookupError(missing(text, (seen(o["text"]) for o in there)))
    return {
        key: chosen[key] for key in ("text", "value", "description", "url") if key in chosen and key != "url"
    }


def texts(chosen: Sequence[Json]) -> list[str]:
    """How options read."""
    return [seen(one["text"]) for one in chosen]


def rich_text(text: str) -> Json:
    """Plain typing in a rich text field."""
    leaf = {"type": "text", "text": text}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [leaf]}]}


def _user(ws: "Workspace", answer: Any) -> str:
    if isinstance(answer, User):
        return answer.id
    key = str(getattr(answer, "id", answer)).removeprefix("@")
    by_real_name = next((u.id for u in ws.users.values() if u.real_name == key and not u.deleted), None)
    return by_real_name or ws.user(key).id


def _conversation(ws: "Workspace", person: User, answer: Any) -> str:
    if isinstance(answer, Channel):
        return answer.id
    key = str(answer)
    if key.startswith("@"):
        return ws.open_dm([person.id, _user(ws, key)]).id
    return ws.channel(key).id


def _moment(person: User, answer: Any) -> int:
    if isinstance(answer, datetime):
        there = answer if answer.tzinfo else answer.replace(tzinfo=ZoneInfo(person.tz))
        return int(there.timestamp())
    return int(answer)


def _file(ws: "Workspace", person: User, answer: Any) -> Json:
    if isinstance(answer, File):
        return shapes.file(ws, answer)
    name, content = answer
    return shapes.file(ws, ws.upload(person.id, name, content))
