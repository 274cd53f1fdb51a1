"""The topic of a case channel: one line that always says how things stand."""

import unicodedata
from collections.abc import Sequence

TOPIC = 250  # characters; Slack, conversations.setTopic
SEPARATOR = " | "
_NAME = 40  # characters of a person's display name
_HEAD = 130  # characters for severity, status and roles
_SUMMARY = 24  # characters that the summary keeps, so that it still says something


def topic(
    *, severity: str, status: str, roles: Sequence[tuple[str, str]], summary: str, links: Sequence[str]
) -> str:
    """The topic, plain text on one line of at most 250 characters.

    `roles` are (role, display name), the EM first; `links` are record, call and state document, those
    that exist. The summary is shortened first, down to a few words; a link is there whole or not at all.
    Angle brackets become typographic ones: a topic knows no escape, and the line that Slack writes into the
    channel with each change may read "<!channel>" as a call to everybody.
    """
    head = _head(one_line(severity), one_line(status), roles)
    words = one_line(summary).translate(_BRACKETS)
    least = min(len(words), _SUMMARY)
    kept: list[str] = []
    for link in links:
        whole = one_line(link)
        if whole and " " not in whole and _length(head, least, [*kept, whole]) <= TOPIC:
            kept.append(whole)
    room = TOPIC - _length(head, 0, kept) - (len(SEPARATOR) if words else 0)
    return SEPARATOR.join(part for part in (head, shortened(words, room), *kept) if part)


def one_line(text: str) -> str:
    """`text` without control and invisible formatting characters, each run of blanks as one space."""
    visible = "".join(" " if sign.isspace() else sign for sign in text)
    return " ".join("".join(sign for sign in visible if unicodedata.category(sign) not in _UNSEEN).split())


def shortened(text: str, limit: int) -> str:
    """`text` of at most `limit` characters, cut between words where that does not cost much."""
    if len(text) <= limit:
        return text
    cut = text[: max(limit - 1, 0)]
    between = cut.rfind(" ")
    if between > 2 * len(cut) // 3:
        cut = cut[:between]
    return f"{cut.rstrip(' ,;:.')}…" if limit > 0 else ""


_BRACKETS = str.maketrans("<>", "‹›")
_UNSEEN = {"Cc", "Cf", "Cs", "Co"}


def _head(severity: str, status: str, roles: Sequence[tuple[str, str]]) -> str:
    """Severity, status and as many roles as fit, in their order; the first one always."""
    head = SEPARATOR.join((shortened(severity, 30), shortened(status, 30)))
    for place, (role, name) in enumerate(roles):
        seat = f"{shortened(one_line(role), 30)} {shortened(one_line(name), _NAME)}".translate(_BRACKETS)
        longer = head + (SEPARATOR if place == 0 else ", ") + seat
        if place > 0 and len(longer) > _HEAD:
            break
        head = longer
    return head


def _length(head: str, summary: int, links: Sequence[str]) -> int:
    parts = [len(head), *([summary] if summary else []), *map(len, links)]
    return sum(parts) + len(SEPARATOR) * (len(parts) - 1)
