"""What the journeys of assessing a case look at, and how people score."""

from bot.playbook.timeline import EntryKind
from sandbox.person import Person
from sandbox.state import Channel
from storage.models import SurfaceKind
from tests.world import World

PING = "<!channel> <@U0> *bold* & <https://evil.example|our site>"
SCORES = {"Breadth": "2", "Depth": "3", "Duration": "2", "Revenue": "2", "Reputation": "1", "Contract": "2"}


async def scores(person: Person, **changes: str) -> None:
    """Press a score in each dimension of the form in front."""
    for label, points in (SCORES | changes).items():
        await person.chooses(label, f"{points} · ")


async def entries(world: World, kind: EntryKind, number: int = 1) -> list[str]:
    """What the timeline has of one kind, oldest first."""
    return [each.text for each in reversed((await world.case(number)).latest) if each.kind is kind]


def posts(world: World, room: Channel, word: str) -> list[str]:
    """The messages in a channel that begin with a word, oldest first."""
    return [each.text for each in world.messages(room) if each.text.startswith(word)]


async def document(world: World) -> str:
    """The state document as it reads once everything is drawn."""
    await world.move(seconds=30)
    surface = (await world.case()).surfaces[SurfaceKind.DOCUMENT]
    return world.ws.files[surface.ts or ""].content.decode().replace("\\", "")


def pinged(world: World) -> list[str]:
    """Who was pinged by a whole channel."""
    everyone: list[Person] = [world.ana, world.zoe, world.max, world.noor]
    return [each.why for one in everyone for each in one.notifications if "channel" in each.why]
