"""The Block Kit pieces we use, and the one escape for what people typed."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

Json = dict[str, Any]
Option = tuple[str, str]  # (value, what people read)

TEXT = 3000  # characters in a section's text
FIELD = 2000  # characters in one of its fields
LABEL = 75  # characters on a button or option

_HALF = re.compile(r"<[^<>]*$|&[a-z]*$")


def escape(typed: str) -> str:
    """What somebody typed, as mrkdwn that can neither ping anyone nor fake a link.

    Source: Slack, "Formatting text for app surfaces": exactly three characters are escaped.
    """
    return typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(received: str) -> str:
    """Text as Slack delivers it in events, back to what the person typed."""
    return received.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def short(text: str, limit: int) -> str:
    """`text` on one line, cut at `limit` characters with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def whole(mrkdwn_text: str, limit: int) -> str:
    """Text of ours cut at `limit` characters, so that no link, date or escaped sign is left in half."""
    if len(mrkdwn_text) <= limit:
        return mrkdwn_text
    return _HALF.sub("", mrkdwn_text[: limit - 1]).rstrip() + "…"


def person(user_id: str | None) -> str:
    """A mention, or "nobody yet"."""
    return f"<@{user_id}>" if user_id else "nobody yet"


def channel(channel_id: str) -> str:
    """A channel link."""
    return f"<#{channel_id}>"


def link(url: str, label: str) -> str:
    """A link of ours under a label that may have been typed by somebody."""
    return f"<{url}|{escape(label).replace('|', '¦')}>"


def moment(at: datetime, style: str = "{date_short_pretty} at {time}") -> str:
    """A Slack date token, read in each viewer's own zone, with a fallback in UTC."""
    return f"<!date^{int(at.timestamp())}^{style}|{at:%d %b %Y %H:%M} UTC>"


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> Json:
    """A mrkdwn object that Slack does not parse for bare names and channels."""
    return {"type": "mrkdwn", "text": whole(text, TEXT), "verbatim": True}


def header(text: str) -> Json:
    """A header block, cut at Slack's 150 characters."""
    return {"type": "header", "text": plain(short(text, 150))}


def section(text: str, *, accessory: Json | None = None, block_id: str | None = None) -> Json:
    """A section of mrkdwn text."""
    return _with({"type": "section", "text": mrkdwn(text)}, accessory=accessory, block_id=block_id)


def fields(*pairs: tuple[str, str]) -> Json:
    """A section of up to ten labelled fields; the values are mrkdwn already."""
    return {
        "type": "section",
        "fields": [mrkdwn(whole(f"*{label}*\n{value}", FIELD)) for label, value in pairs[:10]],
    }


def context(*texts: str) -> Json:
    """Small print, up to ten pieces."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts[:10]]}


def said(*blocks: Json | None) -> str:
    """What sections say, on one line, for the `text` of a message that shows them."""
    return " ".join(short(block["text"]["text"].replace("*", ""), TEXT) for block in blocks if block)


def divider() -> Json:
    """A line."""
    return {"type": "divider"}


def button(
    text: str,
    action_id: str,
    *,
    value: str = "",
    style: str | None = None,
    url: str | None = None,
    confirm: Json | None = None,
) -> Json:
    """A button: verb and object, no emoji."""
    made: Json = {"type": "button", "action_id": action_id, "text": plain(short(text, LABEL))}
    return _with(made, value=value or None, style=style, url=url, confirm=confirm)


def overflow(action_id: str, options: Sequence[Option]) -> Json:
    """The "…" menu, one to five entries."""
    return {"type": "overflow", "action_id": action_id, "options": [option(*each) for each in options]}


def confirm(title: str, text: str, yes: str, no: str = "Keep as it is", *, danger: bool = False) -> Json:
    """A confirm dialog; its text says what will happen."""
    made: Json = {
        "title": plain(short(title, 100)),
        "text": plain(short(text, 300)),
        "confirm": plain(yes),
        "deny": plain(no),
    }
    return _with(made, style="danger" if danger else None)


def actions(*elements: Json, block_id: str | None = None) -> Json:
    """A row of buttons."""
    return _with({"type": "actions", "elements": list(elements)}, block_id=block_id)


def option(value: str, text: str, description: str | None = None) -> Json:
    """One choice; value and text at most 75 characters."""
    made: Json = {"text": plain(short(text, LABEL)), "value": value}
    return _with(made, description=plain(short(description, LABEL)) if description else None)


def select(
    action_id: str, options: Sequence[Option], *, initial: str | None = None, placeholder: str = "Choose"
) -> Json:
    """A static select, at most 100 options; an `initial` that is not among them is left out."""
    made = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder),
        "options": [option(*each) for each in options],
    }
    chosen = next((each for each in options if each[0] == initial), None)
    return _with(made, initial_option=option(*chosen) if chosen else None)


def radio(action_id: str, options: Sequence[Option], *, initial: str | None = None) -> Json:
    """Radio buttons, at most ten."""
    chosen = next((each for each in options if each[0] == initial), None)
    made = {
        "type": "radio_buttons",
        "action_id": action_id,
        "options": [option(*each) for each in options],
    }
    return _with(made, initial_option=option(*chosen) if chosen else None)


def checkboxes(action_id: str, options: Sequence[Option], *, chosen: Sequence[str] = ()) -> Json:
    """Boxes to tick, at most ten."""
    made = {"type": "checkboxes", "action_id": action_id, "options": [option(*each) for each in options]}
    ticked = [option(*each) for each in options if each[0] in chosen]
    return _with(made, initial_options=ticked or None)


def person_select(action_id: str, *, initial: str | None = None) -> Json:
    """A choice of one person of the workspace."""
    made: Json = {"type": "users_select", "action_id": action_id, "placeholder": plain("Choose a person")}
    return _with(made, initial_user=initial or None)


def moment_picker(action_id: str, *, initial: datetime | None = None) -> Json:
    """A date and a time, in the viewer's own zone."""
    made: Json = {"type": "datetimepicker", "action_id": action_id}
    return _with(made, initial_date_time=int(initial.timestamp()) if initial else None)


def text_input(
    action_id: str,
    *,
    initial: str | None = None,
    multiline: bool = False,
    max_length: int = TEXT,
    placeholder: str | None = None,
) -> Json:
    """A plain text input; an initial text over `max_length` is cut, as Slack would refuse it."""
    made: Json = {"type": "plain_text_input", "action_id": action_id, "max_length": max_length}
    return _with(
        made,
        multiline=multiline or None,
        initial_value=(initial or "")[:max_length] or None,
        placeholder=plain(placeholder) if placeholder else None,
    )


def field(
    block_id: str,
    label: str,
    element: Json,
    *,
    hint: str | None = None,
    optional: bool = False,
    dispatch: bool = False,
) -> Json:
    """An input block."""
    made: Json = {"type": "input", "block_id": block_id, "label": plain(label), "element": element}
    return _with(
        made,
        hint=plain(hint) if hint else None,
        optional=optional or None,
        dispatch_action=dispatch or None,
    )


def modal(
    title: str,
    blocks: Sequence[Json],
    *,
    callback_id: str,
    submit: str | None = None,
    close: str = "Close",
    metadata: str = "",
) -> Json:
    """A modal view; titles and buttons at most 24 characters."""
    made: Json = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(short(title, 24)),
        "close": plain(close),
        "blocks": list(blocks),
    }
    return _with(made, submit=plain(submit) if submit else None, private_metadata=metadata or None)


def home(blocks: Sequence[Json]) -> Json:
    """A Home tab."""
    return {"type": "home", "blocks": list(blocks)}


def _with(made: Json, **more: Any) -> Json:
    """`made` with those of `more` that are not None."""
    made.update({name: value for name, value in more.items() if value is not None})
    return made
