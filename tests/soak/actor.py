"""One of the people of a soak: seeded whims, and whom and what they can reach."""

from dataclasses import dataclass, field
from random import Random

from sandbox.hands.controls import Control, controls
from sandbox.person import Person
from sandbox.state import Channel, Message
from storage.models import SurfaceKind
from storage.overview import Overview
from tests.soak.town import Town


@dataclass
class Actor:
    """A person, the town and their own dice; `said` is what they wrote and may edit."""

    person: Person
    town: Town
    random: Random
    said: list[Message] = field(default_factory=list)

    async def case(self) -> Overview | None:
        """A case to do something about."""
        return await self.town.case(self.random)

    async def own(self) -> Overview | None:
        """A case that they lead, None when they lead none."""
        return await self.town.own(self.person.id, self.random)

    def room(self, case: Overview) -> Channel | None:
        """The case's channel, if they can see it and it is open; a public one is joined on the way."""
        room = self.town.world.ws.channels.get(case.channel or "")
        if room is None or room.is_archived:
            return None
        if self.person.id not in room.members:
            if room.is_private:
                return None
            self.town.world.ws.join(room.id, self.person.id)
        return room

    def card(self, case: Overview, kind: SurfaceKind) -> Message | None:
        """A card of the case that stands where they can see it."""
        place = case.message(kind)
        if place is None:
            return None
        room = self.town.world.ws.channels[place[0]]
        message = room.messages.get(place[1])
        return message if message and not message.deleted and not room.is_archived else None

    def fields(self) -> list[Control]:
        """The fields of the form in front of them, if there is one."""
        view = self.person.view
        return [each for each in controls(view.body["blocks"]) if each.is_input] if view else []

    async def looks_away(self) -> None:
        """Close whatever form is in front."""
        if self.person.view:
            await self.person.closes(everything=True)
