"""Updates: what the team tells, to whom, and the word that there is nothing new."""

from datetime import timedelta

from bot.playbook import naming
from bot.playbook.kinds import ClockKind
from bot.playbook.lifecycle import Status
from bot.playbook.refusal import Refusal
from bot.playbook.timeline import EntryKind
from bot.playbook.updates import Update, lines
from bot.services import cases, clockwork, history, undo
from storage import clocks, outbox, people
from storage.clock_records import ClockRow
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect

TWICE = timedelta(seconds=10)  # within which a press is the last one again
SHOWN = (Effect.OPENING, Effect.DOCUMENT, Effect.TRACKER, Effect.ALERT)


async def post(tx: Tx, number: int, update: Update, *, by: str, filing: str) -> ClockRow | None:
    """Tell everybody on the case how it stands, once for each `filing` (the form's view id).

    Returns the clock of the next update, which may be paused. Raises Refusal when nobody works on the case,
    and for an update that says nothing.
    """
    ace = await _at_work(tx, number, by)
    if not update.changed.strip():
        raise Refusal("Write what changed, or press Nothing new.", field="changed")
    if not await people.first_delivery(tx, f"update:{filing}"):
        return await clocks.find(tx, number, ClockKind.INTERNAL)
    said = ". ".join(f"{label}: {text}" for label, text in lines(update) if text)
    history.note(tx, ace, EntryKind.UPDATE, said, by=by, **update.to_json())
    await cases.announce(tx, ace, "update", f"update-{filing}", update=update.to_json(), by=by)
    return await _answered(tx, ace, by)


async def nothing_new(tx: Tx, number: int, *, by: str) -> ClockRow | None:
    """Say that there is nothing new, which is an update; it can be taken back for a while.

    Pressed twice it is one. Raises Refusal when nobody works on the case.
    """
    ace = await _at_work(tx, number, by)
    rows = await clockwork.rows(tx, ace)
    going = next((row for row in rows if row.kind is ClockKind.INTERNAL and row.ended_at is None), None)
    if going and going.cycle > 1 and tx.now - going.anchor < TWICE:
        return going
    before = undo.Before(*rows)
    history.note(tx, ace, EntryKind.UPDATE, "Nothing new", by=by)
    row = await _answered(tx, ace, by)
    await undo.offer(tx, ace, "Nothing new was noted as the update", before, by=by)
    return row


async def _answered(tx: Tx, ace: Escalation, by: str) -> ClockRow | None:
    row = await clockwork.internal_update(tx, ace, by=by)
    ace.updated_at = tx.now
    for effect in SHOWN:
        await outbox.add(tx, effect, ace.number)
    return row


async def _at_work(tx: Tx, number: int, by: str) -> Escalation:
    ace = await cases.changing(tx, number, by=by)
    key = naming.key(ace.number, tx.policy.keys.prefix)
    if ace.status is Status.NEW:
        raise Refusal(f"Nobody leads {key} yet. Claim it first; nothing was posted.")
    if not ace.status.is_open:
        raise Refusal(
            f"{key} is {ace.status.label}, so no updates are due and nothing was posted. "
            "What you want to keep can be logged to its timeline."
        )
    return ace
