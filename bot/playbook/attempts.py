"""Workaround attempts: how long one is tried, what a try has to say, and when it is over."""

from datetime import timedelta

from bot.playbook.labelled import Labelled
from bot.playbook.refusal import Refusal
from bot.playbook.work import AttemptKind, AttemptResult

LONGEST = 500  # characters of what is tried, and of a note
DAY = 24 * 60  # minutes; what takes longer is a plan, not an attempt
MOST = 50  # attempts of one case


class Next(Labelled):
    """What comes after a try."""

    AGAIN = "again", "Try it for another box of time"
    STOP = "stop", "Stop here"


def minutes(typed: str, usual: timedelta, *, field: str | None = None) -> int:
    """The length of a box, from what was typed; `usual` when nothing was.

    Raises Refusal when it is no whole number of minutes between one and a day.
    """
    text = typed.strip()
    if not text:
        return max(1, round(usual / timedelta(minutes=1)))
    if not (text.isascii() and text.isdigit() and len(text) < len(f"{DAY}0") and 1 <= int(text) <= DAY):
        raise Refusal(f"Give whole minutes from 1 to {DAY}: an attempt ends within a day.", field=field)
    return int(text)


def from_words(words: str) -> tuple[AttemptKind, str]:
    """The kind that the first word names, and the rest; without one it is something else.

    >>> from_words("Manual: we type the invoices")
    (<AttemptKind.MANUAL: 'manual'>, 'we type the invoices')
    """
    first, _, rest = words.strip().partition(" ")
    kind = AttemptKind.of(first.lower().rstrip(":"))
    return (kind, rest.strip()) if kind and rest.strip() else (AttemptKind.OTHER, words.strip())


def check(kind: AttemptKind | None, what: str) -> AttemptKind:
    """The kind. Raises Refusal when it, or what is tried, is missing or too long."""
    if kind is None:
        raise Refusal("Choose what kind of workaround it is.", field="kind")
    if not what.strip():
        raise Refusal("Say what is tried, so that others can try the same.", field="what")
    if len(what) > LONGEST:
        raise Refusal(f"Keep it under {LONGEST} characters.", field="what")
    return kind


def check_try(result: AttemptResult, note: str, *, field: str | None = None) -> None:
    """Raises Refusal when a try that went otherwise than before does not say how."""
    if result is AttemptResult.DIFFERENT and not note.strip():
        raise Refusal("Say what was different: another error, another moment, a part of it.", field=field)
    if len(note) > LONGEST:
        raise Refusal(f"Keep it under {LONGEST} characters.", field=field)
