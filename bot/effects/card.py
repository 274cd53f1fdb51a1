"""Showing a card: posted once, edited in place for life, replaced under a link when nobody can edit it."""

import hashlib
import json
from typing import NamedTuple

from blocks.cards import Card
from blocks.kit import context, link
from bot.effects import frame
from bot.effects.codes import is_person
from bot.effects.courier import NOTHING, Courier, Outcome, Record, Refused
from storage import surfaces
from storage.columns import Json
from storage.database import Tx
from storage.models import Surface, SurfaceKind

GONE = {"message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found", "is_inactive"}


class Place(NamedTuple):
    """Where a card stands: a surface of a case, and the channel (or person, for a direct message)."""

    number: int
    kind: SurfaceKind
    channel: str


async def show(courier: Courier, place: Place, card: Card, *, then: Record | None = None) -> Outcome:
    """Make the card in `place` look like `card`, with as few calls as that takes.

    Nothing is shown in a channel that the case left since `card` was drawn: it was asked for anew then.
    `then` is noted in the same transaction when the card has been newly posted. Raises what Courier.call
    raises.
    """
    async with courier.store.read() as tx:
        surface = await surfaces.find(tx, place.number, place.kind)
        if await frame.left_behind(tx, place.number, place.kind, place.channel):
            return NOTHING
    digest = _digest(card)
    if surface is None or not surface.ts or not surface.channel:
        channel, ts = await _post(courier, place.channel, card)
        return Outcome(record=_keep(place, (channel, ts), digest, then), posted=(channel, ts))
    if surface.drawn == digest and not surface.problem and not courier.lease.may_have_happened:
        return Outcome()
    try:
        await _update(courier, surface.channel, surface.ts, card)
    except Refused as no:
        if no.code not in GONE:
            raise
        return await _replace(courier, place, surface, card, then)
    return Outcome(record=_keep(place, (surface.channel, surface.ts), digest, None))


async def _update(courier: Courier, channel: str, ts: str, card: Card) -> None:
    await courier.call(courier.client.chat_update, channel=channel, ts=ts, text=card.text, blocks=card.blocks)


async def _post(courier: Courier, channel: str, card: Card) -> tuple[str, str]:
    """Post, or adopt and redraw what an earlier try of this row posted."""
    if found := await courier.earlier(channel):
        await _update(courier, *found, card)
        return found
    answer = await courier.call(
        courier.client.chat_postMessage,
        channel=channel,
        text=card.text,
        blocks=card.blocks,
        metadata=courier.metadata,
        unfurl_links=False,
        unfurl_media=False,
    )
    return str(answer["channel"]), str(answer["ts"])


async def _replace(
    courier: Courier, place: Place, surface: Surface, card: Card, then: Record | None
) -> Outcome:
    """Post the card anew under a link to the one that Slack lets nobody edit any more."""
    old = [surface.channel or "", surface.ts or ""]
    earlier = [*surface.detail.get("earlier", []), old]
    before = link(courier.place.permalink(*old), "the earlier card")
    note = context(f"This goes on from {before}, which was deleted or can no longer be edited.")
    target = old[0] if is_person(place.channel) else place.channel
    channel, ts = await _post(courier, target, Card(card.text, [*card.blocks, note]))
    kept = _keep(place, (channel, ts), _digest(card), then, detail={**surface.detail, "earlier": earlier})
    return Outcome(record=kept, posted=(channel, ts))


def _keep(
    place: Place, message: tuple[str, str], digest: str, then: Record | None, *, detail: Json | None = None
) -> Record:
    more = {} if detail is None else {"detail": detail}

    async def record(tx: Tx) -> None:
        channel, ts = message
        kept = {"channel": channel, "ts": ts, "drawn": digest, "problem": None, **more}
        await frame.keep(tx, place.number, place.kind, **kept)
        if then:
            await then(tx)

    return record


def refusal(place: Place, code: str, *, then: Record | None = None) -> Record:
    """What to note of a card that Slack will not take: its error, which the other cards tell."""

    async def record(tx: Tx) -> None:
        await frame.keep(tx, place.number, place.kind, problem=code)
        if then:
            await then(tx)

    return record


def _digest(card: Card) -> str:
    drawn = json.dumps([card.text, card.blocks], sort_keys=True).encode()
    return hashlib.sha256(drawn).hexdigest()[:32]
