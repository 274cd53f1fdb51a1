"""Writing a retrospective: its texts, timeline and causes, by several people at the same time."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta

from bot.playbook import retrospective_whys as tree
from bot.playbook.refusal import Refusal
from bot.playbook.retrospective import LONGEST, PARTS, Content, Line, Section
from bot.playbook.retrospective_steps import State, Step
from bot.playbook.retrospective_whys import Why
from bot.playbook.timeline import EntryKind
from bot.services import (
    history,
    retrospective_approvals,
    retrospective_approvers,
    retrospective_draft,
    retrospectives,
)
from storage import entries, retro_overview
from storage.columns import Json
from storage.database import Tx
from storage.models import Escalation
from storage.retro_records import Retrospective

LINE = 500  # characters of one line of the timeline
Taken = tuple[Escalation, Retrospective, State]


class Changed(Exception):
    """Somebody else changed it meanwhile; `now` is what it says, `seen` its hash, and nothing was kept."""

    def __init__(self, now: str, seen: str) -> None:
        """Keep what stands there."""
        super().__init__()
        self.now = now
        self.seen = seen


async def write(
    tx: Tx, number: int, section: Section, text: str, *, seen: str, by: str, below: bool = False
) -> None:
    """Put a text into a section; `seen` is the hash of what its writer had in front of them.

    `below` puts it under what stands there now instead. Raises Changed when somebody else was faster, Refusal
    when it may not be written or is too long.
    """
    taken = await retrospectives.taking(tx, number, Step.EDIT, by=by)
    content = await retrospectives.content(tx, taken[1])
    there = content.text(section)
    if below:
        text = f"{there}\n\n{text}" if there else text
    elif seen != content.part_hash(section) and text != there:
        raise Changed(there, content.part_hash(section))
    if len(text) > LONGEST:
        raise Refusal(
            f"That is {len(text):,} characters, and a section takes {LONGEST:,}. What you wrote is still "
            "here: move a part of it into another section, or link to a document.",
            field="text0",
        )
    await _keep(tx, taken, content.written(section, text), f"Wrote {section.label}", by=by)


async def add_part(tx: Tx, number: int, parts: dict[Section, str], *, by: str) -> Retrospective:
    """Add what one participant saw to the sections, each as a paragraph of its own; nothing is replaced.

    Raises Refusal when all of it is empty.
    """
    taken = await retrospectives.taking(tx, number, Step.EDIT, by=by)
    retro = taken[1]
    given = {section: text for section, text in parts.items() if section in PARTS and text}
    if not given:
        raise Refusal("Write at least one of them, or press Cancel.", field=PARTS[0].value)
    view = await retro_overview.of(tx, number)
    role = _role(view, by)
    content = await retrospectives.content(tx, retro)
    for section, text in given.items():
        before = content.text(section)
        content = content.written(section, f"{before}\n\n[{role}] {text}" if before else f"[{role}] {text}")
        if len(content.text(section)) > LONGEST:
            raise Refusal(f"{section.label} is full. Shorten what you add.", field=section.value)
    retro.parts = {**retro.parts, by: tx.now.isoformat()}
    await _keep(tx, taken, content, "Added their part", by=by)
    return retro


def _role(view: retro_overview.RetroOverview | None, person: str) -> str:
    """How the document speaks of somebody."""
    if view is None:
        return "responder"
    role = view.people.get(view.name(person), "a responder")
    return role.removeprefix("the ").removeprefix("a ")


async def add_why(tx: Tx, number: int, parent: int, text: str, mitigation: str, *, by: str) -> None:
    """Add a cause under another one, or a new branch. Raises Refusal."""
    await _whys(tx, number, lambda whys: tree.added(whys, parent, text, mitigation), "Added a cause", by=by)


async def change_why(
    tx: Tx, number: int, which: int, text: str, mitigation: str, *, seen: str, by: str
) -> None:
    """Word a cause otherwise. Raises Changed when somebody else did so meanwhile, or Refusal."""

    def changed(whys: tuple[Why, ...]) -> tuple[Why, ...]:
        there = tree.one(whys, which)
        if there and seen != why_hash(there) and (there.text, there.mitigation) != (text, mitigation):
            eased = f" => {there.mitigation}" if there.mitigation else ""
            raise Changed(there.text + eased, why_hash(there))
        return tree.changed(whys, which, text, mitigation)

    await _whys(tx, number, changed, "Worded a cause otherwise", by=by)


async def remove_why(tx: Tx, number: int, which: int, *, by: str) -> None:
    """Take a cause out, with all that explains it."""
    await _whys(tx, number, lambda whys: tree.without(whys, which), "Took out a cause", by=by)


def why_hash(why: Why) -> str:
    """What a cause stands at, to notice that somebody else changed it."""
    return Content(whys=(why,)).hash


async def _whys(
    tx: Tx,
    number: int,
    change: Callable[[tuple[Why, ...]], tuple[Why, ...]],
    said: str,
    *,
    by: str,
) -> None:
    taken = await retrospectives.taking(tx, number, Step.EDIT, by=by)
    content = await retrospectives.content(tx, taken[1])
    await _keep(tx, taken, replace(content, whys=change(content.whys)), said, by=by)


async def pick(tx: Tx, number: int, wanted: Collection[int], shown: Collection[int], *, by: str) -> None:
    """Take entries of the record into the document's timeline, and leave those `shown` but not wanted.

    Lines that were corrected stay as they are.
    """
    taken = await retrospectives.taking(tx, number, Step.EDIT, by=by)
    content = await retrospectives.content(tx, taken[1])
    kept = [line for line in content.timeline if line.entry not in shown or line.entry in wanted]
    there = {line.entry for line in kept}
    record = await entries.of_case(tx, number)
    new = [
        retrospective_draft.line(entry)
        for entry in record
        if entry.id in wanted and entry.id not in there and entry.withdrawn_at is None
    ]
    lines = tuple(sorted([*kept, *new], key=lambda line: (line.at, line.entry)))
    await _keep(tx, taken, replace(content, timeline=lines), "Picked the timeline", by=by)


async def correct_line(
    tx: Tx, number: int, which: int, at: datetime, text: str, *, seen: str, by: str
) -> None:
    """Say otherwise what the line of an entry says, or when it was; an empty text takes it out.

    The record itself stays as it is. Raises Changed when somebody else corrected it meanwhile, Refusal when
    the line is gone.
    """
    taken = await retrospectives.taking(tx, number, Step.EDIT, by=by)
    content = await retrospectives.content(tx, taken[1])
    there = next((line for line in content.timeline if line.entry == which), None)
    if there is None:
        raise Refusal("That line was taken out meanwhile. Nothing was changed; look once more.")
    if seen != line_hash(there) and (there.at, there.text) != (at, text):
        raise Changed(f"{there.at:%d %b %Y %H:%M} UTC: {there.text}", line_hash(there))
    if at > tx.now + timedelta(minutes=1):
        raise Refusal("That moment has not come yet. Choose when it happened.", field="at")
    corrected = [
        Line(at, line.kind, text[:LINE], line.entry) if line.entry == which else line
        for line in content.timeline
    ]
    lines = tuple(sorted((each for each in corrected if each.text), key=lambda line: (line.at, line.entry)))
    await _keep(tx, taken, replace(content, timeline=lines), "Corrected the timeline", by=by)


def line_hash(line: Line) -> str:
    """What a line of the timeline stands at, to notice that somebody else corrected it."""
    return Content(timeline=(line,)).hash


async def reword(tx: Tx, number: int, found: Json, *, by: str) -> None:
    """Put the offered words where the blameless check found others: one press.

    `found` is {"section", "which", "start", "quote", "instead"}; action items are not among them. Raises
    Refusal when the text has changed.
    """
    taken = await retrospectives.taking(tx, number, Step.EDIT, by=by)
    content = await retrospectives.content(tx, taken[1])
    section, which = Section(found["section"]), int(found["which"])
    why = tree.one(content.whys, which) if section is Section.CAUSES else None
    if why:
        stands = why.text[int(found["start"]) :].startswith(str(found["quote"]))
        text = said_otherwise(why.text, found) if stands else why.text
        eased = why.mitigation if stands else said_otherwise(why.mitigation, found)
        content = replace(content, whys=tree.changed(content.whys, which, text, eased))
    elif section is Section.TIMELINE:
        lines = [
            replace(line, text=said_otherwise(line.text, found)[:LINE]) if line.entry == which else line
            for line in content.timeline
        ]
        content = replace(content, timeline=tuple(lines))
    else:
        content = content.written(section, said_otherwise(content.text(section), found))
    await _keep(tx, taken, content, f"Said it otherwise in {section.label}", by=by)


def said_otherwise(text: str, found: Json) -> str:
    """A text with the offered words; raises Refusal when the others do not stand there any more."""
    start, quote = int(found["start"]), str(found["quote"])
    if not quote or not text[start:].startswith(quote):
        raise Refusal("That text has changed meanwhile. Nothing was changed; press Check the wording again.")
    return text[:start] + _fitting(str(found["instead"]), text, start) + text[start + len(quote) :]


def _fitting(instead: str, text: str, start: int) -> str:
    """Other words with a capital where a sentence begins."""
    before = text[:start].rstrip(" ")
    begins = not before or before[-1] in ".!?\n"
    return instead[:1].upper() + instead[1:] if begins else instead


async def leave(tx: Tx, number: int, weight: str, *, by: str) -> None:
    """Leave a finding of the blameless check as it is: it is not shown again while the words stand."""
    ace, retro, _ = await retrospectives.taking(tx, number, Step.EDIT, by=by)
    retro.weighed = [*[each for each in retro.weighed if each != weight], weight][-100:]
    await retrospectives.show(tx, ace)


async def assign(tx: Tx, number: int, owner: str, *, by: str) -> None:
    """Give the retrospective another owner, who must see the case. Raises Refusal."""
    ace, retro, _ = await retrospectives.taking(tx, number, Step.ASSIGN, by=by)
    await retrospective_approvers.check_person(tx, ace, owner, field="owner")
    if retro.owner == owner:
        return
    retro.owner = owner
    history.note(
        tx, ace, EntryKind.RETROSPECTIVE, "Changed the owner of the retrospective", by=by, person=owner
    )
    await retrospectives.show(tx, ace)


async def _keep(tx: Tx, taken: Taken, made: Content, said: str, *, by: str) -> None:
    ace, retro, state = taken
    before = await retrospectives.content(tx, retro)
    retrospectives.keep(tx, retro, made, by=by)
    history.note(tx, ace, EntryKind.RETROSPECTIVE, said, by=by)
    await retrospective_approvals.edited(tx, ace, retro, state, before=before, after=made, by=by)
    await retrospectives.show(tx, ace)
