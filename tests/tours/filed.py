"""A case is raised in every way there is, claimed, talked about and asked about."""

from sandbox.state import Channel
from storage.models import SurfaceKind
from tests.journeys import calm, last_to
from tests.people import answers
from tests.tours.tour import Tour
from tests.world import ALERTS


async def filed(tour: Tour) -> None:
    """Raised, claimed, and written about in its channel."""
    world, ana = tour.world, tour.world.ana
    await ana.types("/raiseanace Exports fail", in_="support")
    await ana.presses("Add the full brief")
    await ana.fills({"Which team should act?": "Leadership"})
    await tour.sends(ana, answers() | {"Which decision do you need?": "Whether we pay for the night"})
    await tour.leaves(ana)
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await calm(world)
    await _begun_elsewhere(tour)
    room = await world.channel()
    await _asked(tour)
    await _said(tour, room)
    await world.eli.types("/ace show ACE-0001", in_="general")
    await tour.says(world.eli, "settings", in_="general")


async def _begun_elsewhere(tour: Tour) -> None:
    """By the shortcuts and by buttons; none of these is sent."""
    ana, zoe = tour.world.ana, tour.world.zoe
    message = await zoe.types("Exports fail for Globex", in_="support")
    assert message
    await ana.uses_shortcut("Raise an ACE")
    await ana.closes()
    await ana.uses_message_shortcut("Raise an ACE", message)
    await ana.closes()
    await ana.opens_home()
    await tour.world.settle()
    await ana.presses("Raise an escalation")
    await ana.closes()


async def _asked(tour: Tour) -> None:
    """What the brief lacks is asked, and answered."""
    opening = await tour.world.card(SurfaceKind.OPENING)
    await tour.presses(tour.world.eli, "Ask the filer: What led up to it", on=opening)
    await tour.presses(tour.world.ana, "Answer", on=last_to(tour.world, "ana"))
    await tour.sends(tour.world.ana, {"What led up to it?": "A deploy at nine"})


async def _said(tour: Tour, room: Channel) -> None:
    """Every kind of event that comes of what people write."""
    world, eli, zoe = tour.world, tour.world.eli, tour.world.zoe
    opening = await world.card(SurfaceKind.OPENING)
    said = await zoe.types("observation: the queue is full", in_=room, files=[("log.txt", b"full")])
    reply = await zoe.types("Errors began at noon", in_=room, thread=opening, broadcast=True)
    plain = await zoe.types("decision: roll back", in_=room)
    assert said
    assert reply
    assert plain
    await world.settle()
    await zoe.edits(plain, "decision: roll back the release")
    await zoe.deletes(reply)
    await eli.reacts(said, "bulb")
    await eli.unreacts(said, "bulb")
    await eli.pins(said)
    await eli.unpins(said)
    await zoe.types("@ace ACE-0001?", in_=room)
    await zoe.types("is anybody there?", in_="@ace")
    await eli.uses_message_shortcut("Log to timeline", plain)
    await tour.sends(eli, {"What is it?": "Change"})
