"""The first hour: its checklist is ticked by writing what was done, and unticked by taking that away."""

from collections.abc import Mapping
from dataclasses import replace

from bot.playbook.acts import Act
from bot.playbook.choices import Kind
from bot.playbook.first_hour import Done, FirstStep, checklist
from bot.playbook.intake import is_said
from bot.playbook.progress import Noted
from bot.playbook.refusal import Refusal
from bot.playbook.report import Report
from bot.playbook.timeline import EntryKind
from bot.services import cases, history, teammates, undo
from storage.database import Tx
from storage.models import Escalation


async def tick(
    tx: Tx, number: int, said: Mapping[FirstStep, Done], *, kind: Kind | None, by: str
) -> Escalation:
    """Tick the points that something is said of, untick the others; an entry for each that changed.

    `kind` is the sort of trouble, which decides on the list; None leaves it as it is. Whoever is named is
    brought in and told in the channel. Raises Refusal, with the field, when words or a person are none.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.FIRST_HOUR)
    before = undo.Before(ace)
    other = _set_kind(tx, ace, kind, by=by)
    made = cases.progress(ace)
    steps = checklist(Report.from_json(ace.report).kind)
    ticked = dict(made.first_hour)
    changed = [step for step in steps if said.get(step, Done()) != _done(ticked.get(step))]
    for step in changed:
        await _change(tx, ace, ticked, step, said.get(step, Done()), by=by)
    if not changed and not other:
        return ace
    cases.keep(tx, ace, replace(made, first_hour=ticked))
    await cases.show(tx, ace)
    await undo.offer(tx, ace, "First-hour checklist changed", before, by=by)
    return ace


def _done(noted: Noted | None) -> Done:
    return Done(noted.text, noted.person) if noted else Done()


def _set_kind(tx: Tx, ace: Escalation, kind: Kind | None, *, by: str) -> bool:
    """What sort of trouble it is, when that was not known or has changed; False when it is that already."""
    report = Report.from_json(ace.report)
    if kind is None or kind is report.kind:
        return False
    ace.report = replace(report, kind=kind).to_json()
    history.note(tx, ace, EntryKind.CHECK, f"Kind: {kind.label}", by=by, trouble=kind, before=report.kind)
    return True


async def _change(
    tx: Tx, ace: Escalation, ticked: dict[str, Noted], step: FirstStep, done: Done, *, by: str
) -> None:
    if not any(done):
        del ticked[step.value]
        history.note(tx, ace, EntryKind.CHECK, f"First hour, open again: {step.label}", by=by, step=step)
        return
    name = (
        await _brought_in(tx, ace, ticked.get(step.value), step, done, by=by) if step.names_somebody else ""
    )
    if not name and not is_said(done.text):
        raise Refusal("There is no word in this yet. Write what was done.", field=step.value)
    at = ticked[step.value].at if step.value in ticked else tx.now
    ticked[step.value] = Noted(by=by, at=at, text=done.text, person=done.person)
    line = f"First hour, {step.label}: {name or done.text}"
    history.note(tx, ace, EntryKind.CHECK, line, by=by, step=step, person=done.person or None)


async def _brought_in(
    tx: Tx, ace: Escalation, earlier: Noted | None, step: FirstStep, done: Done, *, by: str
) -> str:
    """The name of whoever a point is about; they are invited, and told of it in the channel."""
    await teammates.check(tx, done.person, field=step.value)
    if earlier is None or earlier.person != done.person:
        await teammates.bring_in(tx, ace, done.person, "first hour", by=by, field=step.value)
        await teammates.call_on(tx, ace, done.person, "tagged", step=step.value)
    return await teammates.name(tx, done.person)
