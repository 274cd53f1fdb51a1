"""The words of the blameless check: our own list, with what a team adds to it or takes out."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_GAP = r"(?:\s+[\w'-]+){0,3}?"


@dataclass(frozen=True)
class Phrase:
    """Words that one rule looks for, and what can stand there instead ("" for nothing)."""

    rule: str
    pattern: re.Pattern[str]
    instead: str = ""
    advice: str = ""
    not_after: str = ""
    begins: frozenset[str] = frozenset()  # a text without any of these words cannot have it; empty: unknown


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Everything the check knows of words."""

    phrases: tuple[Phrase, ...]
    allowed: tuple[re.Pattern[str], ...]
    whys: Mapping[str, str]
    machines: frozenset[str]
    persons: frozenset[str]
    verbs: frozenset[str]
    words_and_names: frozenset[str]
    off: frozenset[str]  # ids of rules that a team has switched off


def pattern(find: str) -> re.Pattern[str]:
    """What a phrase of the list matches: "a/b" either word, "a?" perhaps, "…" up to three other words.

    >>> bool(pattern("should not? have").search("It should have worked."))
    True
    """
    made = ""
    for token in find.split():
        optional, word = token.endswith("?"), token.removesuffix("?")
        if word == "…":
            made += _GAP
            continue
        either = "|".join(re.escape(each).replace("…", r"[\w-]+") for each in word.split("/"))
        piece = (r"\s+" if made else "") + f"(?:{either})"
        made += f"(?:{piece})?" if optional else piece
    return re.compile(rf"(?<![\w'-]){made}(?![\w-])", re.IGNORECASE)


def lexicon(
    phrases: Iterable[Mapping[str, str]] = (),
    *,
    allow: Iterable[str] = (),
    verbs: Iterable[str] = (),
    off: Iterable[str] = (),
) -> Lexicon:
    """Our list with a team's additions; made once for each policy."""
    own = _own()
    every = [*own["phrases"], *phrases]
    return Lexicon(
        phrases=tuple(_phrase(each) for each in every),
        allowed=tuple(pattern(each) for each in [*own["allow"], *allow]),
        whys={rule: table["why"] for rule, table in own["rules"].items()},
        machines=frozenset(own["machines"]),
        persons=frozenset(own["persons"]),
        verbs=frozenset([*own["verbs"], *(each.casefold() for each in verbs)]),
        words_and_names=frozenset(own["words_and_names"]),
        off=frozenset(off),
    )


def _phrase(each: Mapping[str, str]) -> Phrase:
    more = {name: each.get(name, "") for name in ("instead", "advice", "not_after")}
    return Phrase(each["rule"], pattern(each["find"]), **more, begins=_begins(each["find"]))


def _begins(find: str) -> frozenset[str]:
    """The words that a phrase begins with, so that most phrases need not be looked for at all."""
    first = find.split(maxsplit=1)[0].casefold()
    return frozenset() if "…" in first or first.endswith("?") else frozenset(first.split("/"))


@cache
def _own() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("blameless.toml").read_text("utf-8"))
