"""Ownership: who leads an escalation."""

from bot.playbook import naming
from bot.playbook.lifecycle import Status, move
from bot.playbook.refusal import Refusal
from bot.playbook.roles import Role
from bot.playbook.timeline import EntryKind
from bot.services import clockwork, history, privacy, room_events
from bot.services.found import found
from bot.services.rooms import IN_THE_ROOM, OUTSIDE
from storage import escalations, outbox, people, surfaces
from storage.database import Tx
from storage.models import Escalation, SurfaceKind
from storage.outbox import Effect


async def claim(tx: Tx, number: int, *, by: str) -> Escalation:
    """Make `by` the escalation manager and start Discovery; the channel opens and the cards tell everyone.

    Raises Refusal when someone else was first, or when `by` may not claim. Source: handbook, "Discovery".
    """
    ace = await found(tx, number, by=by, lock=True)
    key = naming.key(number, tx.policy.keys.prefix)
    if ace.em is not None or ace.status is not Status.NEW:
        raise Refusal(await _taken(tx, ace, key, by))
    await privacy.check_claims(tx, ace, by, key=key)
    if not await escalations.claim(tx, ace, em=by):
        raise Refusal(f"Somebody else was faster: {key} is claimed already.")
    move(Status.NEW, Status.DISCOVERY)
    escalations.take_seat(tx, number, by)
    history.note(
        tx, ace, EntryKind.ROLE, f"{tx.policy.roles[Role.EM]}: claimed", by=by, role=Role.EM, person=by
    )
    history.note(
        tx, ace, EntryKind.STATUS, f"{Status.NEW.label} to {ace.status.label}", by=by, status=ace.status
    )
    await clockwork.claimed(tx, ace, by=by)
    await _show(tx, ace)
    return ace


async def _taken(tx: Tx, ace: Escalation, key: str, by: str) -> str:
    if ace.em == by:
        return f"You already lead {key}."
    if ace.em is None:
        return f"{key} is {ace.status.label} and waits for nobody to claim it."
    names = await people.names(tx, [ace.em])
    return f"{names.get(ace.em, 'Somebody else')} already leads {key}."


async def _show(tx: Tx, ace: Escalation) -> None:
    """The cards follow the channel when there is none yet, so that each is drawn once."""
    if not await surfaces.has_channel(tx, ace.number):
        await outbox.add(tx, Effect.CHANNEL, ace.number, priority=outbox.urgency(ace.severity))
        return
    if channel := await surfaces.find(tx, ace.number, SurfaceKind.CHANNEL):
        await room_events.tell_of_loss(tx, ace, channel)
    for effect in (*OUTSIDE.values(), *IN_THE_ROOM.values()):
        await outbox.add(tx, effect, ace.number)
