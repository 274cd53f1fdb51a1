"""The opening card: the record of the case, at the head of its channel."""

from blocks.opening_card import opening
from bot.effects import card, frame
from bot.effects.courier import NOTHING, Courier, Outcome, Refused
from storage import overview
from storage.models import SurfaceKind


async def show(courier: Courier) -> Outcome:
    """Post the opening card or bring it up to date; when it is new, the topic and bookmarks can follow."""
    async with courier.store.read() as tx:
        case = await overview.of(tx, courier.number)
    if case is None or not case.room:
        return NOTHING
    place = card.Place(courier.number, SurfaceKind.OPENING, case.room)
    try:
        return await card.show(courier, place, opening(case), then=frame.complete(courier.number))
    except Refused as no:
        told = card.refusal(place, no.code, then=frame.complete(courier.number))
        return frame.refused(case, no.code, told)
