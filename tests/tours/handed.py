"""A case is handed over: offered, withdrawn, declined, accepted, and taken over when its manager has left."""

from sandbox.state import Channel
from tests.journeys import last_to
from tests.leading import led
from tests.tours.tour import Tour


async def handed(tour: Tour) -> None:
    """From Eli to Zoe, and to Max when she has left."""
    world, eli, zoe = tour.world, tour.world.eli, tour.world.zoe
    room = await led(world)
    await _offers(tour, room)
    await eli.types("/ace handover", in_=room)
    await tour.presses(eli, "Withdraw handover")
    await tour.leaves(eli)
    await _offers(tour, room)
    await zoe.presses("Decline ACE-0001", on=last_to(world, "zoe"))
    await tour.sends(zoe, {"Why not, and who could?": "on leave from noon"})
    await _offers(tour, room)
    await tour.presses(zoe, "Accept ACE-0001", on=last_to(world, "zoe"))
    await world.max.joins(room)
    world.ws.deactivate(zoe.id)
    await world.settle()
    await world.max.types("/ace handover", in_=room)
    await tour.presses(world.max, "Take over ACE-0001")


async def _offers(tour: Tour, room: Channel) -> None:
    await tour.says(tour.world.eli, "handover", {"Who takes it on?": "zoe"}, in_=room)
