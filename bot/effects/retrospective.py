"""The card of a retrospective in the case channel, edited in place for life."""

from blocks.retro_card import retrospective
from bot.effects import card, frame
from bot.effects.courier import NOTHING, Courier, Outcome, Refused
from storage import retro_overview
from storage.models import SurfaceKind


async def show(courier: Courier) -> Outcome:
    """Post the card or bring it up to date; a case without a channel has none."""
    async with courier.store.read() as tx:
        view = await retro_overview.of(tx, courier.number)
    if view is None or not view.case.room:
        return NOTHING
    place = card.Place(courier.number, SurfaceKind.RETROSPECTIVE, view.case.room)
    try:
        return await card.show(courier, place, retrospective(view))
    except Refused as no:
        return frame.refused(view.case, no.code, card.refusal(place, no.code))
