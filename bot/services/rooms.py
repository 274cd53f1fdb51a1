"""Rooms: where a case is led and how its channel is furnished, as people ask for it."""

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.playbook import naming
from bot.playbook.permissions import Permission
from bot.playbook.refusal import Refusal
from bot.playbook.timeline import EntryKind
from bot.services import history, privacy, retrospective_items
from bot.services.found import found
from storage import escalations, outbox, surfaces
from storage.columns import Json
from storage.database import Tx
from storage.models import Escalation, Surface, SurfaceKind
from storage.outbox import Effect

CALL = 500  # characters of a call's link
ADDRESS = re.compile(r"https?://[^\s<>|\"/?#]+(?:[/?#][^\s<>|\"]*)?", re.IGNORECASE)
IN_THE_ROOM = {
    SurfaceKind.OPENING: Effect.OPENING,
    SurfaceKind.DOCUMENT: Effect.DOCUMENT,
    SurfaceKind.MEMBERS: Effect.MEMBERS,
    SurfaceKind.TOPIC: Effect.TOPIC,
    SurfaceKind.BOOKMARKS: Effect.BOOKMARKS,
    SurfaceKind.RETROSPECTIVE: Effect.RETROSPECTIVE,
}
OUTSIDE = {SurfaceKind.ALERT: Effect.ALERT, SurfaceKind.TRACKER: Effect.TRACKER}
FIRST = (Effect.OPENING, Effect.DOCUMENT, Effect.MEMBERS)  # topic and bookmarks follow these by themselves


async def try_again(tx: Tx, number: int, *, by: str) -> Escalation:
    """Do once more whatever Slack refused, for whoever presses the card's button.

    Raises Refusal when nothing is missing.
    """
    ace = await _changed(tx, number, by)
    if not await again(tx, ace):
        raise Refusal(_nothing_missing(tx, ace, await surfaces.find(tx, number, SurfaceKind.CHANNEL)))
    return ace


async def again(tx: Tx, ace: Escalation) -> bool:
    """Do once more what Slack refused of a case that is held; False when nothing is missing.

    That is the channel, what stands in it, the alert, the filer's message. An archived channel gets a
    successor, since an app cannot bring it back.
    """
    there = await surfaces.of_case(tx, ace.number)
    channel = there.get(SurfaceKind.CHANNEL)
    refused = [kind for kind, surface in there.items() if surface.problem and kind in IN_THE_ROOM | OUTSIDE]
    if _needs_room(ace, channel):
        await _reopen(tx, ace, channel)
        await _tell_no_more(tx, ace.number)
        refused = [kind for kind in refused if kind in OUTSIDE]
    elif not refused:
        return False
    await ask_again(tx, [there[kind] for kind in refused])
    return True


async def ask_again(tx: Tx, refused: Iterable[Surface]) -> int:
    """Do once more just these surfaces that Slack refused, of cases that are held; how many there were."""
    count = 0
    for surface in refused:
        effect = (IN_THE_ROOM | OUTSIDE | {SurfaceKind.CHANNEL: Effect.CHANNEL}).get(surface.kind)
        if effect and surface.problem:
            surface.problem, count = None, count + 1
            await outbox.add(tx, effect, surface.number)
            await _tell_no_more(tx, surface.number)
    return count


async def _tell_no_more(tx: Tx, number: int) -> None:
    """The cards that tell of a refusal no longer do."""
    for effect in (Effect.OPENING, Effect.TRACKER):
        await outbox.add(tx, effect, number)


def _needs_room(ace: Escalation, channel: Surface | None) -> bool:
    """Whether the case should have a channel and has none in which something can be shown."""
    if channel is None:
        return ace.em is not None
    return not channel.channel or bool(channel.detail.get("archived") or channel.detail.get("removed"))


def _nothing_missing(tx: Tx, ace: Escalation, channel: Surface | None) -> str:
    key = naming.key(ace.number, tx.policy.keys.prefix)
    if channel and channel.channel:
        return (
            f"Everything of {key} is in place, and its channel is <#{channel.channel}>. Nothing was changed."
        )
    return f"{key} gets its channel when somebody claims it. Claim it first."


async def renew(tx: Tx, ace: Escalation) -> bool:
    """Give a case that goes on a channel again when it has none to write in; True when one will open.

    An archived channel gets a successor, since an app cannot bring it back.
    """
    channel = await surfaces.find(tx, ace.number, SurfaceKind.CHANNEL)
    if not _needs_room(ace, channel):
        return False
    await _reopen(tx, ace, channel)
    return True


async def _reopen(tx: Tx, ace: Escalation, channel: Surface | None) -> None:
    if channel and channel.detail.get("archived"):
        detail = await _followed_by_another(tx, channel)
        await surfaces.forget(tx, ace.number, *IN_THE_ROOM)
        channel.channel, channel.detail = None, surfaces.merged(detail, suffix=2)
    elif channel and channel.detail.get("removed"):
        channel.detail = surfaces.merged(channel.detail, replace=True)
    if channel:
        channel.problem = None
    await outbox.add(tx, Effect.CHANNEL, ace.number, priority=outbox.urgency(ace.severity))


async def _followed_by_another(tx: Tx, old: Surface) -> Json:
    """What the next channel has to know of the one before it, and all that stays behind in earlier ones."""
    how = next((how for how in ("deleted", "archived") if old.detail.get(how)), "")
    before = {"id": old.channel, "name": old.detail.get("name"), "how": how}
    there = await surfaces.of_case(tx, old.number)
    behind = [*old.detail.get("behind", []), *(part for _, part in standing_in(there, old.channel or ""))]
    return surfaces.merged({}, before=before, behind=behind)


def standing_in(there: Mapping[SurfaceKind, Surface], room: str) -> Iterator[tuple[SurfaceKind, Json]]:
    """What ACE shows in a case channel, each as a part that can be blanked (see bot.effects.redact)."""
    for kind, surface in there.items():
        if kind is SurfaceKind.TOPIC:
            yield kind, {"part": "topic", "channel": room}
        elif kind is SurfaceKind.BOOKMARKS:
            for each in surface.detail.values():
                yield kind, {"part": "bookmark", "channel": room, "id": each["id"]}
        elif kind is SurfaceKind.CHANNEL and not surface.detail.get("adopted"):
            yield kind, {"part": "name", "channel": room}
        elif kind not in OUTSIDE and surface.ts:
            part = "canvas" if surface.ts.startswith("F") else "message"
            yield kind, {"part": part, "channel": surface.channel or room, "id": surface.ts}


async def use_channel(tx: Tx, number: int, channel: str, name: str, *, private: bool, by: str) -> Escalation:
    """Lead the case in a channel that exists and the app is in.

    Raises Refusal when it belongs to another case, or is public while the case is private.
    """
    ace = await _changed(tx, number, by)
    if other := await surfaces.at(tx, channel):
        key = naming.key(other.number, tx.policy.keys.prefix)
        raise Refusal(f"That is the channel of {key} already. Choose another one.", field="channel")
    if ace.visibility.is_private and not private:
        key = naming.key(number, tx.policy.keys.prefix)
        raise Refusal(
            f"{key} is a private case, and everyone can read that channel. Choose a private one.",
            field="channel",
        )
    await moved(tx, number, channel, name, adopted=True, private=private)
    history.note(tx, ace, EntryKind.CHANNEL, f"Goes on in #{name}", by=by, channel=channel)
    return ace


async def moved(
    tx: Tx, number: int, channel: str, name: str, *, adopted: bool = False, private: bool = False
) -> None:
    """The case is led in this channel from now on; the one before gets a pointer where that is possible."""
    surface = await surfaces.keep(tx, number, SurfaceKind.CHANNEL)
    detail = surface.detail
    if surface.channel:
        detail = await _followed_by_another(tx, surface)
        if not surface.detail.get("archived"):
            pointer = {"what": "new_channel", "to": surface.channel}
            await outbox.once(tx, Effect.SAY, number, f"moved-{surface.channel}-{channel}", detail=pointer)
    await surfaces.forget(tx, number, *IN_THE_ROOM)
    kind = {"adopted": adopted or None, "private": (private and not adopted) or None}
    detail = surfaces.merged(detail, name=name, suffix=None, **kind)
    await surfaces.keep(tx, number, SurfaceKind.CHANNEL, channel=channel, problem=None, detail=detail)
    for effect in (*FIRST, Effect.ALERT, Effect.TRACKER):
        await outbox.add(tx, effect, number)
    await retrospective_items.in_new_room(tx, number)


async def reinvite(tx: Tx, number: int, *, by: str) -> Escalation:
    """Invite once more whoever could not be invited.

    Raises Refusal when nobody is missing.
    """
    ace = await _changed(tx, number, by)
    members = await surfaces.find(tx, number, SurfaceKind.MEMBERS)
    if members is None or not members.detail.get("refused"):
        raise Refusal("Everybody who belongs to the case was invited already. Nothing was changed.")
    await outbox.add(tx, Effect.MEMBERS, number)
    return ace


async def set_call_link(tx: Tx, number: int, link: str, *, by: str) -> Escalation:
    """Say where the team talks; an empty link goes back to the policy's.

    Raises Refusal when it is not a web address, or too long to keep.
    """
    ace = await _changed(tx, number, by)
    if link and not ADDRESS.fullmatch(link):
        raise Refusal("That is no web address. Start with https://, or leave it empty.", field="call")
    if len(link) > CALL:
        raise Refusal(f"That is longer than {CALL} characters. A shorter link is needed.", field="call")
    if (ace.call_link or "") == link:
        return ace
    ace.call_link = link or None
    ace.updated_at = tx.now
    history.note(tx, ace, EntryKind.LINK, f"Call link: {link or 'none of its own'}", by=by)
    for effect in (Effect.BOOKMARKS, Effect.TOPIC, Effect.DOCUMENT, Effect.TRACKER):
        await outbox.add(tx, effect, number)
    return ace


async def _changed(tx: Tx, number: int, by: str) -> Escalation:
    """The case, held; raises Refusal when `by` may not change it."""
    ace = await found(tx, number, by=by, lock=True)
    if by not in await escalations.involved(tx, number):
        await privacy.check(tx, Permission.CHANGE, by)
    return ace
