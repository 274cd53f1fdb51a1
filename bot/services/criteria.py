"""Exit criteria: added, met with evidence, waived by name and reason, opened again, removed."""

from datetime import datetime

from bot.playbook import criteria as rules
from bot.playbook.acts import Act
from bot.playbook.criteria import Change
from bot.playbook.refusal import Refusal
from bot.playbook.timeline import EntryKind
from bot.playbook.work import CriterionState
from bot.services import cases, history, undo
from bot.services.undo import Before
from storage import casework
from storage.case_records import Criterion
from storage.database import Tx
from storage.models import Escalation

_SAID = {
    Change.MEET: "Met",
    Change.WAIVE: "Waived",
    Change.EDIT: "Reworded",
    Change.REOPEN: "Open again",
    Change.REMOVE: "Removed",
}


async def add(tx: Tx, number: int | None, text: str, *, by: str, field: str | None = None) -> list[str]:
    """Add exit criteria, one for each line of `text`; returns those that were new.

    Raises Refusal when there is nothing new in it, or too much. Source: handbook, "Discovery".
    """
    ace = await cases.changing(tx, number, by=by, act=Act.CRITERIA)
    there = (await casework.of(tx, ace.number)).criteria
    fresh = rules.new(text, (each.text for each in there), field=field)
    before = Before(ace)
    added = [
        Criterion(number=ace.number, text=line, evidence="", added_by=by, added_at=tx.now) for line in fresh
    ]
    for each in added:
        tx.add(each)
        history.note(tx, ace, EntryKind.CRITERION, f"Must hold: {each.text}", by=by)
    await tx.flush()
    before.added(*added)
    what = "Exit criterion added" if len(fresh) == 1 else f"{len(fresh)} exit criteria added"
    await _done(tx, ace, what, before, by=by)
    return fresh


async def change(
    tx: Tx,
    number: int | None,
    criterion: int,
    what: Change,
    said: str = "",
    *,
    by: str,
    field: str | None = None,
) -> Criterion:
    """Do one thing to a criterion; `said` is the evidence, the reason, or the new words.

    Raises Refusal when there is none such, it is in another state by now, or the text is missing.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.CRITERIA)
    found = await find(tx, ace, criterion)
    rules.check(what, found.state, said, field=field)
    before = Before(ace, found)
    said = said.strip()
    _apply(tx, found, what, said, by=by)
    detail = f" ({said})" if what in {Change.MEET, Change.WAIVE} else ""
    history.note(
        tx, ace, EntryKind.CRITERION, f"{_SAID[what]}: {found.text}{detail}", by=by, criterion=found.id
    )
    await _done(tx, ace, f"Exit criterion {_SAID[what].lower()}", before, by=by)
    return found


async def find(tx: Tx, ace: Escalation, criterion: int) -> Criterion:
    """A criterion of a case. Raises Refusal when it was removed, or never was one of this case's."""
    found = await tx.session.get(Criterion, criterion)
    if found is None or found.number != ace.number or found.removed_at:
        raise Refusal("That exit criterion is not on the list any more. Nothing was changed.")
    return found


def settle(tx: Tx, criterion: Criterion, state: CriterionState, why: str, *, by: str) -> None:
    """Note in which state a criterion is, since when, by whom and why."""
    criterion.state, criterion.evidence = state, why
    is_open = state is CriterionState.OPEN
    criterion.settled_by, criterion.settled_at = (None, None) if is_open else (by, tx.now)


async def open_again(tx: Tx, ace: Escalation, waived_at: datetime, *, by: str) -> None:
    """Open again what a de-escalation at that moment waived: the case was taken up again."""
    for each in (await casework.of(tx, ace.number)).criteria:
        if each.state is CriterionState.WAIVED and each.settled_at == waived_at:
            settle(tx, each, CriterionState.OPEN, "", by=by)
            history.note(tx, ace, EntryKind.CRITERION, f"Open again: {each.text}", by=by, criterion=each.id)


def _apply(tx: Tx, found: Criterion, what: Change, said: str, *, by: str) -> None:
    match what:
        case Change.MEET:
            settle(tx, found, CriterionState.MET, said, by=by)
        case Change.WAIVE:
            settle(tx, found, CriterionState.WAIVED, said, by=by)
        case Change.REOPEN:
            settle(tx, found, CriterionState.OPEN, "", by=by)
        case Change.EDIT:
            found.text = said
        case Change.REMOVE:
            found.removed_at = tx.now


async def _done(tx: Tx, ace: Escalation, what: str, before: Before, *, by: str) -> None:
    ace.updated_at = tx.now
    await cases.show(tx, ace)
    await undo.offer(tx, ace, what, before, by=by)
