"""What is different between two contents of a retrospective, section by section."""

import difflib
from collections.abc import Iterator
from typing import NamedTuple

from bot.playbook.retrospective import Content, Section


class Change(NamedTuple):
    """One section that is different: the lines that went and those that came, in their order."""

    section: Section
    gone: tuple[str, ...]
    new: tuple[str, ...]


def difference(before: Content, after: Content) -> list[Change]:
    """The sections that differ, in reading order."""
    return [
        change
        for section in Section
        if (change := of_texts(section, before.plain(section), after.plain(section)))
    ]


def of_texts(section: Section, before: str, after: str) -> Change | None:
    """The difference of one section's text, None when there is none."""
    if before == after:
        return None
    lines = list(_lines(before, after))
    gone = tuple(text for sign, text in lines if sign == "-")
    new = tuple(text for sign, text in lines if sign == "+")
    return Change(section, gone, new)


def _lines(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Each line that went ("-") or came ("+")."""
    old, new = before.split("\n"), after.split("\n")
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, there, until in matcher.get_opcodes():
        if kind != "equal":
            yield from (("-", line) for line in old[start:end])
            yield from (("+", line) for line in new[there:until])
