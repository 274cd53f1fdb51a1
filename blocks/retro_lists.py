"""The forms of causes, timeline and action items: each a list, and a small form for one of them."""

import json
from collections.abc import Sequence

from blocks import case_form, kit, typed
from blocks.ids import Form
from blocks.kit import Json
from blocks.retro_words import menu, press
from bot.playbook.blameless import Finding
from bot.playbook.retrospective import Line, Section
from bot.playbook.retrospective_whys import LENGTH, Why, one, outline
from bot.playbook.work import ItemKind, Term
from storage.case_records import Item
from storage.models import Entry
from storage.retro_overview import RetroOverview

SHOWN = 90  # lines in a list; a form takes a hundred blocks
PAGE = 50  # entries of the record to pick from at a time
BOXES = 10  # in one group; Slack's most


def whys(view: RetroOverview, back: list[list[str]]) -> Json:
    """The causes as they branch."""
    number = view.retro.number
    rows = [_why(number, *each) for each in outline(view.content.whys)]
    how = (
        "Begin with what the customer felt, and ask why until the answer is about how the work is "
        "set up: three "
        "times at least. A cause can have several reasons; each branch goes on by itself."
    )
    add = kit.actions(press("Add a cause", number, "why.0", style="primary"), block_id="add")
    return _list(view, "The five whys", "whys", [kit.context(how), *rows[:SHOWN], add], back)


def _why(number: int, place: str, depth: int, why: Why) -> Json:
    eased = f"\n_Mitigation_: {typed.linked(why.mitigation, 300)}" if why.mitigation else ""
    options = [
        (f"why.{why.id}", "Ask why once more"),
        (f"reword.{why.id}", "Edit it"),
        (f"unwhy.{why.id}", "Take it out"),
    ]
    text = f"{'› ' * depth}*{place}* {typed.linked(why.text, 400)}{eased}"
    return kit.section(text, accessory=menu(number, options, name=f"why{why.id}"))


def why_form(
    number: int,
    parent: int,
    there: Why | None,
    asked: str,
    *,
    seen: str,
    back: list[list[str]],
    theirs: str = "",
) -> Json:
    """One cause: what it is, and what would ease it; `asked` is the cause that it explains."""
    about = kit.section(f"*Why*: {kit.escape(kit.short(asked, 500))}") if asked else None
    cause = kit.text_input("", initial=there.text if there else None, multiline=True, max_length=LENGTH)
    eases = kit.text_input("", initial=there.mitigation if there else None, multiline=True, max_length=LENGTH)
    return case_form.form(
        Form.RETRO_WHY,
        "A cause",
        [
            *_theirs(theirs),
            about,
            case_form.field("cause", "Because", cause, hint="A condition, not a person."),
            case_form.field("mitigation", "What would ease it", eases, optional=True),
        ],
        number=number,
        parent=parent,
        which=there.id if there else 0,
        seen=seen,
        back=back,
    )


def timeline(view: RetroOverview, pages: int, back: list[list[str]]) -> Json:
    """The document's timeline, and the way to pick more from the record."""
    number = view.retro.number
    lines = view.content.timeline
    rows = [_line(number, line) for line in lines[:SHOWN]]
    picks = [
        press(f"Pick from the record{f', page {page + 1}' if pages > 1 else ''}", number, f"pick.{page}")
        for page in range(min(pages, 5))
    ]
    more = f" The first {SHOWN} of {len(lines)} are shown here." if len(lines) > SHOWN else ""
    how = f"The record itself stays as it is: what you correct here is corrected in the document only.{more}"
    return _list(
        view,
        "Timeline",
        "timeline",
        [kit.context(how), *rows, kit.actions(*picks, block_id="pick")],
        back,
    )


def _line(number: int, line: Line) -> Json:
    what = f"line.{int(line.at.timestamp() * 1_000_000)}.{line.entry}"
    text = f"{kit.moment(line.at)} *{kit.escape(line.kind)}* {typed.linked(line.text, 300)}"
    return kit.section(text, accessory=press("Correct line", number, what))


def line_form(number: int, line: Line, *, seen: str, back: list[list[str]], theirs: str = "") -> Json:
    """One line of the timeline: when it was and what it says."""
    return case_form.form(
        Form.RETRO_LINE,
        "Correct a line",
        [
            *_theirs(theirs),
            case_form.field("at", "When it happened", kit.moment_picker("", initial=line.at)),
            case_form.field(
                "text",
                "What it says",
                kit.text_input("", initial=line.text, multiline=True, max_length=500),
                hint="Empty takes the line out of the document. The record keeps it.",
                optional=True,
            ),
        ],
        number=number,
        at=line.at.isoformat(),
        entry=line.entry,
        seen=seen,
        back=back,
    )


def pick_form(view: RetroOverview, entries: Sequence[Entry], page: int, *, back: list[list[str]]) -> Json:
    """A page of the record with what is in the document ticked."""
    shown = list(entries)[page * PAGE : (page + 1) * PAGE]
    there = {line.entry for line in view.content.timeline}
    groups = [shown[at : at + BOXES] for at in range(0, len(shown), BOXES)]
    blocks = [_boxes(place, group, there) for place, group in enumerate(groups)]
    return case_form.form(
        Form.RETRO_PICK,
        "Pick from the record",
        blocks or [kit.section("There is nothing on the timeline yet.")],
        number=view.retro.number,
        shown=[entry.id for entry in shown],
        submit="Use these" if shown else None,
        back=back,
    )


def _boxes(place: int, entries: Sequence[Entry], there: set[int]) -> Json:
    options = [
        kit.option(str(entry.id), f"{entry.at:%d %b %H:%M} UTC {entry.kind.label}", entry.text or "-")
        for entry in entries
    ]
    chosen = [option for option in options if int(option["value"]) in there]
    element: Json = {"type": "checkboxes", "options": options}
    if chosen:
        element["initial_options"] = chosen
    first, last = entries[0].at, entries[-1].at
    return case_form.field(
        f"entries{place}", f"{first:%d %b %H:%M} to {last:%d %b %H:%M} UTC", element, optional=True
    )


def items(view: RetroOverview, back: list[list[str]]) -> Json:
    """The action items of the retrospective."""
    number = view.retro.number
    rows = [_item(view, item) for item in view.items]
    how = (
        "Each has an owner, begins with a verb and has a date. Larger ones are agreed with the "
        "team's manager."
    )
    add = kit.actions(press("Add action item", number, "item.0", style="primary"), block_id="add")
    return _list(view, "Action items", "items", [kit.context(how), *rows, add], back)


def _item(view: RetroOverview, item: Item) -> Json:
    owner = kit.person(item.owner) if item.owner else "no owner yet"
    due = kit.moment(item.due, "{date_short_pretty}") if item.due else "no date yet"
    agreed = f" · agreed by {kit.person(item.committed_by)}" if item.committed_by else ""
    team = f" · {kit.escape(item.team)}" if item.team else ""
    options = [(f"item.{item.id}", "Edit it"), (f"unitem.{item.id}", "Take it out")]
    text = f"*{kit.escape(item.text)}*\n{owner}{team} · {due} · {item.term.label.partition(':')[0]}{agreed}"
    return kit.section(text, accessory=menu(view.retro.number, options, name=f"item{item.id}"))


def item_form(
    number: int, item: Item | None, *, due: int, seen: str, back: list[list[str]], theirs: str = ""
) -> Json:
    """One action item; `due` (epoch seconds) is proposed for a new one."""
    element = kit.moment_picker("", initial=item.due if item else None)
    if item is None:
        element["initial_date_time"] = due
    term = item.term if item else Term.SHORT
    kind = item.kind if item else ItemKind.TEAM
    link: Json = {"type": "url_text_input"}
    if item and item.link:
        link["initial_value"] = item.link
    field = case_form.field
    return case_form.form(
        Form.RETRO_ITEM,
        "Action item",
        [
            *_theirs(theirs),
            field(
                "text",
                "What is to be done",
                kit.text_input("", initial=item.text if item else None, max_length=300),
                hint="Begin with a verb.",
            ),
            field(
                "owner",
                "Who does it",
                kit.person_select("", initial=item.owner if item else None),
                optional=True,
            ),
            field(
                "team",
                "Their team",
                kit.text_input("", initial=item.team if item else None, max_length=100),
                optional=True,
            ),
            field("due", "By when", element, optional=True),
            field(
                "committed_by",
                "Who agreed to that date",
                kit.person_select("", initial=item.committed_by if item else None),
                hint="The owner or their manager. The service level counts from the day they agree.",
                optional=True,
            ),
            field("term", "Term", kit.radio("", Term.options(), initial=term)),
            field("kind", "Kind", kit.select("", ItemKind.options(), initial=kind)),
            field("link", "Ticket", link, optional=True),
        ],
        number=number,
        which=item.id if item else 0,
        seen=seen,
        back=back,
    )


def _theirs(text: str) -> list[Json]:
    """What somebody else made of it meanwhile, above the fields that still hold what was typed."""
    if not text:
        return []
    how = (
        "*Somebody else changed this while you were writing.* Nothing of yours is lost: it stands in the "
        "fields below and was not saved yet. Submit to keep it, or press Cancel to leave theirs:"
    )
    return [kit.section(how), typed.line(*typed.said(text))]


def check(view: RetroOverview, back: list[list[str]]) -> Json:
    """What the blameless check found, where it stands, why, and the offer."""
    rows: list[Json] = []
    for place, finding in enumerate(view.findings[:20]):
        where = _where(view, finding)
        offer = f"\nInstead: *{kit.escape(finding.instead)}*" if finding.instead else ""
        said = f"*{where}*: “{kit.escape(kit.short(finding.quote, 150))}”\n{finding.why}{offer}"
        rows += [kit.section(f"{said}\n`{finding.rule}`"), _offers(view, place)]
    left = len(view.findings) - 20
    more = [kit.context(f"And {left} more, once these are looked at.")] if left > 0 else []
    none = [kit.section("Nothing in this document points at anybody. Thank you for writing it this way.")]
    how = kit.context(
        "These are offers. None of them holds anything up, and you know the case better than a list."
    )
    return _list(view, "Check the wording", "check", [how, *rows, *more] if rows else none, back)


def _where(view: RetroOverview, finding: Finding) -> str:
    """The section of a finding, and which of its causes or action items."""
    why = one(view.content.whys, finding.which) if finding.section is Section.CAUSES else None
    items = view.items if finding.section is Section.ITEMS else []
    item = next((each for each in items if each.id == finding.which), None)
    text = why.text if why else item.text if item else ""
    return f"{finding.section.label}, {kit.escape(kit.short(text, 60))}" if text else finding.section.label


def _offers(view: RetroOverview, place: int) -> Json:
    finding, number = view.findings[place], view.retro.number
    buttons = []
    if finding.instead:
        buttons.append(
            press("Use the other words", number, f"use.{place}.{view.content.hash}", style="primary")
        )
    edits = (
        f"reword.{finding.which}" if finding.section.value == "causes" else f"edit.{finding.section.value}"
    )
    if finding.section in {Section.ITEMS, Section.TIMELINE}:
        edits = f"item.{finding.which}" if finding.section is Section.ITEMS else f"line.0.{finding.which}"
    buttons += [
        press("Edit it", number, edits),
        press("Leave it", number, f"leave.{place}.{view.content.hash}"),
    ]
    made: list[Json] = [each | {"action_id": f"{each['action_id']}.{place}"} for each in buttons]
    return kit.actions(*made, block_id=f"offer{place}")


def _list(view: RetroOverview, title: str, kind: str, blocks: list[Json], back: list[list[str]]) -> Json:
    kept = {"number": view.retro.number, "kind": kind, "back": back}
    return kit.modal(title, blocks, callback_id=f"retro_{kind}", close="Back", metadata=json.dumps(kept))
