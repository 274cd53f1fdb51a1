"""The list of exit criteria with a field for new ones, and the small form behind each entry of its menus."""

from collections.abc import Mapping
from typing import Any

from blocks import kit, typed
from blocks.case_form import field, form, id_of, kept_in, number_of, text_of
from blocks.criteria_lines import standing
from blocks.ids import Form, Press, about
from blocks.kit import Json
from bot.playbook import criteria
from bot.playbook.criteria import Change
from storage.case_records import Criterion
from storage.overview import Overview

TEXT = "said"  # the one field of the form behind an entry
_ASKS: Mapping[Change, tuple[str, str, str]] = {  # label, hint, the button
    Change.MEET: (
        "What shows that it holds?",
        "A test, a number, a link, or the customer's own word.",
        "Mark met",
    ),
    Change.WAIVE: ("Why is it waived?", "Your name and this reason stay on the record.", "Waive"),
    Change.EDIT: ("What must hold?", "Something that can be shown to be true, in one sentence.", "Save"),
}


def listing(case: Overview) -> Json:
    """Every exit criterion with what can be done to it, and a field for more.

    The field gets a new name each time, since Slack keeps what was typed under a name.
    """
    name = f"new-{case.count}"
    there = case.work.criteria
    return form(
        Form.CRITERIA,
        "Exit criteria",
        [
            kit.section(_head(case)),
            *(_entry(case, each) for each in there),
            kit.divider() if there else None,
            field(
                name,
                "What must hold before this is resolved?",
                kit.text_input(name, multiline=True),
                hint="One a line, each something that can be shown to be true.",
            ),
        ],
        number=case.ace.number,
        submit="Add to the list",
        field=name,
    )


def _head(case: Overview) -> str:
    count = criteria.count(each.state for each in case.work.criteria)
    if not count:
        return (
            f"*{case.key}* has no exit criteria yet. They say what has to be true for it to count as solved."
        )
    return f"*{case.key}*: {count}. The case can be resolved once each is met with evidence, or waived."


def _entry(case: Overview, criterion: Criterion) -> Json:
    menu = kit.overflow(
        about(Press.CRITERION, case.ace.number, str(criterion.id)),
        [(each.value, each.label) for each in criteria.POSSIBLE[criterion.state]],
    )
    stands = kit.escape(standing(case, criterion))
    return kit.section(
        f"{typed.linked(criterion.text, criteria.LONGEST)}\n{stands[:1].upper()}{stands[1:]}.", accessory=menu
    )


def one(case: Overview, criterion: Criterion, change: Change) -> Json:
    """The form that a change asks for: the evidence, the reason, or new words."""
    label, hint, verb = _ASKS[change]
    initial = criterion.text if change is Change.EDIT else None
    return form(
        Form.CRITERION,
        change.label,
        [
            kit.section(typed.linked(criterion.text, criteria.LONGEST)),
            field(TEXT, label, kit.text_input(TEXT, initial=initial, multiline=True), hint=hint),
        ],
        number=case.ace.number,
        submit=verb,
        criterion=criterion.id,
        change=change,
    )


def read_new(view: Mapping[str, Any]) -> tuple[int, str, str]:
    """Case, what was typed, and the name of the field it was typed in."""
    name = str(kept_in(view).get("field") or "")
    return number_of(view), text_of(view, name), name


def read_one(view: Mapping[str, Any]) -> tuple[int, int, Change | None, str]:
    """Case, criterion, what to do, and what was typed; 0 and None where it cannot be read."""
    change = Change.of(kept_in(view).get("change"))
    return number_of(view), id_of(view, "criterion"), change, text_of(view, TEXT)
