"""What somebody wrote in Slack, as plain text: mentions by name, links as addresses, nothing escaped."""

import re
from collections.abc import Iterable, Mapping

from blocks.kit import unescape
from bot.playbook.report import typed

_SEQUENCE = re.compile(r"<([^<>]*)>")
_PERSON = re.compile(r"<@([UW][A-Z0-9]+)")


def people_in(received: str) -> list[str]:
    """The user ids that a text mentions, each once."""
    return list(dict.fromkeys(_PERSON.findall(received)))


def without_people(received: str) -> str:
    """A text without the people it mentions."""
    return " ".join(re.sub(r"<@[^<>]*>", " ", received).split())


def readable(received: str, names: Mapping[str, str], *, without: Iterable[str] = ()) -> str:
    """A text as Slack delivers it, as people read it; `names` are display names by user id.

    Mentions of the user ids in `without` are left out. Source: Slack, "Formatting text for app surfaces".
    """

    def plain(found: re.Match[str]) -> str:
        target, _, label = found.group(1).partition("|")
        if target[1:] in without:
            return ""
        return _plain(target, label, names)

    return typed(unescape(_SEQUENCE.sub(plain, received)))


def _plain(target: str, label: str, names: Mapping[str, str]) -> str:
    match target[:1]:
        case "@":
            return f"@{names.get(target[1:]) or label or 'somebody'}"
        case "#":
            return f"#{label or 'private channel'}"
        case "!":
            return label or f"@{target[1:].partition('^')[0]}"
    address = target.removeprefix("mailto:").removeprefix("tel:")
    return address if not label or address.endswith(label) else f"{label} ({address})"
