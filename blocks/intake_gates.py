"""The gates a first Submit may meet: is the case known already, and could support solve it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from blocks.kit import Json, divider, escape, field, header, option, section, short, text_input
from bot.playbook.intake import LENGTHS, is_said
from bot.playbook.likeness import Candidate
from bot.playbook.naming import key
from bot.playbook.report import typed

DUPLICATE = "duplicate_choice"
SUPPORT = "support_choice"
REASON = "support_reason"
_HEADLINE = 80  # characters
_REASON_LINE = 110  # characters
_REASONS = 5
_DIGITS = 9


class Duplicate(StrEnum):
    """What to do about a case that is there already."""

    JOIN = "join"
    LINK = "link"
    FILE = "file"


class Support(StrEnum):
    """What to do about a report that support could handle."""

    HANDLE = "handle"
    RAISE = "raise"


@dataclass(frozen=True, slots=True)
class Listed:
    """A case as the gate lists it; nothing in it is escaped yet."""

    number: int
    is_open: bool
    headline: str
    reason: str

    @classmethod
    def of(cls, candidate: Candidate) -> "Listed":
        """What the filer is shown of a candidate."""
        known = candidate.known
        story = short(known.summary or known.impact, _HEADLINE)
        return cls(known.number, candidate.is_open, story, short(candidate.reason, _REASON_LINE))


@dataclass(frozen=True, slots=True)
class Answers:
    """What the filer chose at the gates; None for a gate that was not shown or not answered."""

    duplicate: Duplicate | None = None
    number: int | None = None
    support: Support | None = None
    reason: str = ""


def listed_reasons(reasons: Iterable[str]) -> tuple[str, ...]:
    """Reasons as the second gate lists them, a handful at most."""
    return tuple(short(reason, _REASON_LINE) for reason in reasons)[:_REASONS]


def duplicates(listed: Sequence[Listed], answers: Answers, prefix: str) -> list[Json]:
    """The first gate: the cases, and the choice to join one, link one or file all the same."""
    if not listed:
        return []
    lines = [_line(each, prefix) for each in listed]
    options = [each for case in listed for each in _ways(case, prefix)]
    options.append(option(Duplicate.FILE, "File all the same", "It is something else"))
    chosen = answers.duplicate and (
        f"{answers.duplicate}:{answers.number}" if answers.number else answers.duplicate
    )
    return [
        header("This customer is with us already"),
        section("\n".join(lines), block_id="duplicate_cases"),
        field(DUPLICATE, "Is it the same thing?", _radio(DUPLICATE, options, chosen)),
        divider(),
    ]


def support(reasons: Sequence[str], answers: Answers) -> list[Json]:
    """The second gate: why support may be quicker, and the choice to raise it with a reason."""
    if not reasons:
        return []
    lines = "\n".join(f"• {escape(reason)}" for reason in reasons)
    options = [
        option(Support.HANDLE, "Handle it in support after all", "Nothing is filed"),
        option(Support.RAISE, "Raise it anyway", "With a reason, below"),
    ]
    return [
        header("Could support solve this?"),
        section(f"It looks as if it might:\n{lines}", block_id="support_reasons"),
        field(SUPPORT, "How do you want to go on?", _radio(SUPPORT, options, answers.support)),
        field(
            REASON,
            "Why raise it?",
            text_input(REASON, initial=answers.reason, max_length=LENGTHS[REASON]),
            hint="Needed when you raise it anyway. A few words will do.",
            optional=True,
        ),
        divider(),
    ]


def read(values: Mapping[str, Any], *, known: bool, questioned: bool) -> Answers:
    """What was chosen, from one element for each block id.

    Anything odd counts as not answered, and so does an answer at a gate that was not shown: `known` is
    True when the first one was, `questioned` when the second one was.
    """
    verb, _, digits = _chosen(values, DUPLICATE).partition(":") if known else ("", "", "")
    duplicate = next((each for each in Duplicate if each == verb), None)
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS else None
    went_on = _chosen(values, SUPPORT) if questioned else ""
    return Answers(
        duplicate=duplicate if (duplicate is Duplicate.FILE) == (number is None) else None,
        number=number,
        support=next((each for each in Support if each == went_on), None),
        reason=typed(values.get(REASON, {}).get("value")) if questioned else "",
    )


def unanswered(listed: Sequence[Listed], reasons: Sequence[str], answers: Answers) -> dict[str, str]:
    """What a gate that is shown still needs: a sentence by block id."""
    found = {}
    offered = {each.number for each in listed if each.is_open or answers.duplicate is not Duplicate.JOIN}
    if listed and (
        answers.duplicate is None or (answers.number is not None and answers.number not in offered)
    ):
        found[DUPLICATE] = "Choose what to do about the case that is there already."
    if reasons and answers.support is None:
        found[SUPPORT] = "Choose how to go on."
    if reasons and answers.support is Support.RAISE and not is_said(answers.reason):
        found[REASON] = "Say in a few words why support cannot solve it."
    return found


def _line(case: Listed, prefix: str) -> str:
    state = "open" if case.is_open else "closed lately"
    return f"*{key(case.number, prefix)}* ({state}): {escape(case.headline)}\n_{escape(case.reason)}_"


def _ways(case: Listed, prefix: str) -> list[Json]:
    name = key(case.number, prefix)
    link = option(f"{Duplicate.LINK}:{case.number}", f"File, and link it to {name}", case.headline)
    if not case.is_open:
        return [link]
    return [option(f"{Duplicate.JOIN}:{case.number}", f"Join {name} instead", "Nothing new is filed"), link]


def _radio(action_id: str, options: list[Json], chosen: str | None) -> Json:
    made: Json = {"type": "radio_buttons", "action_id": action_id, "options": options}
    initial = next((each for each in options if each["value"] == chosen), None)
    return made | ({"initial_option": initial} if initial else {})


def _chosen(values: Mapping[str, Any], block_id: str) -> str:
    chosen = values.get(block_id, {}).get("selected_option")
    return typed(chosen.get("value")) if isinstance(chosen, Mapping) else ""
