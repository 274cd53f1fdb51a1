"""Where a case stands, for its card: what the next step waits for, and a line from each part of the work."""

from collections.abc import Callable, Sequence

from blocks import due_lines, kit
from blocks.assessment_lines import assessment_lines, first_hour_lines
from blocks.attempt_lines import attempt_line
from blocks.contact_lines import contact_line
from blocks.criteria_lines import criteria_line
from blocks.item_lines import item_line
from blocks.people_messages import cover_lines
from blocks.resolution_lines import challenge_line, resolution_line
from bot.playbook import guards
from bot.playbook.acts import STEPS, Act
from bot.playbook.guards import Missing
from storage.overview import Overview

ROOM = 2900  # characters of a section
WAITING = 4  # things that are named


def gaps(case: Overview) -> list[Missing]:
    """What the next step waits for, the retrospective left out."""
    act = guards.next_step(case.ace.status)
    return guards.missing(STEPS[act], case.facts) if act and case.ace.em else []


def needed_line(case: Overview) -> str | None:
    """What the next step waits for, so that nobody has to press to find out."""
    act, waits = guards.next_step(case.ace.status), gaps(case)
    if not act or not waits:
        return None
    named = "; ".join(kit.escape(each.text) for each in waits[:WAITING])
    more = f"; and {len(waits) - WAITING} more" if len(waits) > WAITING else ""
    return f"*Before “{act.label}”*: {named}{more}."


def due_line(case: Overview) -> str | None:
    """What is due next, and when."""
    due = due_lines.following(case.clocks)
    return f"*Next*: {due}." if due else None


def seats_line(case: Overview) -> str | None:
    """Who stands in for whom, and whom the case was offered to."""
    offered = case.work.handover
    waits = (
        f"*Handover*: offered to {kit.escape(case.name(offered.taker))}, no answer yet." if offered else ""
    )
    return "\n".join(filter(None, [*cover_lines(case), waits])) or None


LINES: Sequence[Callable[[Overview], str | None]] = (
    due_line,
    needed_line,
    seats_line,
    first_hour_lines,
    criteria_line,
    item_line,
    attempt_line,
    contact_line,
    resolution_line,
    challenge_line,
    assessment_lines,
)


def standing(case: Overview) -> str | None:
    """Those lines that have something to say and that fit; None when none does."""
    said: list[str] = []
    for line in (each(case) for each in LINES):
        if line and sum(len(each) + 1 for each in said) + len(line) <= ROOM:
            said.append(line)
    return "\n".join(said) or None


def two_more(case: Overview) -> list[Act]:
    """The acts that stand beside the next step: what it waits for first, and what is always at hand."""
    waits = next((gap.act for gap in gaps(case)), None)
    if case.ace.status.is_open:
        return [waits or Act.CONTACT, Act.UPDATE] if case.ace.em else [Act.DECLINE]
    return [Act.REOPEN, Act.RETRO] if waits is None else [waits, Act.RETRO]
