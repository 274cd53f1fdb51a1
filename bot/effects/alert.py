"""The alert card, and the pinned introduction of the alert channel."""

from blocks import messages
from blocks.alert_card import alert
from bot.effects import card
from bot.effects.courier import NOTHING, Courier, Outcome, Refused
from storage import overview, surfaces
from storage.models import SurfaceKind


async def show(courier: Courier) -> Outcome:
    """Post the alert card or bring it up to date."""
    async with courier.store.read() as tx:
        case = await overview.of(tx, courier.number)
    if case is None:
        return NOTHING
    place = card.Place(courier.number, SurfaceKind.ALERT, courier.place.alert_channel)
    try:
        return await card.show(courier, place, alert(case))
    except Refused as no:
        return Outcome(record=card.refusal(place, no.code), problem=no.code)


async def introduce(courier: Courier) -> Outcome:
    """Post the introduction with its Raise button once, and pin it."""
    place = card.Place(surfaces.WORKSPACE, SurfaceKind.ALERT, courier.place.alert_channel)
    async with courier.store.read() as tx:
        surface = await surfaces.find(tx, place.number, place.kind)
    if surface and surface.channel != place.channel:
        async with courier.store.begin() as change:
            await surfaces.forget(change, place.number, place.kind)
    shown = await card.show(courier, place, messages.introduction())
    if shown.posted:
        try:
            await courier.call(courier.client.pins_add, channel=shown.posted[0], timestamp=shown.posted[1])
        except Refused as no:
            if no.code not in {"already_pinned", "too_many_pins", "missing_scope", "restricted_action"}:
                raise
    return shown
