"""What the surfaces of a case share: who hears of a refusal, and what follows once they stand."""

from datetime import timedelta
from typing import Any

from bot.effects.codes import ARCHIVED, REMOVED
from bot.effects.courier import Outcome, Record
from bot.services import room_events
from bot.services.rooms import IN_THE_ROOM
from storage import outbox, surfaces
from storage.database import Tx
from storage.models import SurfaceKind
from storage.outbox import Effect
from storage.overview import Overview

PATIENCE = timedelta(seconds=5)  # how long the topic waits for the other link rather than change twice


async def keep(tx: Tx, number: int, kind: SurfaceKind, **values: Any) -> None:
    """Note what a surface is now; when a refusal came or went, the cards that tell of it follow."""
    if await left_behind(tx, number, kind, values.get("channel")):
        return
    before = await surfaces.find(tx, number, kind)
    problem = before.problem if before else None
    await surfaces.keep(tx, number, kind, **values)
    if not number or values.get("problem", problem) == problem:
        return
    if kind is SurfaceKind.OPENING:
        await room_events.cannot_write(tx, number)
    else:
        await outbox.add(tx, Effect.OPENING, number)
    if kind is SurfaceKind.ALERT:
        await outbox.add(tx, Effect.TRACKER, number)


async def left_behind(tx: Tx, number: int, kind: SurfaceKind, channel: str | None) -> bool:
    """Whether something was shown in a channel that the case has left meanwhile: nothing goes on there."""
    if kind not in IN_THE_ROOM or not channel:
        return False
    now = await surfaces.find(tx, number, SurfaceKind.CHANNEL)
    return now is not None and now.channel != channel


def kept(number: int, kind: SurfaceKind, **values: Any) -> Record:
    """The same, as what to note when the effect is settled."""

    async def record(tx: Tx) -> None:
        await keep(tx, number, kind, **values)

    return record


def lost(case: Overview, code: str) -> Record | None:
    """What to note when a refusal means that the case channel is archived or has put the app out, else None.

    Events tell of both, but they can be late or lost.
    """
    if code not in ARCHIVED | REMOVED:
        return None

    async def record(tx: Tx) -> None:
        gone = room_events.archived if code in ARCHIVED else room_events.removed
        await gone(tx, case.channel or "", by=None)

    return record


def refused(case: Overview, code: str, told: Record) -> Outcome:
    """The outcome of a refusal in the case channel: the channel is lost, or people are told of it."""
    gone = lost(case, code)
    return Outcome(record=gone) if gone else Outcome(record=told, problem=code)


def complete(number: int) -> Record:
    """What to note when the card or the document stands or was refused: topic and bookmarks hold their links.

    They follow at once when both are settled, since every change of a topic writes a line in the channel.
    """

    async def record(tx: Tx) -> None:
        there = await surfaces.of_case(tx, number)
        waited_for = [there.get(kind) for kind in (SurfaceKind.OPENING, SurfaceKind.DOCUMENT)]
        settled = all(surface and (surface.ts or surface.problem) for surface in waited_for)
        for effect in (Effect.TOPIC, Effect.BOOKMARKS):
            await outbox.add(tx, effect, number, after=timedelta() if settled else PATIENCE)

    return record
