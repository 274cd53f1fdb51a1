"""Who may see a case: made private, asked about, changed and opened up again."""

from typing import Any

from sandbox.person import Person
from tests.journeys import last_to, raised
from tests.tours.tour import Tour
from tests.world import ALERTS

PRIVATE: dict[str, Any] = {
    "customer": "Zephyr Bionics",
    "impact": "Scans leaked",
    "seen_by": "Private: security",
}
WHY = "Why do you have to see it?"


async def seen(tour: Tour) -> None:
    """A private case of Ana's that Max leads."""
    world, max_ = tour.world, tour.world.max
    await raised(world, **PRIVATE)
    await tour.presses(max_, "Claim ACE-0001")
    for who, answer in ((world.zoe, "Let in to ACE-0001"), (world.noor, "Decline")):
        await _asks(tour, who)
        await tour.presses(max_, answer, on=last_to(world, "max"))
    viewers = {"Take off": "Zoe Tanaka", "Why?": "her part is done"}
    await tour.says(max_, "viewers ACE-0001", viewers, in_=ALERTS)
    await max_.types("/ace visibility ACE-0001", in_=ALERTS)
    await tour.sends(max_, {"Who may see it from now on?": "Everyone", "Why?": "it was no leak"})
    await tour.sends(max_)
    await tour.leaves(max_)
    await tour.says(
        max_,
        "visibility ACE-0001",
        {"Who may see it from now on?": "Private: people", "Why?": "it was"},
        in_=ALERTS,
    )


async def _asks(tour: Tour, who: Person) -> None:
    await who.types("/ace access ACE-0001", in_=ALERTS)
    await tour.sends(who, {"Why": "I wrote the export"})
    await tour.leaves(who)
