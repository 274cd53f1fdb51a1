"""A soak from the first whim to the reckoning."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random

from sandbox.errors import SlackError
from sandbox.person import Rejected
from storage import outbox
from tests.soak import answering, commanding, leading, learning, marking, raising, steering, writing
from tests.soak.actor import Actor
from tests.soak.reckoning import reckoning
from tests.soak.town import Town
from tests.soak.weather import Weather
from tests.waiting import settles

Act = Callable[[Actor], Awaitable[None]]
ACTS: dict[Act, int] = {  # and how likely each is
    raising.raises: 10,
    leading.claims: 12,
    writing.notes: 30,
    writing.edits: 8,
    writing.deletes: 4,
    writing.chats: 3,
    leading.shows: 5,
    leading.mentions: 2,
    leading.looks_home: 3,
    leading.asks: 5,
    leading.answers: 5,
    leading.sets_the_call: 5,
    leading.edits_the_topic: 3,
    leading.comes_or_goes: 3,
    leading.upsets_the_channel: 2,
    leading.tries_again: 3,
    steering.moves_on: 30,
    steering.does_something: 30,
    steering.presses_the_card: 6,
    answering.answers_directly: 10,
    answering.answers_in_a_channel: 8,
    answering.answers_a_reminder: 12,
    commanding.commands: 12,
    commanding.takes_back: 4,
    commanding.asks_for_access: 2,
    marking.marks: 8,
    marking.logs_a_message: 4,
    learning.learns: 15,
    learning.wanders: 4,
}
REDELIVERIES = (60, 300, 300)  # seconds after which Slack has tried all that it tries again
STEP = 20.0  # seconds of the moved clock: hundreds of rows wait for Slack's limits


@dataclass
class Limits:
    """When a soak is over: after so many seconds or actions, whichever comes first; `pause` is in seconds."""

    seconds: float
    actions: int | None = None
    pause: float = 1.0  # between what one person does and does next, on average
    began: float = field(default_factory=time.monotonic)

    def are_reached(self, town: Town) -> bool:
        """Whether people go home."""
        tired = self.actions is not None and town.did.total() >= self.actions
        return tired or time.monotonic() - self.began > self.seconds


async def soak(town: Town, limits: Limits, *, seed: int) -> list[str]:
    """Let everybody act in all weather, then look at what is left; returns every difference in words.

    The seed decides the whims and the weather; which comes first where several act at once, it does not.
    """
    weather = Weather(town, Random(f"{seed}:weather"))
    actors = [Actor(each, town, Random(f"{seed}:{each.name}")) for each in town.people]
    changing = asyncio.create_task(weather.changes())
    living = asyncio.gather(*(_lives(each, limits) for each in actors))
    try:
        await living
    finally:
        weather.clears_up()
        await changing
    await calm(town)
    return await reckoning(town)


async def _lives(who: Actor, limits: Limits) -> None:
    while not limits.are_reached(who.town):
        (act,) = who.random.choices([*ACTS], [*ACTS.values()])
        name = act.__name__.replace("_", " ")
        who.town.did[name] += 1
        try:
            await who.looks_away()
            await act(who)
        except (LookupError, PermissionError, Rejected, SlackError):
            who.town.missed[name] += 1  # what they wanted is not to be had, or Slack's client refused it
        await asyncio.sleep(who.random.expovariate(1 / limits.pause))


async def calm(town: Town) -> None:
    """Let Slack try everything again that it tries again, and ACE what it does; give up nothing for good."""
    for seconds in (0, *REDELIVERIES):
        await town.world.move(seconds=seconds)
    await settles(town.world, step=STEP)
    async with town.world.ace.store.begin() as tx:
        town.weather["rows given up and tried again"] += await outbox.revive(tx)
    await settles(town.world, step=STEP)
