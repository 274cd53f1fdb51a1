"""Reading a request's body: what Slack sends, or what is wrong with it, before anything trusts its shape."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest

Json = dict[str, Any]
Path = tuple[str | int, ...]

BAD_REQUEST, UNAUTHORIZED = 400, 401
PAYLOAD = "payload="
# To take these out first halves the time that a form takes to read. No "%" and no "+", which mean something.
FREQUENT = {
    "%22": '"',
    "%3A": ":",
    "%2C": ",",
    "%7B": "{",
    "%7D": "}",
    "%5B": "[",
    "%5D": "]",
    "%2F": "/",
}
VIEW: Path = ("view", "id")
DIGITS = 15  # of a timestamp, at most

# What Bolt and we read without asking whether it is there, by the body's `type`: texts, each. A view's id is
# what makes a form filed once.
TEXTS: Mapping[str, Sequence[Path]] = {
    "event_callback": [("event", "type")],
    "url_verification": [],
    "block_actions": [("actions", 0, "action_id")],
    "block_suggestion": [("action_id",)],
    "view_submission": [("view", "callback_id"), ("view", "type"), VIEW],
    "view_closed": [("view", "callback_id"), ("view", "type")],
    "shortcut": [("callback_id",)],
    "message_action": [("callback_id",)],
}
# Whose doing it is, in the order in which Bolt looks: it ignores what the bot itself did.
ACTORS: Sequence[Path] = [
    ("user", "id"),
    ("user_id",),
    ("event", "user"),
    ("event", "user", "id"),
    ("event", "message", "user"),
    ("event", "previous_message", "user"),
]
# Slack's ids and times, which are kept as they are: the longest, and where they stand.
ID, LONG_ID = 32, 64  # characters; Slack's have at most 11, a view's and an event's somewhat more
IDS: Mapping[Path, int] = {
    ("user", "id"): ID,
    ("user_id",): ID,
    ("channel", "id"): ID,
    ("channel_id",): ID,
    ("container", "channel_id"): ID,
    ("container", "message_ts"): ID,
    ("message", "ts"): ID,
    ("message", "thread_ts"): ID,
    ("message_ts",): ID,
    ("event", "user"): ID,
    ("event", "channel"): ID,
    ("event", "channel", "id"): ID,
    ("event", "actor_id"): ID,
    ("event", "inviter"): ID,
    ("event", "deleted_ts"): ID,
    ("event", "previous_message", "user"): ID,
    ("event", "channel_id"): ID,
    ("event", "item", "channel"): ID,
    ("event", "item", "ts"): ID,
    ("event", "item", "message", "ts"): ID,
    ("event", "ts"): ID,
    ("event", "thread_ts"): ID,
    ("event", "message", "user"): ID,
    ("event", "message", "ts"): ID,
    ("event", "message", "thread_ts"): ID,
    ("event", "user", "id"): ID,
    ("event_id",): LONG_ID,
    VIEW: LONG_ID,
}


class Malformed(Exception):
    """A request that Slack cannot have sent; `status` is the HTTP status of the answer."""

    def __init__(self, problem: str, status: int = BAD_REQUEST) -> None:
        """Keep both."""
        super().__init__(problem)
        self.status = status


def read(raw: bytes, headers: Mapping[str, str]) -> AsyncBoltRequest:
    """The request as Bolt takes it, with nothing in it that Bolt would stumble over; raises Malformed.

    Bolt still checks the signature, over the very bytes that came.
    """
    _plausible(headers)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise Malformed("the body is not UTF-8") from None
    body = checked(_parsed(text, headers.get("Content-Type", "")))
    request = AsyncBoltRequest(body="", headers=dict(headers))
    request.raw_body = text
    request.body = body
    request.context = AsyncBoltContext({"user_id": actor} if (actor := _actor(body)) else {})
    return request


def _plausible(headers: Mapping[str, str]) -> None:
    """The two headers of the signature are compared as numbers and as ASCII, so they have to be that."""
    stamp = headers.get("X-Slack-Request-Timestamp", "0")
    signature = headers.get("X-Slack-Signature", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= DIGITS and signature.isascii()):
        raise Malformed("invalid request", UNAUTHORIZED)


def _parsed(text: str, content_type: str) -> Json:
    """The object in a JSON body or in a form's `payload`, else the form itself."""
    if not text.startswith("{") and content_type.partition(";")[0].strip() != "application/json":
        form = _form(text)
        if "payload" not in form or "command" in form:
            return form
        text = form["payload"]
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed("the body is not JSON") from None
    if not isinstance(found, dict):
        raise Malformed("the body is not an object")
    # Only forms have these: in an object they would pass it off as something else.
    return {name: value for name, value in found.items() if name not in {"command", "ssl_check"}}


def _form(text: str) -> Json:
    """The fields of a form. A lone `payload` is JSON, in which a few signs come again and again."""
    if not text.startswith(PAYLOAD) or "&" in text:
        return dict(parse_qsl(text, keep_blank_values=True))
    value = text.removeprefix(PAYLOAD)
    for code, sign in FREQUENT.items():
        value = value.replace(code, sign)
    return {"payload": unquote_plus(value)}


def checked(body: Json) -> Json:
    """The body, with nothing in it that would pass it off as something else; raises Malformed."""
    _check_ids(body)
    if "command" in body or "ssl_check" in body:
        return body
    kind = body.get("type")
    wanted = TEXTS.get(kind) if isinstance(kind, str) else None
    if wanted is None:
        raise Malformed("the body is of no type that ACE knows")
    for path in wanted:
        if not isinstance(_at(body, path), str):
            raise Malformed(f"{'.'.join(map(str, path))} is missing")
    if "view" in body and kind == "block_actions":
        _check_view(body)
    if kind != "event_callback":
        body.pop("event", None)
    return body


def _check_ids(body: Json) -> None:
    for path, most in IDS.items():
        if path[0] in body and isinstance(found := _at(body, path), str):
            if len(found) > most:
                raise Malformed(f"{'.'.join(map(str, path))} is too long")
            if "\x00" in found:
                raise Malformed(f"{'.'.join(map(str, path))} is no id")


def _check_view(body: Json) -> None:
    """What comes of a press in a view is shown in that view; a press on a message has none."""
    found = _at(body, VIEW)
    if isinstance(body["view"], dict) and not (isinstance(found, str) and found):
        raise Malformed("view.id is missing")


def _actor(body: Json) -> str | None:
    return next((found for path in ACTORS if isinstance(found := _at(body, path), str)), None)


def _at(body: Any, path: Path) -> Any:
    """What is at a path, None when nothing is."""
    for step in path:
        if isinstance(step, int):
            body = body[step] if isinstance(body, list) and len(body) > step else None
        else:
            body = body.get(step) if isinstance(body, dict) else None
    return body
