"""Whether a new report tells of something that is known already, and why we think so."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from bot.playbook.report import Report
from bot.playbook.visibility import Visibility

ALIKE = 0.3  # from here two texts are taken to tell of the same thing
SHOWN = 4  # candidates; more would not be read

_LEGAL_FORMS = """
ab ag as asa bv co company corp corporation gmbh group holding inc incorporated kg kk limited llc llp ltd nv
oy oyj plc pte pty sa sarl sas se spa srl the
"""
_COMMON_WORDS = """
a about after all also an and any are as at be been before but by can cannot could customer customers did do
does for from get gets had has have he her his how if in into is it its just more most no not now of off on
one or our out over please she since so some still than that the their them then there these they this to
too under until up us very was we were what when where which while who why will with would you your
"""
_FORMS = frozenset(_LEGAL_FORMS.split())
_COMMON = frozenset(_COMMON_WORDS.split())
_ENDINGS = re.compile("(?<=[a-z]{3})(ing|ed|es|s|e)$")
_SAME_WORD = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An escalation that exists; `closed_at` is None while it is open, and aware otherwise."""

    number: int
    customer: str
    account_id: str = ""
    product: str = ""
    summary: str = ""
    impact: str = ""
    visibility: Visibility = Visibility.EVERYONE
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A known escalation that the filer should look at first; `score` runs from 0 to 1."""

    known: Known
    score: float
    reason: str

    @property
    def is_open(self) -> bool:
        """True when one can still join it."""
        return self.known.closed_at is None


def candidates(
    report: Report, known: Iterable[Known], *, now: datetime, window: timedelta
) -> list[Candidate]:
    """The same customer's open escalations, then those closed within `window` that look alike.

    The likest first, at most four. Private ones are never among them, whoever asks.
    """
    found = [
        candidate
        for each in known
        if not each.visibility.is_private
        and (each.closed_at is None or now - each.closed_at <= window)
        and (candidate := _compared(report, each))
    ]
    return sorted(found, key=lambda each: (not each.is_open, -each.score, -each.known.number))[:SHOWN]


def same_customer(name: str, account_id: str, other: str, other_id: str) -> str:
    """Why two customers are taken to be the same, or "" when they are not.

    >>> same_customer("ACME Inc.", "", "acme, inc", "")
    'same customer'
    """
    ids = _identity(account_id), _identity(other_id)
    if ids[0] and ids[0] == ids[1]:
        return "same account id"
    first, second = customer_words(name), customer_words(other)
    if first and first == second:
        return "same customer"
    return "almost the same customer name" if _nearly(first, second) else ""


def alike(report: Report, known: Known) -> tuple[float, list[str]]:
    """How alike the stories are, from 0 to 1, and the words they share."""
    ours = _story(report.summary, report.impact)
    theirs = _story(known.summary, known.impact)
    shared = {word: theirs[word] for word in ours if word in theirs}
    if not ours or not theirs:
        return 0.0, []
    # A one-line summary says the same as a long impact when it is contained in it.
    overlap = len(shared) / min(len(ours), len(theirs))
    union = len(shared) / len({*ours, *theirs})
    same_product = 0.15 if report.product and report.product == known.product else 0.0
    score = (overlap + union) / 2 + (same_product if shared else 0.0)
    return min(score, 1.0), sorted(shared.values(), key=lambda word: (-len(word), word))


def customer_words(name: str) -> list[str]:
    """A customer's name as words in lower case, without accents, punctuation and the legal form."""
    words = _words(name)
    return [word for word in words if word not in _FORMS] or words


def _compared(report: Report, known: Known) -> Candidate | None:
    reason = same_customer(report.customer, report.account_id, known.customer, known.account_id)
    if not reason:
        return None
    score, shared = alike(report, known)
    if known.closed_at is not None and score < ALIKE:
        return None
    if score >= ALIKE:
        reason += f", and both speak of {_listed(shared[:3])}"
    return Candidate(known, round(score, 3), reason)


def _words(text: str) -> list[str]:
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", re.sub("['\u2019.]", "", bare))


def _story(summary: str, impact: str) -> dict[str, str]:
    """The telling words of a story by their stem."""
    words = [word for word in _words(f"{summary} {impact}") if word not in _COMMON and len(word) > 1]
    return {_ENDINGS.sub("", word): word for word in words}


def _identity(account_id: str) -> str:
    return "".join(_words(account_id))


def _nearly(first: Sequence[str], second: Sequence[str]) -> bool:
    """True when one long word differs by a letter or so, as after a slip of the finger."""
    if len(first) != len(second):
        return False
    differing = [(one, other) for one, other in zip(first, second, strict=True) if one != other]
    if len(differing) != 1:
        return False
    one, other = differing[0]
    long_enough = min(len(one), len(other)) > 5 and (one + other).isalpha()  # noqa: PLR2004 - shorter ones differ
    return long_enough and SequenceMatcher(None, one, other).ratio() >= _SAME_WORD


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + words[-1]
