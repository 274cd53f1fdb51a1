"""Towards the end: the fix validated, everybody told, feedback for the product, the customer's word."""

from dataclasses import replace

from bot.playbook.action_items import Draft
from bot.playbook.acts import Act
from bot.playbook.contacts import Told
from bot.playbook.progress import Audience, Confirmation, Noted, Progress, Rollout, Validation
from bot.playbook.resolution import Feedback, Fix, Message, Word
from bot.playbook.timeline import EntryKind
from bot.playbook.work import Direction, FeedbackTrack, ItemKind, Medium, Term
from bot.services import cases, clockwork, contacts, history, items, teammates, undo
from storage.database import Tx
from storage.models import Escalation


async def validate(tx: Tx, number: int | None, fix: Fix, *, by: str) -> None:
    """Record how the fix was tested and rolled out, and whether the customer confirmed it, or why not.

    Raises Refusal, next to its field, when something is missing.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.VALIDATE)
    fix.check()
    before, noted = undo.Before(ace), Noted(by=by, at=tx.now)
    made = Validation(
        tested=fix.tested.strip(),
        rollout=fix.rollout or Rollout.AT_ONCE,
        confirmed=bool(fix.confirmed),
        why_not="" if fix.confirmed else fix.why_not.strip(),
        noted=noted,
    )
    word = "the customer confirmed it" if fix.confirmed else f"not confirmed: {made.why_not}"
    text = f"Fix validated: {made.tested}; rolled out {made.rollout.label.lower()}; {word}"
    history.note(tx, ace, EntryKind.CHECK, text, by=by)
    await _keep(tx, ace, replace(cases.progress(ace), validation=made))
    await undo.offer(tx, ace, "Validation recorded", before, by=by)


async def tell(tx: Tx, number: int | None, message: Message, *, by: str) -> None:
    """Record to whom the resolution was communicated and how; the customer's part is logged as a contact.

    Raises Refusal, next to its field, when something is missing.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.TOLD)
    message.check()
    said, to = message.said.strip(), tuple(each for each in Audience if each in message.to)
    made = cases.progress(ace)
    if made.communicated and (made.communicated.text, made.communicated_to) == (said, to):
        return  # the form arrived twice
    if Audience.CUSTOMER in to and message.medium:
        await _heard(tx, ace, Direction.OUT, message.medium, said, by=by)
    told = ", ".join(each.label.lower() for each in to)
    history.note(tx, ace, EntryKind.UPDATE, f"Resolution told to {told}: {said}", by=by)
    noted = Noted(by=by, at=tx.now, text=said)
    await _keep(tx, ace, replace(made, communicated=noted, communicated_to=to))


async def feed_back(tx: Tx, number: int | None, feedback: Feedback, *, by: str) -> None:
    """Choose the track that the lesson goes to; its product manager is told, or owes a feature request.

    Raises Refusal, next to its field, when something is missing. Source: triage playbook, "Product Feedback".
    """
    ace = await cases.changing(tx, number, by=by, act=Act.FEEDBACK)
    feedback.check()
    track, note = feedback.track or FeedbackTrack.NONE, feedback.note.strip()
    manager = "" if track is FeedbackTrack.NONE else feedback.manager
    if manager:
        await teammates.check(tx, manager, field="manager")
        await teammates.bring_in(tx, ace, manager, "product manager", by=by, field="manager")
    before = cases.progress(ace)
    made = replace(before, feedback=track, feedback_note=note, feedback_manager=manager)
    if made != before:
        text = f"Feedback track: {track.label}{f'. {note}' if note else ''}"
        history.note(tx, ace, EntryKind.CHECK, text, by=by, person=manager or None)
        await _keep(tx, ace, made)
    if feedback.use_case.strip():
        await items.follow_up(tx, ace, _request(feedback), by=by)
    elif manager and manager != by and made != before:
        await cases.tell(tx, ace, manager, "feedback", f"feedback-{tx.now.isoformat()}", by=by)


def _request(feedback: Feedback) -> Draft:
    """A feature request: earmarked long term, so that the case can close before."""
    return Draft(
        text=feedback.use_case.strip(),
        kind=ItemKind.FEATURE,
        owner=feedback.manager,
        product_manager=feedback.manager,
        term=Term.LONG,
    )


async def confirm(tx: Tx, number: int | None, word: Word, *, by: str) -> None:
    """Record the customer's confirmation, or that there is none; nobody is reminded of it any more.

    Raises Refusal, next to its field, when something is missing.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.CONFIRM)
    word.check()
    before = undo.Before(ace, *await clockwork.rows(tx, ace))
    said, received, known = word.said.strip(), bool(word.received), cases.progress(ace).confirmation
    if known and (known.received, known.noted.text) == (received, said):
        return  # the form arrived twice
    noted = Noted(by=by, at=tx.now, text=said)
    await _keep(
        tx, ace, replace(cases.progress(ace), confirmation=Confirmation(received=received, noted=noted))
    )
    verb = "The customer confirmed" if received else "No confirmation from the customer"
    history.note(tx, ace, EntryKind.CHECK, f"{verb}: {said}", by=by)
    await clockwork.confirmation_recorded(tx, ace, by=by)
    if received and word.medium:
        await _heard(tx, ace, Direction.IN, word.medium, said, by=by)
    else:
        await undo.offer(tx, ace, "Confirmation recorded", before, by=by)


async def _heard(
    tx: Tx, ace: Escalation, direction: Direction, medium: Medium, said: str, *, by: str
) -> None:
    await contacts.record(tx, ace, Told(direction=direction, medium=medium, said=said), by=by)


async def _keep(tx: Tx, ace: Escalation, made: Progress) -> None:
    cases.keep(tx, ace, made)
    await cases.show(tx, ace)
