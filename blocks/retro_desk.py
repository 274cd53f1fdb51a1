"""The form behind "Write retrospective": every section with its Edit button."""

import json

from blocks import kit, typed
from blocks.kit import Json
from blocks.retro_words import PREVIEW, press
from bot.playbook.retrospective import REQUIRED, Section
from storage.retro_overview import RetroOverview

DESK = "retro_desk"  # it is read, never submitted
LINES = 3  # of a section that are shown as lines of their own
ROW = 110  # characters of one of them
VERBS = {
    Section.TIMELINE: "Edit timeline",
    Section.CAUSES: "Edit the five whys",
    Section.ITEMS: "Edit action items",
}


def desk(view: RetroOverview) -> Json:
    """Every section as it begins, each with its button."""
    number = view.retro.number
    found = len(view.findings)
    blocks = [
        kit.context(
            "Everyone on the case can write here, also at the same time. Roles instead of names: "
            "what made it possible, not who did it."
        ),
        *(_section(view, section) for section in Section),
        kit.actions(press(f"Check the wording ({found})", number, "check"), block_id="check"),
    ]
    return kit.modal(
        f"Retrospective {view.key}",
        blocks,
        callback_id=DESK,
        metadata=json.dumps({"number": number, "kind": "desk"}),
    )


def _begins(view: RetroOverview, section: Section) -> str:
    """The beginning of a section, or how much there is of the timeline."""
    lines = view.content.timeline
    if section is Section.TIMELINE and lines:
        count = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
        return f"{count}, from {kit.moment(lines[0].at)} to {kit.moment(lines[-1].at)}."
    if section is Section.ITEMS and view.items:
        return typed.linked("; ".join(item.text for item in view.items), PREVIEW)
    rows = [row for row in view.content.plain(section).splitlines() if row.strip()]
    shown = [typed.linked(row, ROW) for row in rows[:LINES]] if len(rows) > 1 else []
    more = ["…"] if len(rows) > LINES else []
    return "\n".join([*shown, *more]) or typed.linked("".join(rows), PREVIEW) or "Nothing yet."


def _section(view: RetroOverview, section: Section) -> Json:
    plain = view.content.plain(section)
    needed = " (needed for approval)" if section in REQUIRED and not plain.strip() else ""
    begins = _begins(view, section)
    label = VERBS.get(section, f"Edit {section.label[0].lower()}{section.label[1:]}")
    return kit.section(
        f"*{section.label}*{needed}\n{begins}",
        accessory=press(label, view.retro.number, f"edit.{section.value}"),
    )
