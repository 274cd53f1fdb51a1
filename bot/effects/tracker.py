"""The tracker: the filer's one direct message."""

from blocks.tracker_card import tracker
from bot.effects import card
from bot.effects.courier import NOTHING, Courier, Outcome, Refused
from storage import overview
from storage.models import SurfaceKind


async def show(courier: Courier) -> Outcome:
    """Send the tracker or bring it up to date; a filer who cannot be reached any more is left in peace."""
    async with courier.store.read() as tx:
        case = await overview.of(tx, courier.number)
    if case is None:
        return NOTHING
    place = card.Place(courier.number, SurfaceKind.TRACKER, case.ace.filer)
    try:
        return await card.show(courier, place, tracker(case))
    except Refused as no:
        return Outcome(record=card.refusal(place, no.code), problem=no.code)
