"""A tour: people's way through a part of ACE, and what is looked at after each form that was taken."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from blocks.ids import parts
from sandbox.deliver.record import Delivery
from sandbox.person import Person
from sandbox.state import Channel, Json, Message
from tests.world import World

Answers = Mapping[str, Any]


class Tour:
    """One walk through a world of its own; the databases hold nothing before it."""

    def __init__(self, world: World) -> None:
        """Nothing has been done yet."""
        self.world = world

    async def sends(self, person: Person, answers: Answers | None = None) -> None:
        """Fill in the form in front of somebody and send it, which is taken."""
        assert person.view, f"{person.name} has no form; they were told {person.told[-2:]} {person.trouble}"
        await person.fills(dict(answers or {}))
        await person.submits()
        assert not person.errors, person.errors
        shown = person.screen(person.view) if person.view else ""
        assert "Nothing was changed" not in shown, shown
        await self.world.settle()
        await self.taken()

    async def says(
        self, person: Person, words: str, answers: Answers | None = None, *, in_: str | Channel
    ) -> None:
        """Send the form that a command opens, and close whatever list it belongs to."""
        await person.types(f"/ace {words}", in_=in_)
        await self.sends(person, answers)
        await self.leaves(person)

    async def leaves(self, person: Person) -> None:
        """Close whatever form somebody has open."""
        if person.view:
            await person.closes(everything=True)

    async def presses(self, person: Person, label: str, *, on: Message | None = None) -> None:
        """Press a button, and let everything happen that comes of it."""
        await person.presses(label, on=on)
        await self.world.settle()

    async def taken(self) -> None:
        """A form was taken."""

    def soon(self, **by: float) -> datetime:
        """A moment from now on the world's clock, as people choose one."""
        return self.world.clock.now().replace(second=0, microsecond=0) + timedelta(**by)


def submissions(world: World) -> list[Delivery]:
    """The forms that Slack has delivered, oldest first."""
    log = world.sandbox.deliveries.log
    return [each for each in log if each.payload.get("type") == "view_submission"]


def presses(world: World) -> list[Delivery]:
    """The presses that Slack has delivered, oldest first."""
    return [each for each in world.sandbox.deliveries.log if each.payload.get("type") == "block_actions"]


def form_of(submission: Json) -> str:
    """Which form was sent."""
    return str(submission["view"]["callback_id"])


def pressed(press: Json) -> str:
    """What was pressed."""
    return parts(str(press["actions"][0]["action_id"]))[0]
