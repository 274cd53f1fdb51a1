"""Cases: what every change to a case that is led has in common."""

from bot.playbook import acts, naming
from bot.playbook.acts import Act
from bot.playbook.permissions import Permission
from bot.playbook.progress import Progress
from bot.services import privacy
from bot.services.found import found
from storage import escalations, outbox, surfaces
from storage.columns import Json
from storage.database import Tx
from storage.models import Escalation, SurfaceKind
from storage.outbox import Effect

ROOM = (Effect.OPENING, Effect.DOCUMENT, Effect.TRACKER)  # the tracker says when the case last changed
EVERYWHERE = (Effect.OPENING, Effect.TOPIC, Effect.ALERT, Effect.TRACKER, Effect.DOCUMENT)


async def changing(
    tx: Tx,
    number: int | None,
    *,
    by: str,
    what: Permission = Permission.CHANGE,
    act: Act | None = None,
) -> Escalation:
    """The case, held for this transaction, for a change that `by` is about to make.

    Those involved may change it; others need the policy's permission. Resolving and closing always ask the
    policy. Raises Refusal when there is none that `by` may see, when they may not do it, or when `act` makes
    no sense in its status.
    """
    ace = await found(tx, number, by=by, lock=True)
    if act:
        acts.check(act, ace.status, naming.key(ace.number, tx.policy.keys.prefix))
    if what is not Permission.CHANGE or by not in await escalations.involved(tx, ace.number):
        await privacy.check(tx, what, by)
    if ace.progress is None:
        ace.progress = {}  # from here on there may be casework to read
    return ace


def progress(ace: Escalation) -> Progress:
    """What leading the case has established."""
    return Progress.from_json(ace.progress)


def keep(tx: Tx, ace: Escalation, made: Progress) -> None:
    """Keep what has been established."""
    ace.progress = made.to_json()
    ace.updated_at = tx.now


async def show(tx: Tx, ace: Escalation, *effects: Effect) -> None:
    """Ask for the cards to be drawn again: those that every change touches unless others are named."""
    for effect in effects or ROOM:
        await outbox.add(tx, effect, ace.number)


async def announce(tx: Tx, ace: Escalation, what: str, once: str, **detail: object) -> None:
    """Say something once in the case channel, if there is one: `what` names it in blocks.messages.ABOUT_CASE.

    `once` tells this saying from every other; `detail` is what its drawing needs.
    """
    channel = await room(tx, ace)
    if channel:
        said: Json = {**detail, "what": what, "to": channel}
        await outbox.once(tx, Effect.SAY, ace.number, once, detail=said)


async def tell(tx: Tx, ace: Escalation, person: str, what: str, once: str, **detail: object) -> None:
    """Say something once to one person, in their direct messages with the app."""
    said: Json = {**detail, "what": what, "to": person}
    await outbox.once(tx, Effect.SAY, ace.number, once, detail=said)


async def room(tx: Tx, ace: Escalation) -> str | None:
    """The id of the case channel while ACE can write in it."""
    surface = await surfaces.find(tx, ace.number, SurfaceKind.CHANNEL)
    if surface is None or surface.detail.get("archived") or surface.detail.get("removed"):
        return None
    return surface.channel
