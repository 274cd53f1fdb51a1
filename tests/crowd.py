"""A crowd at work while processes die: each raises cases, claims them, logs what they see, tries again."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from sandbox.person import Person
from sandbox.state import Channel, Message
from tests.people import answers
from tests.world import ALERTS, World

FILED = re.compile(r"ACE-(\d+) is filed")
# Customers of a crowd have one case each, so this is the one that whoever asks filed.
THERE = re.compile(r"This customer is with us already\nACE-(\d+) \(")
Thing = TypeVar("Thing")
BLINK = 0.05  # seconds between looks at the screen
PATIENCE = 5.0  # seconds before one presses again


def worker(world: World, name: str) -> Person:
    """Somebody new, who can see the alerts."""
    user = world.ws.add_user(name, f"Worker {name}")
    for channel in (ALERTS, "support"):
        world.ws.channel(channel).members.append(user.id)
    return world.ws.person(name)


async def carries_through(world: World, person: Person, customer: str) -> int:
    """Raise a case, claim it and log one observation; returns its number."""
    number = await files(person, customer)
    opening = await claims(world, person, number)
    await sees(lambda: person.id in world.ws.channels[opening.channel].members)
    await person.types(f"Seen in ACE-{number:04d}.", in_=opening.channel, thread=opening)
    return number


async def claims(world: World, person: Person, number: int) -> Message:
    """Press Claim, again while nothing comes of it: one may be told that it may not have been done."""
    key = f"ACE-{number:04d}"
    alert = await sees(lambda: shown(world, ALERTS, f"{key} "))
    while True:
        await tried(person, lambda: person.presses(f"Claim {key}", on=alert))
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                return await sees(lambda: opened(world, number))


async def files(person: Person, customer: str) -> int:
    """File a case, however often Slack says that something went wrong."""
    while True:
        if not person.view:
            await tried(person, lambda: person.types("/raiseanace", in_="support"))
        elif found := FILED.search(shows := person.screen(person.view)) or THERE.search(shows):
            # Or the gate shows their own: filed from a form whose answer never came, and which is closed.
            await person.closes(everything=True)
            return int(found[1])
        elif not person.view.body.get("submit"):
            await person.closes()  # something went wrong, as it says
        else:
            # Each time: a process that stood still may have put an empty form on top of the first.
            await person.fills(answers(customer=customer, impact=f"Nothing works for {customer}."))
            await person.submits()


async def tried(person: Person, act: Callable[[], Awaitable[object]]) -> None:
    """Do something until Slack has no trouble with it, or until there is nothing to do it with any more.

    A process that stood still answers too late for Slack, and does what was asked all the same.
    """
    while True:
        before = len(person.trouble)
        try:
            await act()
        except LookupError:
            return
        if len(person.trouble) == before:
            return


def shown(world: World, channel: str, text: str) -> Message | None:
    """A message of the app's with that text."""
    return next((each for each in world.messages(channel) if text in each.text), None)


def opened(world: World, number: int) -> Message | None:
    """The opening card of a case, once its channel has it."""
    room = next((each for each in rooms(world) if each.name.startswith(f"ace-{number:04d}-")), None)
    if room is None:
        return None
    return next((each for each in world.messages(room) if each.blocks and not each.thread_ts), None)


def rooms(world: World) -> list[Channel]:
    """The case channels."""
    return [
        each for each in world.ws.channels.values() if each.creator == world.app.bot_user and not each.is_im
    ]


async def sees(look: Callable[[], Thing | None]) -> Thing:
    """Wait until something is on the screen."""
    while not (found := look()):  # noqa: ASYNC110 (what is waited for has no event)
        await asyncio.sleep(BLINK)
    return found
