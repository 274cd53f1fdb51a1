"""A retrospective: written in its forms, approved, published, corrected and talked about."""

from tests import retro
from tests.retro import card, dm
from tests.tours.tour import Tour


async def learned(tour: Tour) -> None:
    """Written by two people, in every form that there is for writing."""
    world, eli, zoe = tour.world, tour.world.eli, tour.world.zoe
    await retro.resolved(world)
    await eli.presses("Write retrospective", on=await card(world))
    await eli.presses("Edit summary")
    await tour.sends(eli, {"Summary": "Zoe should have seen the queue."})
    await _why(tour)
    await _timeline(tour)
    await eli.presses("Edit action items")
    await eli.presses("Add action item")
    await tour.sends(eli, {"What is to be done": "Add an alert", "Who does it": "zoe"})
    await tour.leaves(eli)
    await zoe.presses("Add your part", on=await card(world))
    await tour.sends(zoe, {"What went well": "The rollback was rehearsed."})
    await world.move(seconds=5)
    await eli.presses("Check the wording", on=await card(world))
    await tour.presses(eli, "Use the other words")
    await tour.leaves(eli)


async def _why(tour: Tour) -> None:
    eli = tour.world.eli
    await eli.presses("Edit the five whys")
    await eli.presses("Add a cause")
    await tour.sends(eli, {"Because": "Exports stopped"})
    await eli.presses("Edit it")
    await tour.sends(eli, {"Because": "Exports stood still"})
    await eli.closes()


async def _timeline(tour: Tour) -> None:
    eli = tour.world.eli
    await eli.presses("Edit timeline")
    await eli.presses("Correct line")
    await tour.sends(eli, {"What it says": "Filed"})
    await eli.presses("Pick from the record")
    await tour.sends(eli)
    await eli.closes()


async def published(tour: Tour) -> None:
    """Met about, sent back, approved, published and corrected."""
    world, eli, noor = tour.world, tour.world.eli, tour.world.noor
    await retro.resolved(world)
    await retro.written(world)
    await _met(tour)
    await eli.presses("Change the owner", on=await card(world))
    await tour.sends(eli, {"Owner": "eli"})
    await _requests(tour)
    await noor.presses("Ask for changes", on=dm(world, noor)[-1])
    await tour.sends(noor, {"What should be different?": "Name the limit"})
    await _requests(tour)
    await tour.presses(noor, "Approve", on=dm(world, noor)[-1])
    await world.move(seconds=5)
    await eli.presses("Publish retrospective", on=await card(world))
    await tour.sends(eli)
    await world.move(seconds=5)
    await eli.presses("Start a correction", on=await card(world))
    await tour.sends(eli, {"What is corrected": "The queue had a limit"})


async def _requests(tour: Tour) -> None:
    await tour.world.move(minutes=3)
    await tour.world.eli.presses("Request approval", on=await card(tour.world))
    await tour.sends(tour.world.eli, {"Who should approve it": ["noor"]})
    await tour.world.move(seconds=5)


async def _met(tour: Tour) -> None:
    world, eli = tour.world, tour.world.eli
    await eli.presses("Plan the meeting", on=await card(world))
    await tour.sends(eli, {"When": tour.soon(hours=1), "Where": "Room 4", "Who is invited": ["zoe", "ana"]})
    await world.move(hours=2)
    await eli.presses("Record the meeting", on=await card(world))
    held = {"When it was held": tour.soon(hours=-1), "What was decided there": "A limit."}
    await tour.sends(eli, held)
