"""Slack refuses a channel, and then people in it: another one is used, they are invited again."""

from tests.journeys import calm, last_to, raised
from tests.tours.tour import Tour


async def rooms(tour: Tour) -> None:
    """The buttons under each refusal."""
    world, eli = tour.world, tour.world.eli
    world.ws.faults.add("conversations.create", times=None, error="restricted_action")
    fault = world.ws.faults.add("conversations.invite", times=None, error="cant_invite")
    await raised(world)
    await tour.presses(eli, "Claim ACE-0001")
    await calm(world)
    await tour.presses(eli, "Try again", on=last_to(world, "eli"))
    world.ws.add_channel("war-room", creator="max", members=["max", world.app.bot_user])
    await calm(world)
    await eli.presses("Use another channel", on=last_to(world, "eli"))
    await tour.sends(eli, {"Channel": "war-room"})
    await calm(world)
    fault.remove()
    await tour.presses(eli, "Invite again", on=last_to(world, "eli"))
    await calm(world)
