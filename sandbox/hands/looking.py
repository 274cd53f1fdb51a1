"""Where somebody looks for a button or a field: where they were pointed, else what is in front of them."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sandbox.hands.controls import Control, find, missing
from sandbox.hands.surfaces import MessageSurface, Surface, ViewSurface
from sandbox.state import Channel, Message, View

if TYPE_CHECKING:
    from sandbox.person import Person


def surfaces(person: "Person", on: Message | View | None, in_: str | Channel | None) -> Iterator[Surface]:
    """What `person` looks at, in this order.

    Only `on`, or only the messages of `in_`; else only the modal in front; else the Home tab when they are
    there, then all messages they see, newest first.
    """
    if isinstance(on, View):
        yield ViewSurface(person, on)
    elif isinstance(on, Message):
        yield from _messages(person, [person.sees(on.channel)], on.ts)
    elif in_ is not None:
        yield from _messages(person, [person.sees(in_)])
    elif person.view is not None:
        yield ViewSurface(person, person.view)
    else:
        home = person.home() if person.at_home else None
        if home is not None:
            yield ViewSurface(person, home)
        ws = person.ws
        yield from _messages(person, (c for c in ws.channels.values() if ws.visible(person.id, c)))


def look_for(label: str, where: Iterable[Surface], types: set[str] | None = None) -> tuple[Surface, Control]:
    """The first control called `label`, of `types` only; LookupError lists what there is."""
    names: list[str] = []
    for surface in where:
        there = [c for c in surface.controls() if types is None or c.type in types]
        try:
            return surface, find(there, label)
        except LookupError:
            names += [name for control in there for name in control.names]
    raise LookupError(missing(label, names))


def _messages(person: "Person", channels: Iterable[Channel], ts: str | None = None) -> Iterator[Surface]:
    mine = (
        message
        for channel in channels
        for message in channel.messages.values()
        if message.ephemeral_to in (None, person.id)
        and message.app_id
        and message.blocks
        and ts in (None, message.ts)
    )
    for message in sorted(mine, key=lambda m: m.ts, reverse=True):
        yield MessageSurface(person, message)
