"""Stakeholders: the people and teams whom a case concerns, and their part in it."""

from bot.playbook.acts import Act
from bot.playbook.intake import is_said
from bot.playbook.refusal import Refusal, check_length
from bot.playbook.timeline import EntryKind
from bot.services import cases, history, teammates, undo
from storage import casework
from storage.case_records import Stakeholder
from storage.database import Tx
from storage.models import Escalation

MOST = 30  # rows of a team matrix
NAME, PART = 100, 200  # characters


async def add(
    tx: Tx, number: int, person: str, name: str, part: str, *, by: str, ending: str = ""
) -> Escalation:
    """Add a row to the team matrix: somebody of the workspace, or the name of whoever else, and their part.

    Raises Refusal, with the field and the `ending` of its name, when there is neither or both, no part, or
    the same row already.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.STAKEHOLDERS)
    if bool(person) is bool(name):
        raise Refusal("Choose a person, or write a name: one of the two.", field=f"name{ending}")
    if person:
        await teammates.check(tx, person, field=f"person{ending}")
    elif not is_said(name):
        raise Refusal("There is no word in this yet. Write who it is.", field=f"name{ending}")
    if not is_said(part):
        raise Refusal("Write what they are there for.", field=f"part{ending}")
    check_length(f"name{ending}", name, NAME)
    check_length(f"part{ending}", part, PART)
    row = Stakeholder(
        number=number, person=person or None, name=name, part=part, added_by=by, added_at=tx.now
    )
    _check_new(row, (await casework.of(tx, number)).stakeholders, ending)
    before = undo.Before(ace)
    tx.add(row)
    await tx.flush()
    before.added(row)
    if person:
        await teammates.learn(tx, ace, person)
    line = f"Stakeholder: {await _called(tx, row)}, {row.part}"
    await _changed(tx, ace, line, before, by=by)
    return ace


def _check_new(row: Stakeholder, there: list[Stakeholder], ending: str) -> None:
    if any((each.person, each.name, each.part) == (row.person, row.name, row.part) for each in there):
        raise Refusal("They are named for that already. Nothing was changed.", field=f"part{ending}")
    if len(there) >= MOST:
        full = f"There are {MOST} already, which is as many as fit. Remove one first."
        raise Refusal(full, field=f"name{ending}")


async def remove(tx: Tx, number: int, row_id: int, *, by: str) -> Escalation:
    """Take a row off the team matrix; nothing changes when it was taken off already."""
    ace = await cases.changing(tx, number, by=by, act=Act.STAKEHOLDERS)
    there = (await casework.of(tx, number)).stakeholders
    row = next((each for each in there if each.id == row_id), None)
    if row is None:
        return ace
    before = undo.Before(ace, row)
    row.removed_at = tx.now
    line = f"Stakeholder no more: {await _called(tx, row)}"
    await _changed(tx, ace, line, before, by=by)
    return ace


async def _changed(tx: Tx, ace: Escalation, line: str, before: undo.Before, *, by: str) -> None:
    ace.updated_at = tx.now
    history.note(tx, ace, EntryKind.ROLE, line, by=by)
    await cases.show(tx, ace)
    await undo.offer(tx, ace, line, before, by=by)


async def _called(tx: Tx, row: Stakeholder) -> str:
    return await teammates.name(tx, row.person) if row.person else row.name
