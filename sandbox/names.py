"""What a channel may be called, with Slack's own code for each fault."""

import re
from collections.abc import Iterable

from sandbox.errors import SlackError

LONGEST = 80


def check_name(name: str, taken: Iterable[str]) -> None:
    """Refuse a channel name Slack would not take; `taken` includes the names of archived channels."""
    if not name:
        raise SlackError("invalid_name_required")
    if len(name) > LONGEST:
        raise SlackError("invalid_name_maxlength")
    if not re.search(r"\w", name.replace("_", "")):
        raise SlackError("invalid_name_punctuation")
    if not re.fullmatch(r"[a-z0-9_-]+", name):
        raise SlackError("invalid_name_specials")
    if name in set(taken):
        raise SlackError("name_taken")
