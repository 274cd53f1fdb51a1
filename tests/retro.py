"""Steps of journeys through a retrospective, in the words of those who write and approve it."""

from datetime import timedelta
from typing import Any

from bot.playbook.acts import Act
from bot.playbook.lifecycle import Status
from bot.playbook.retrospective import Section
from bot.services import retrospective_writing, retrospectives, workflow
from sandbox.person import Person
from sandbox.state import Message
from storage import retro_overview
from storage import retrospectives as records
from storage.models import SurfaceKind
from storage.retro_overview import RetroOverview
from tests import leading
from tests.world import World

TEXTS = {
    Section.SUMMARY: "Exports stopped for one morning since a queue was full.",
    Section.IMPACT: "Acme could not close its month for four hours.",
    Section.ACTUAL: "The queue filled from six on; the alert went to a quiet channel.",
    Section.BETTER: "The alert can go to the channel of whoever is on call.",
    Section.PREVENTION: "A limit on the queue, and an alert at half of it.",
}


async def resolved(world: World, **how: Any) -> None:
    """A case that Eli resolved a moment ago, through the service that everybody's button calls."""
    await leading.led(world, Status.IN_PROGRESS, **how)
    async with world.ace.store.begin() as tx:
        await workflow.advance(tx, 1, Act.RESOLVE, why="the fix is live", by=world.eli.id)
    await world.settle()
    await world.move(seconds=30)


async def card(world: World) -> Message:
    """The card of the retrospective."""
    return await world.card(SurfaceKind.RETROSPECTIVE)


async def view(world: World, number: int = 1) -> RetroOverview:
    """The retrospective as the database has it."""
    async with world.ace.store.read() as tx:
        found = await retro_overview.of(tx, number)
    assert found is not None
    return found


async def written(world: World, *, by: Person | None = None, number: int = 1) -> None:
    """Everything that approval needs, written by the services."""
    author = (by or world.eli).id
    for section, text in TEXTS.items():
        async with world.ace.store.begin() as tx:
            retro = await records.find(tx, number)
            assert retro is not None
            seen = (await retrospectives.content(tx, retro)).part_hash(section)
            await retrospective_writing.write(tx, number, section, text, seen=seen, by=author)
    for parent, text in enumerate(("Exports stopped", "The queue was full", "It has no limit")):
        async with world.ace.store.begin() as tx:
            await retrospective_writing.add_why(tx, number, parent, text, "", by=author)
    await world.settle()
    await world.move(seconds=5)


async def requested(world: World, *approvers: Person) -> None:
    """Eli asks them to approve it."""
    await world.eli.presses("Request approval", on=await card(world))
    await world.eli.fills({"Who should approve it": [each.name for each in approvers]})
    await world.eli.submits()
    await world.settle()
    await world.move(seconds=5)


def dm(world: World, person: Person) -> list[Message]:
    """What ACE wrote to somebody directly, threads left out, oldest first."""
    place = world.ws.open_dm([world.app.bot_user, person.id])
    return [each for each in world.messages(place) if each.thread_ts in (None, each.ts)]


def files(world: World, message: Message) -> dict[str, str]:
    """The files in a message's thread: name -> content."""
    place = world.ws.channels[message.channel]
    replies = [
        each for each in world.messages(place) if each.thread_ts == message.ts and each.ts != message.ts
    ]
    shared = [world.ws.files[file] for each in replies for file in each.files if file in world.ws.files]
    return {file.name: file.content.decode() for file in shared}


def soon(world: World, **by: float) -> Any:
    """A moment from now on the world's clock."""
    return world.clock.now().replace(second=0, microsecond=0) + timedelta(**by)
