"""The forms about an unrealistic deadline: proposing another date, and answering that."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from blocks import kit, typed
from blocks.case_form import field, form, moment_of, number_of, text_of
from blocks.ids import DIGITS, Form
from blocks.item_form import item_of
from blocks.kit import Json
from bot.playbook import action_items
from bot.playbook.labelled import Labelled
from storage.case_records import Item
from storage.overview import Overview

BRIEF = 0  # in the place of an item: the date that the filer asked for


class Answer(Labelled):
    """The answer to a challenge."""

    ACCEPT = "accept", "Accept the date"
    KEEP = "keep", "Keep the deadline"


def deadlines(case: Overview) -> list[tuple[str, str]]:
    """What can be challenged, as options: the filer's date first, then what is owed and has one."""
    brief = case.report.deadline if case.ace.status.is_open else None
    open_brief = brief and not case.progress.deadline_challenge
    dated = [each for each in action_items.most_urgent(case.work.items) if each.due and not each.challenge]
    first = [(f"{BRIEF}", "The date that the filer asked for")] if open_brief else []
    return [*first, *((f"{each.id}", kit.short(each.text, kit.LABEL)) for each in dated[:99])]


def challenge(case: Overview) -> Json:
    """Which deadline, by when instead, and why; there must be one."""
    options = deadlines(case)
    choice = field("which", "Which deadline?", kit.select("which", options, initial=options[0][0]))
    return _challenge(case, [choice])


def challenge_item(case: Overview, item: Item) -> Json:
    """By when instead, and why, for one item."""
    due = f" Due {kit.moment(item.due)}." if item.due else ""
    return _challenge(case, [kit.section(f"{typed.linked(item.text, 300)}{due}")], item=item.id)


def _challenge(case: Overview, first: list[Json], **kept: Any) -> Json:
    return form(
        Form.DEADLINE,
        "Challenge deadline",
        [
            *first,
            field("proposed", "Which date can be kept?", kit.moment_picker("proposed")),
            field(
                "why",
                "What makes the deadline unrealistic?",
                kit.text_input("why", multiline=True),
                hint="Whoever set it answers: they accept the new date, or keep theirs and say why.",
            ),
        ],
        number=case.ace.number,
        submit="Propose date",
        **kept,
    )


def answer_item(case: Overview, item: Item) -> Json:
    """The answer to a challenge of an item's date."""
    return answer(case, item)


def answer(case: Overview, item: Item | None, chosen: Answer = Answer.ACCEPT) -> Json:
    """The answer to a challenge: of an item's date, or of the filer's when there is no item."""
    return form(
        Form.DEADLINE_ANSWER,
        "Answer challenge",
        [
            kit.section(proposal(case, item)),
            field("answer", "Your answer", kit.radio("answer", Answer.options(), initial=chosen)),
            field(
                "comment",
                "A word on it",
                kit.text_input("comment", multiline=True),
                hint="Needed when you keep the deadline: whoever asked is told.",
                optional=True,
            ),
        ],
        number=case.ace.number,
        submit="Answer",
        item=item.id if item else BRIEF,
    )


def proposal(case: Overview, item: Item | None) -> str:
    """Who proposes which date instead of which, and why, as mrkdwn; "" when nothing waits."""
    if item is None:
        challenge = case.progress.deadline_challenge
        if challenge is None:
            return ""
        what, before = "the date you asked for", case.report.deadline
        who, due, why = challenge.noted.by, challenge.due, challenge.noted.text
    else:
        if not item.challenge:
            return ""
        what, before = f"*{typed.linked(item.text, 200)}*", item.due
        who, why = str(item.challenge["by"]), str(item.challenge["why"])
        due = datetime.fromisoformat(str(item.challenge["due"]))
    instead = f" instead of {kit.moment(before)}" if before else ""
    return (
        f"{case.key} ({kit.escape(case.ace.customer)}), {what}: {kit.person(who)} proposes "
        f"{kit.moment(due)}{instead}. Why: {typed.linked(why, 500)}"
    )


def read_challenge(view: Mapping[str, Any]) -> tuple[int, int, datetime | None, str]:
    """Case, item (or BRIEF), the proposed date and the reason."""
    which = text_of(view, "which")
    chosen = which.isascii() and which.isdigit() and len(which) <= DIGITS
    item = int(which) if chosen else item_of(view)
    return number_of(view), item, moment_of(view, "proposed"), text_of(view, "why")


def read_answer(view: Mapping[str, Any]) -> tuple[int, int, Answer | None, str]:
    """Case, item (or BRIEF), the answer and the comment."""
    return number_of(view), item_of(view), Answer.of(text_of(view, "answer")), text_of(view, "comment")
