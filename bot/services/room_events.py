"""Room events: what people do to a case channel in Slack itself, and what follows for the case."""

from bot.playbook.timeline import EntryKind
from bot.services import history, viewers
from bot.services.rooms import IN_THE_ROOM, OUTSIDE
from storage import escalations, outbox, people, surfaces
from storage.database import Tx
from storage.models import Escalation, Surface, SurfaceKind
from storage.outbox import Effect


async def archived(tx: Tx, channel: str, *, by: str | None) -> Escalation | None:
    """Somebody archived a case channel: the case lives on, and whoever leads it is told the ways out."""
    return await _gone(tx, channel, "archived", "The case channel was archived", by=by)


async def deleted(tx: Tx, channel: str, *, by: str | None) -> Escalation | None:
    """Somebody deleted a case channel and all that was said in it: as if archived, for good."""
    ace = await _gone(tx, channel, "archived", "The case channel was deleted", by=by)
    surface = await surfaces.find(tx, ace.number, SurfaceKind.CHANNEL) if ace else None
    if surface:
        surface.detail = surfaces.merged(surface.detail, deleted=True)
    return ace


async def removed(tx: Tx, channel: str, *, by: str | None) -> Escalation | None:
    """Somebody took the app out of a case channel, so that it neither hears nor shows anything there."""
    return await _gone(tx, channel, "removed", "ACE was removed from the case channel", by=by)


async def _gone(tx: Tx, channel: str, how: str, said: str, *, by: str | None) -> Escalation | None:
    ace, surface = await _led_in(tx, channel)
    if ace is None or surface is None or surface.detail.get("archived") or surface.detail.get(how):
        return None
    surface.detail = surfaces.merged(surface.detail, removed=None) | {how: tx.now.isoformat()}
    history.note(tx, ace, EntryKind.CHANNEL, said, by=by, channel=channel)
    await outbox.add(tx, Effect.TRACKER, ace.number)
    if ace.status.is_open:
        await tell_of_loss(tx, ace, surface)
    return ace


async def tell_of_loss(tx: Tx, ace: Escalation, surface: Surface) -> None:
    """Tell whoever leads the case that nothing can be shown in its channel, once for each time and person."""
    for how in ("archived", "removed"):
        if since := surface.detail.get(how):
            told = ace.em or ace.filer
            what = f"{how}-{surface.channel}-{since}-{told}"
            await outbox.once(tx, Effect.SAY, ace.number, what, detail={"what": how, "to": told})


async def unarchived(tx: Tx, channel: str, *, by: str) -> Escalation | None:
    """Somebody brought a case channel back; Slack leaves apps outside, so ACE goes in again."""
    ace, surface = await _led_in(tx, channel)
    if ace is None or surface is None or not surface.detail.get("archived"):
        return None
    surface.detail = surfaces.merged(surface.detail, archived=None, removed=tx.now.isoformat())
    history.note(tx, ace, EntryKind.CHANNEL, "The case channel was brought back", by=by, channel=channel)
    await outbox.add(tx, Effect.CHANNEL, ace.number, priority=outbox.urgency(ace.severity))
    return ace


async def returned(tx: Tx, channel: str, *, by: str | None = None) -> Escalation | None:
    """ACE is in a case channel again: everything there is looked at."""
    ace, surface = await _led_in(tx, channel)
    if ace is None or surface is None or not surface.detail.get("removed"):
        return None
    surface.detail = surfaces.merged(surface.detail, archived=None, removed=None, replace=None)
    surface.problem = None
    history.note(tx, ace, EntryKind.CHANNEL, "ACE is in the case channel again", by=by, channel=channel)
    await surfaces.keep(tx, ace.number, SurfaceKind.TOPIC, drawn=None)
    for effect in (*IN_THE_ROOM.values(), *OUTSIDE.values()):
        await outbox.add(tx, effect, ace.number)
    return ace


async def alerts_return(tx: Tx) -> None:
    """ACE can write in the alert channel again: the alerts that Slack refused meanwhile are shown."""
    for surface in await surfaces.standing(tx, SurfaceKind.ALERT):
        if surface.problem and surface.number:
            await outbox.add(tx, Effect.ALERT, surface.number)


async def cannot_write(tx: Tx, number: int) -> None:
    """Slack does not take the opening card: whoever leads the case is told, since the channel stays empty."""
    ace = await escalations.find(tx, number)
    surface = await surfaces.find(tx, number, SurfaceKind.OPENING)
    if ace is None or surface is None or not surface.problem:
        return
    detail = {"what": "cannot_write", "to": ace.em or ace.filer}
    what = f"cannot-write-{surface.problem}-{int(tx.now.timestamp())}"
    await outbox.once(tx, Effect.SAY, number, what, detail=detail)


async def renamed(tx: Tx, channel: str, name: str) -> Escalation | None:
    """Somebody renamed a case channel; links go by its id, but the policy's call link may go by its name."""
    ace, surface = await _led_in(tx, channel)
    if ace is None or surface is None:
        return None
    surface.detail = surfaces.merged(surface.detail, name=name)
    for effect in (Effect.TOPIC, Effect.BOOKMARKS):
        await outbox.add(tx, effect, ace.number)
    return ace


async def topic_changed(tx: Tx, channel: str, *, by: str, ts: str) -> Escalation | None:
    """Somebody edited a case channel's topic: it is put back, and they are told why, kindly and alone."""
    ace, surface = await _led_in(tx, channel)
    if ace is None or surface is None:
        return None
    await surfaces.keep(tx, ace.number, SurfaceKind.TOPIC, drawn=None, detail={"edited": ts})
    await outbox.add(tx, Effect.TOPIC, ace.number)
    detail = {"what": "topic_kept", "to": channel, "user": by}
    await outbox.once(tx, Effect.WHISPER, ace.number, f"topic-{ts}", detail=detail)
    return ace


async def is_private(tx: Tx, channel: str) -> bool:
    """Whether a private channel of a case's is meant, or the channel of a private case."""
    ace = await escalations.at_channel(tx, channel)
    surface = await surfaces.find(tx, ace.number, SurfaceKind.CHANNEL) if ace else None
    return bool(ace and surface and (ace.visibility.is_private or surface.detail.get("private")))


async def came_in(tx: Tx, channel: str, person: str, *, by: str | None) -> None:
    """Somebody was let into a private channel in Slack itself: from now on they are on the case."""
    ace, _ = await _led_in(tx, channel)
    known = await people.find(tx, person)
    if ace and not (known and known.bot):
        await viewers.came_in(tx, ace, person, by=by)


async def _led_in(tx: Tx, channel: str) -> tuple[Escalation | None, Surface | None]:
    """The case led in a channel, held for this transaction, and what is known of the channel."""
    ace = await escalations.at_channel(tx, channel)
    if ace is None:
        return None, None
    ace = await escalations.lock(tx, ace.number)
    return ace, await surfaces.find(tx, ace.number, SurfaceKind.CHANNEL) if ace else None
