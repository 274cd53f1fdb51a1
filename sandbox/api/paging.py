"""Pages of lists: opaque cursors and limits."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import TypeVar

from sandbox.api import MethodCall
from sandbox.errors import SlackError
from sandbox.state import Json

T = TypeVar("T")
LONGEST = 9  # digits of an offset


def cursor(kind: str, value: object) -> str:
    """An opaque cursor of that kind."""
    return urlsafe_b64encode(f"{kind}:{value}".encode()).decode()


def read_cursor(call: MethodCall, kind: str) -> str:
    """The value in the call's cursor, "" for none; invalid_cursor."""
    sent = call.text("cursor")
    if not sent:
        return ""
    try:
        found, _, value = urlsafe_b64decode(sent.encode()).decode().partition(":")
    except (binascii.Error, ValueError):
        raise SlackError("invalid_cursor") from None
    if found != kind:
        raise SlackError("invalid_cursor")
    return value


def page(
    call: MethodCall,
    items: Sequence[T],
    *,
    default: int = 100,
    most: int = 1000,
    error: str = "invalid_limit",
) -> tuple[list[T], Json]:
    """The page that limit and cursor ask for, and its response_metadata; invalid_cursor or `error`."""
    limit = call.number("limit", default, most=most, error=error)
    after = read_cursor(call, "offset") or "0"
    if not after.isdigit() or len(after) > LONGEST:
        raise SlackError("invalid_cursor")
    start = int(after)
    following = cursor("offset", start + limit) if start + limit < len(items) else ""
    return list(items[start : start + limit]), {"next_cursor": following}
