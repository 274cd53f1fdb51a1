"""Reading Slack's JSON at the door: whatever is missing or of a wrong shape reads as nothing."""

from typing import Any

Json = dict[str, Any]


def part(body: Any, *path: str) -> Json:
    """The object at a path, or an empty one."""
    for name in path:
        body = body.get(name) if isinstance(body, dict) else None
    return body if isinstance(body, dict) else {}


def text(body: Any, *path: str) -> str:
    """The string at a path, or an empty one; NUL characters, which no database keeps, are left out."""
    found = part(body, *path[:-1]).get(path[-1])
    return found.replace("\x00", "") if isinstance(found, str) else ""


def items(body: Any, *path: str) -> list[Json]:
    """The objects of the list at a path."""
    found = part(body, *path[:-1]).get(path[-1])
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
