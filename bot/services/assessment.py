"""Assessment: how far it goes, the six questions of triage, and the hand-off of what is systemic."""

from collections.abc import Mapping
from dataclasses import replace

from bot.playbook import scope
from bot.playbook.acts import Act
from bot.playbook.intake import is_said
from bot.playbook.progress import Noted, Systemic
from bot.playbook.refusal import Refusal
from bot.playbook.scope import Looked
from bot.playbook.timeline import EntryKind
from bot.playbook.triage import TriageQuestion
from bot.services import cases, history, teammates, undo
from bot.services.rooms import ADDRESS, CALL
from storage.database import Tx
from storage.models import Escalation


async def check_scope(tx: Tx, number: int, looked: Looked, *, by: str) -> Escalation:
    """Keep how far the problem goes.

    Raises Refusal, with the field, when something was neither looked at nor explained. Source: triage
    playbook, "Investigate" and "Isolate".
    """
    ace = await cases.changing(tx, number, by=by, act=Act.SCOPE)
    checked = scope.checked(looked, Noted(by=by, at=tx.now))
    made = cases.progress(ace)
    if made.scope and replace(checked, noted=replace(made.scope.noted, text=looked.found)) == made.scope:
        return ace
    before = undo.Before(ace)
    cases.keep(tx, ace, replace(made, scope=checked))
    said = f": {looked.found}" if looked.found else ""
    line = f"Scope: {checked.reach.label}, {checked.reproduced.label.lower()}{said}"
    history.note(tx, ace, EntryKind.CHECK, line, by=by, reach=looked.reach, reproduced=looked.reproduced)
    await cases.show(tx, ace)
    await undo.offer(tx, ace, "Scope recorded", before, by=by)
    return ace


async def answer(tx: Tx, number: int, answers: Mapping[TriageQuestion, str], *, by: str) -> Escalation:
    """Keep the answers to the questions of triage; each that is new or changed gets an entry.

    Raises Refusal when there is none. Source: handbook, "Triage".
    """
    ace = await cases.changing(tx, number, by=by, act=Act.ASSESS)
    given = {question: answers[question] for question in TriageQuestion if answers.get(question)}
    if not given:
        raise Refusal("Answer at least one of the questions.", field=next(iter(TriageQuestion)).value)
    made = cases.progress(ace)
    changed = {question: said for question, said in given.items() if said != made.assessment.get(question)}
    kept = {question.value: said for question, said in given.items()}
    if kept == made.assessment:
        return ace
    before = undo.Before(ace)
    cases.keep(tx, ace, replace(made, assessment=kept))
    for question, said in changed.items():
        history.note(tx, ace, EntryKind.CHECK, f"{question.label} {said}", by=by, question=question)
    taken = [each.label for each in TriageQuestion if each in made.assessment and each not in given]
    if taken:
        line = f"Triage answers taken back: {' '.join(taken)}"
        history.note(tx, ace, EntryKind.CHECK, line, by=by)
    await cases.show(tx, ace)
    await undo.offer(
        tx, ace, f"Triage questions answered: {len(given)} of {len(TriageQuestion)}", before, by=by
    )
    return ace


async def mark_systemic(tx: Tx, number: int, lead: str, link: str, note: str, *, by: str) -> Escalation:
    """Hand it over to incident management: its lead is brought in and named in the channel, once.

    Raises Refusal, with the field, for somebody who cannot lead, and for a link that is none. Source: triage
    playbook, "Incident management".
    """
    ace = await cases.changing(tx, number, by=by, act=Act.SYSTEMIC)
    await teammates.check(tx, lead, field="lead")
    if link and (not ADDRESS.fullmatch(link) or len(link) > CALL):
        raise Refusal("That is no web address. Start with https://, or leave it empty.", field="incident")
    made = cases.progress(ace)
    earlier = made.systemic
    if earlier and (earlier.lead, earlier.link, earlier.noted.text) == (lead, link, note):
        return ace
    before = undo.Before(ace)
    systemic = Systemic(lead=lead, link=link, noted=Noted(by=by, at=tx.now, text=note))
    cases.keep(tx, ace, replace(made, systemic=systemic))
    name = await teammates.name(tx, lead)
    more = "; ".join(part for part in (link, note) if part)
    line = f"Systemic: {name} leads the incident{f' ({more})' if more else ''}"
    history.note(tx, ace, EntryKind.CHECK, line, by=by, lead=lead, link=link)
    await teammates.bring_in(tx, ace, lead, "incident", by=by, field="lead")
    if earlier is None or earlier.lead != lead:
        await teammates.call_on(tx, ace, lead, "systemic", link=link, why=note)
    await cases.show(tx, ace)
    await undo.offer(tx, ace, "Marked systemic", before, by=by)
    return ace


async def lift_systemic(tx: Tx, number: int, note: str, *, by: str) -> Escalation:
    """Say that it is not systemic after all; why is a line that must be there.

    Raises Refusal when it was not marked, or without that line.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.SYSTEMIC)
    made = cases.progress(ace)
    if made.systemic is None:
        raise Refusal("It is not marked as systemic. Nothing was changed.", field="systemic")
    if not is_said(note):
        raise Refusal("Write in one line why it is not systemic after all.", field="note")
    before = undo.Before(ace)
    cases.keep(tx, ace, replace(made, systemic=None))
    history.note(tx, ace, EntryKind.CHECK, f"Not systemic: {note}", by=by)
    await cases.show(tx, ace)
    await undo.offer(tx, ace, "Systemic mark taken away", before, by=by)
    return ace
