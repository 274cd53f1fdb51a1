"""A card: its blocks, and the same facts as text for screen readers, notifications and search."""

from typing import Any, NamedTuple

from blocks import kit
from bot.playbook.visibility import Visibility

Json = dict[str, Any]
TEXT = 2900  # characters of a message's text


class Card(NamedTuple):
    """A message: `text` carries every fact that `blocks` show."""

    text: str
    blocks: list[Json]


def card(*blocks: Json | None, text: str) -> Card:
    """A card of those blocks that are there."""
    return Card(kit.whole(" ".join(text.split()), TEXT), [block for block in blocks if block])


def private_kind(visibility: Visibility) -> str:
    """How a private case is spoken of where outsiders read: "security" or "people"."""
    return "security" if visibility is Visibility.SECURITY else "people"
