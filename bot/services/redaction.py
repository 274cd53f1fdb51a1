"""Redaction: what outsiders can read of a case that turned private is blanked, as far as an app can do it."""

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import timedelta

from bot.services import privacy, rooms
from bot.services.rooms import IN_THE_ROOM
from storage import escalations, handovers, outbox, reminders, retrospectives, surfaces
from storage.columns import Json
from storage.database import Tx
from storage.models import Escalation, Surface, SurfaceKind
from storage.outbox import Effect
from storage.outbox_row import OutboxRow

OUTSIDE = {SurfaceKind.ALERT, SurfaceKind.TRACKER}
ADDRESSED = {Effect.SAY, Effect.RETRO_NOTE, Effect.HANDOVER, Effect.BRIEF}  # what its detail's "to" hears
IN_THE_CASE = {Effect.OPENING, Effect.DOCUMENT, Effect.RETROSPECTIVE, Effect.REMINDER}
FURNITURE: dict[str, str] = {Effect.TOPIC: "topic", Effect.BOOKMARKS: "bookmarks", Effect.DOCUMENT: "tab"}
LATE = timedelta(minutes=1)  # after which nothing that was cut off comes through any more
Part = tuple[str, Json]  # the outbox lane it waits in, and what to blank


async def leave(tx: Tx, ace: Escalation) -> None:
    """Blank what stands in public, and lead the case in a private channel from now on.

    From this transaction on nothing is drawn in the old channel any more, whatever Slack makes of the rest.
    """
    there = await surfaces.of_case(tx, ace.number)
    channel = there.get(SurfaceKind.CHANNEL)
    old = channel.channel if channel and not _is_its_own(channel) else None
    parts = [*_cards(ace, there, old), *[part async for part in _messages(tx, ace, there, old)]]
    parts += [part async for part in _under_way(tx, ace, old)]
    for lane, detail in parts:
        await blank(tx, ace, lane, detail)
    if channel and old:
        await _move_out(tx, ace, channel, old)
    elif channel:
        channel.detail = surfaces.merged(channel.detail, behind=None)


async def forget_by(tx: Tx, ace: Escalation, person: str) -> None:
    """Blank what somebody who is no longer on a private case was told of it directly."""
    await tx.flush()
    rows = await outbox.posted(tx, ace.number)
    offers = [(each.channel, each.ts) for each in await handovers.to(tx, ace.number, person) if each.ts]
    told = {str(row.result["channel"]) for row in rows if row.detail.get("to") == person}
    direct = {channel for channel in told if channel.startswith("D")} | {channel for channel, _ in offers}
    places = {(row.result["channel"], row.result["ts"]): row.lane for row in rows if row.kind not in OUTSIDE}
    for (channel, ts), lane in places.items():
        if channel in direct:
            await blank(tx, ace, lane, {"part": "message", "channel": channel, "id": ts})
    for lane, detail in [part async for part in _under_way(tx, ace, None)]:
        await blank(tx, ace, lane, detail)
    await reminders.see_anew(tx, ace.number)


async def blank(tx: Tx, ace: Escalation, lane: str, detail: Json) -> None:
    """Ask for one thing to be blanked, after whatever is under way in its lane."""
    what = ":".join(str(detail.get(name, "")) for name in ("part", "channel", "id"))
    what, after = (f"{what}:late", LATE) if detail.get("late") else (what, timedelta())
    await outbox.once(
        tx, Effect.REDACT, ace.number, what, detail=detail, lane=lane, priority=outbox.URGENT, after=after
    )


def _is_its_own(channel: Surface) -> bool:
    """Whether ACE made it as a private channel, and only those on the case were invited."""
    return bool(channel.detail.get("private"))


def _cards(ace: Escalation, there: dict[SurfaceKind, Surface], old: str | None) -> Iterator[Part]:
    for kind, surface in there.items():
        lane = f"{kind}:{ace.number}"
        for channel, ts in surface.detail.get("earlier", []):
            yield lane, {"part": "message", "channel": channel, "id": ts}
    for kind, part in rooms.standing_in(there, old) if old else ():
        yield f"name:{ace.number}" if part["part"] == "name" else f"{kind}:{ace.number}", part
    for part in _behind(there):
        yield f"behind:{ace.number}", part


def _behind(there: Mapping[SurfaceKind, Surface]) -> list[Json]:
    """What stands in channels that the case was led in before this one."""
    channel = there.get(SurfaceKind.CHANNEL)
    return list(channel.detail.get("behind") or []) if channel else []


async def _messages(
    tx: Tx, ace: Escalation, there: dict[SurfaceKind, Surface], old: str | None
) -> AsyncIterator[Part]:
    """What was said about the case where outsiders read: in channels, and to people who see it no more."""
    known = {(surface.channel, surface.ts) for surface in there.values()}
    await tx.flush()
    for row in await outbox.posted(tx, ace.number):
        channel, ts = str(row.result.get("channel")), str(row.result["ts"])
        if (channel, ts) in known or row.kind in OUTSIDE:
            continue
        if row.kind == Effect.REMINDER and channel != old:
            continue  # drawn again, and without the customer's words out there
        if await _is_read_by_insiders(tx, ace, row, channel, old):
            continue
        yield row.lane, {"part": "message", "channel": channel, "id": ts}
        if row.kind == Effect.RETRO_NOTE:
            async for part in _attached(tx, ace, row, channel):
                yield part
    await reminders.see_anew(tx, ace.number, left=old)


async def _under_way(tx: Tx, ace: Escalation, old: str | None) -> AsyncIterator[Part]:
    """What may reach outsiders, or has without our knowing: looked for once nobody is at it any more."""
    for row in await outbox.in_doubt(tx, ace.number):
        if old and row.kind in FURNITURE:
            part = {"part": FURNITURE[row.kind], "channel": old}
            yield row.lane, part
            yield row.lane, part | {"late": True}
        place = str(row.detail.get("to") or "") if row.kind in ADDRESSED else ""
        if row.kind in IN_THE_CASE:
            place = old or ""
        if not place or await retrospectives.is_anonymous(tx, ace.number, row.detail):
            continue
        if place == old or not await privacy.hears(tx, ace, place):
            since = (row.first_try_at or tx.now).isoformat()
            thread = row.detail.get("thread")
            yield row.lane, {"part": "left", "channel": place, "id": row.id, "since": since, "thread": thread}


async def _attached(tx: Tx, ace: Escalation, row: OutboxRow, channel: str) -> AsyncIterator[Part]:
    """The files and the canvas of a message about a retrospective."""
    note = await retrospectives.note(tx, ace.number, row.key.split(":", 2)[2])
    for file in note.files.values() if note else ():
        yield row.lane, {"part": "file", "channel": channel, "id": file["id"]}
    if note and note.canvas:
        yield row.lane, {"part": "page", "channel": channel, "id": note.canvas}


async def _is_read_by_insiders(
    tx: Tx, ace: Escalation, row: OutboxRow, channel: str, old: str | None
) -> bool:
    if channel == old:
        return False
    if await retrospectives.is_anonymous(tx, ace.number, row.detail):
        return True  # nothing in it tells whose it is
    if channel.startswith("D"):
        to = str(row.detail.get("to") or "")
        return not to or await privacy.sees(tx, ace, to)
    return await escalations.number_at(tx, channel) == ace.number


async def _move_out(tx: Tx, ace: Escalation, channel: Surface, old: str) -> None:
    """The old channel is told that it is no longer followed; a private one opens."""
    how = next((how for how in ("deleted", "archived") if channel.detail.get(how)), "")
    before = {"id": old, "name": channel.detail.get("name"), "how": how, "was_public": True}
    await surfaces.forget(tx, ace.number, *IN_THE_ROOM)
    channel.detail = surfaces.merged({}, before=before)
    channel.channel, channel.problem = None, None
    if not how:
        said: Json = {"what": "turned_private", "to": old}
        await outbox.once(tx, Effect.SAY, ace.number, f"turned-private-{old}", detail=said)
    await outbox.add(tx, Effect.CHANNEL, ace.number, priority=outbox.urgency(ace.severity))
