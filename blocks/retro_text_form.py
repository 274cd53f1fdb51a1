"""The form of one section: a text of any length in several inputs, and what somebody else wrote meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from blocks import case_form, kit
from blocks.ids import Form
from blocks.kit import Json
from bot.playbook.labelled import Labelled
from bot.playbook.report import typed
from bot.playbook.retrospective import PARTS, Section
from bot.playbook.retrospective_difference import of_texts
from bot.playbook.retrospective_texts import join, split, units

MOST = 20  # inputs
ROOM = 1400  # characters of the last part from which on an empty one follows
THEIRS = 6000  # characters of somebody else's changes that are shown
_MARKS = {"\n\n": "p", "\n": "l", " ": "w", "": "-"}  # what stood between two parts, in one letter
_BREAKS = {mark: between for between, mark in _MARKS.items()}


class Keep(Labelled):
    """What to do with two versions of a section."""

    MINE = "mine", "What stands in the fields below"
    BOTH = "both", "Theirs, and below it what stands in the fields"
    THEIRS = "theirs", "Theirs only"


@dataclass(frozen=True)
class Written:
    """What somebody submitted: the section's text, and the hash of what they had in front of them."""

    number: int
    section: Section | None
    text: str
    seen: str
    keep: Keep


def text_form(
    number: int, section: Section, text: str, *, seen: str, back: list[list[str]], theirs: str | None = None
) -> Json:
    """The section's text in inputs that can grow; `theirs` is what somebody else made of it meanwhile."""
    pieces, between = split(text)
    inputs = [_input(section, place, piece, len(pieces)) for place, piece in enumerate(pieces)]
    if units(pieces[-1]) > ROOM and len(pieces) < MOST:
        inputs.append(_input(section, len(pieces), "", len(pieces) + 1))
    return case_form.form(
        Form.RETRO_TEXT,
        section.label,
        [*(_conflict(section, text, theirs) if theirs is not None else []), *inputs],
        number=number,
        section=section.value,
        seen=seen,
        between="".join(_MARKS[each] for each in between),
        back=back,
    )


def _input(section: Section, place: int, text: str, count: int) -> Json:
    label = section.label if place == 0 else f"{section.label}, part {place + 1}"
    hint = section.hint if place == 0 else None
    if count > 1 and place == count - 1 and not text:
        hint = "For more: a new paragraph."
    element = kit.text_input("", initial=text, multiline=True)
    return case_form.field(f"text{place}", label, element, hint=hint or None, optional=True)


def _conflict(section: Section, mine: str, theirs: str) -> list[Json]:
    change = of_texts(section, mine, theirs)
    lines = [*(f"- {each}" for each in change.gone), *(f"+ {each}" for each in change.new)] if change else []
    shown = "\n".join(lines)[:THEIRS]
    return [
        kit.section(
            "*Somebody else changed this section while you were writing.* Nothing of yours is lost: "
            "it stands in "
            "the fields below and was not saved yet. This is how theirs (+) differs from yours (-):"
        ),
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_preformatted",
                    "elements": [{"type": "text", "text": shown or "(the same)"}],
                }
            ],
        },
        case_form.field("keep", "What to save", kit.radio("", Keep.options(), initial=Keep.MINE)),
    ]


def read(view: Mapping[str, Any]) -> Written:
    """What the form holds; parts are joined by what stood between them."""
    kept = case_form.kept_in(view)
    values = _texts(view)
    between = [_BREAKS.get(mark, "\n\n") for mark in str(kept.get("between") or "")]
    return Written(
        number=case_form.number_of(view),
        section=Section.of(kept.get("section")),
        text=typed(join(values, between)),
        seen=str(kept.get("seen") or ""),
        keep=Keep.of(case_form.text_of(view, "keep")) or Keep.MINE,
    )


def _texts(view: Mapping[str, Any]) -> list[str]:
    """The inputs as they were typed: spaces at their ends belong to the text."""
    state = view.get("state")
    values = state.get("values") if isinstance(state, Mapping) else None
    found: list[str] = []
    for place in range(MOST + 1):
        name = f"text{place}"
        block = values.get(name) if isinstance(values, Mapping) else None
        element = block.get(name) if isinstance(block, Mapping) else None
        value = element.get("value") if isinstance(element, Mapping) else None
        found.append(value.replace("\r\n", "\n") if isinstance(value, str) else "")
    while len(found) > 1 and not found[-1]:
        found.pop()
    return found


def back_of(view: Mapping[str, Any]) -> list[list[str]]:
    """The forms below this one, [[view id, kind]], to be drawn again when something was saved."""
    back = case_form.kept_in(view).get("back")
    rows = back if isinstance(back, list) else []
    return [row for row in rows if isinstance(row, list) and [type(each) for each in row] == [str, str]]


def part_form(number: int, title: str) -> Json:
    """What a participant adds in their own time, without a meeting."""
    return case_form.form(
        Form.RETRO_PART,
        "Add your part",
        [
            kit.section(
                f"Add what you saw to the retrospective of {title}. It is added to what is there, "
                "under your role. "
                "Nobody is looked for: tell what was in place and what was missing."
            ),
            *(_part(section) for section in PARTS),
        ],
        number=number,
        submit="Add it",
    )


def _part(section: Section) -> Json:
    element = kit.text_input("", multiline=True)
    hint = section.hint or None
    return case_form.field(section.value, section.label, element, hint=hint, optional=True)


def read_part(view: Mapping[str, Any]) -> dict[Section, str]:
    """What was added, by section."""
    return {section: text for section in PARTS if (text := case_form.text_of(view, section.value))}
