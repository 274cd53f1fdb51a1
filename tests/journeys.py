"""Steps that many journeys begin with: a case that is raised, and one that is claimed and has its channel."""

from typing import Any

from sandbox.person import Person
from sandbox.state import Channel, Message
from storage.models import Entry, SurfaceKind
from tests.people import raises
from tests.waiting import settles
from tests.world import ALERTS, World


async def calm(world: World) -> None:
    """Let everything happen that waits a little so that it is drawn once."""
    await world.settle()
    await world.move(seconds=30)


async def raised(world: World, *, by: Person | None = None, **answers: Any) -> None:
    """A case of Ana's, shown everywhere."""
    await raises(by or world.ana, **answers)
    await calm(world)


async def claimed(world: World, *, by: Person | None = None, number: int = 1, **answers: Any) -> Channel:
    """A case of Ana's that Eli leads, in its channel."""
    await raised(world, **answers)
    alert = await world.card(SurfaceKind.ALERT, number)
    await (by or world.eli).presses(f"Claim ACE-{number:04d}", on=alert)
    await calm(world)
    return await world.channel(number)


async def opens_links(person: Person, world: World, number: int = 1) -> None:
    """The form of the call link, by "More" on the opening card."""
    await person.presses("More", on=await world.card(SurfaceKind.OPENING, number))
    await person.presses("Set call link")


async def sets_call(world: World, link: str | None = "https://call.example.com/1", number: int = 1) -> None:
    """Eli sets the call link by the form of the opening card."""
    await opens_links(world.eli, world, number)
    await world.eli.fills({"Link of the call": link})
    await world.eli.submits()
    await calm(world)


async def whole_way(world: World) -> None:
    """A case is raised, claimed and written about, and whatever is tried again meanwhile comes through."""
    await raised(world)
    await settles(world)
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await settles(world)
    opening = await world.card(SurfaceKind.OPENING)
    await world.zoe.types("Errors began at noon.", in_=opening.channel, thread=opening)
    await settles(world)


def last_to(world: World, name: str) -> Message:
    """The newest message that ACE sent somebody directly."""
    return world.messages(world.ws.open_dm([world.app.bot_user, name]))[-1]


async def notes(world: World, number: int = 1) -> list[Entry]:
    """What people noted on a case, oldest first, withdrawn notes left out."""
    case = await world.case(number)
    return [entry for entry in reversed(case.latest) if entry.kind.is_noted]


async def said(world: World, number: int = 1) -> list[tuple[str, str]]:
    """The same as (kind, text)."""
    return [(entry.kind.value, entry.text) for entry in await notes(world, number)]


def form_of(person: Person) -> str:
    """The form that somebody has open, as they read it."""
    assert person.view, "there is no form"
    return person.screen(person.view)
