"""A case is worked on: items, workarounds, deadlines, contacts; it ends well, and another one calms down."""

from dataclasses import replace

from bot.playbook.lifecycle import Status
from sandbox.state import Channel
from tests.journeys import last_to
from tests.leading import REPORT, advance, led
from tests.test_resolution import CALM
from tests.tours.tour import Answers, Tour

ITEM = {"What is to be done?": "Add an alert", "Kind of support": "Bug", "Who owes it?": "zoe"}
ATTEMPT = {"Kind of workaround": "Split into smaller batches", "What is tried?": "export by month"}
ENDING: dict[str, Answers] = {
    "validate": {
        "How was the fix tested?": "40 exports",
        "How did it go out?": "At once",
        "Did the customer confirm it?": "Yes",
    },
    "told": {
        "Who was told?": ["The customer", "Leadership"],
        "What were they told?": "Exports work again",
        "How did the customer hear it?": "E-mail",
    },
    "feedback": {
        "Which track?": "Monitoring",
        "What should the product learn?": "nobody saw the queue grow",
        "Product manager": "noor",
        "Is a feature missing?": "An alarm for a queue that grows",
    },
}
TEAM = {"Which team was asked to act?": "Web platform"}
CONFIRMED = {
    "What came back?": "The customer confirmed it",
    "What did they say, or why is there none?": "It works, thank you",
    "By which way did they say so?": "Ticket",
}


async def worked(tour: Tour) -> None:
    """From In progress to Resolved, with what is owed and tried; then a second case is de-escalated."""
    world, eli = tour.world, tour.world.eli
    room = await led(world, report=replace(REPORT, deadline=tour.soon(days=2)))
    await _owed(tour, room)
    await _tried(tour, room)
    await _promised(tour, room)
    await eli.types("/ace brief", in_=room)
    await tour.presses(eli, "Post brief in the channel")
    for words, answers in ENDING.items():
        await tour.says(eli, words, answers, in_=room)
    await advance(world, Status.RESOLVED)
    await tour.says(eli, "confirm", CONFIRMED, in_=room)
    await tour.says(eli, "reopen", {"Why now?": "it happens again"}, in_=room)
    await tour.says(eli, "deescalate", CALM | TEAM, in_=room)


async def _owed(tour: Tour, room: Channel) -> None:
    """Items, and the dates of one and of the filer."""
    world, eli, zoe = tour.world, tour.world.eli, tour.world.zoe
    await eli.types("/ace items", in_=room)
    dated = ITEM | {"Due": tour.soon(days=3), "Who agreed to it?": "zoe"}
    await tour.sends(eli, dated)
    await tour.leaves(eli)
    await eli.types("/ace items", in_=room)
    await eli.presses("Edit item")
    await tour.sends(eli, {"What is to be done?": "Add two alerts"})
    await eli.presses("Mark blocked")
    await tour.sends(eli, {"What blocks it, and who could help?": "the vendor"})
    await tour.leaves(eli)
    await zoe.presses("Challenge deadline", on=last_to(world, "zoe"))
    later = {"Which date can be kept?": tour.soon(days=7), "What makes the deadline unrealistic?": "tests"}
    await tour.sends(zoe, later)
    await eli.presses("Keep the deadline", on=last_to(world, "eli"))
    await tour.sends(eli, {"A word on it": "they go live on Friday"})


async def _tried(tour: Tour, room: Channel) -> None:
    """A workaround, once more, and one that is stopped."""
    eli = tour.world.eli
    await tour.says(eli, "attempt", ATTEMPT, in_=room)
    await eli.types("/ace attempt", in_=room)
    await eli.presses("Tried again: different")
    await tour.sends(eli, {"What was different?": "it stops at March now"})
    await tour.leaves(eli)


async def _promised(tour: Tour, room: Channel) -> None:
    """What the customer hears."""
    eli = tour.world.eli
    promise = {"What was promised next?": "the cause", "Promised for when?": tour.soon(hours=1)}
    await tour.says(eli, "contact", {"What was said?": "we see it too"} | promise, in_=room)
    await tour.says(eli, "promises", promise, in_=room)
    await tour.says(eli, "update", {"What changed": "the fix is being tested"}, in_=room)
