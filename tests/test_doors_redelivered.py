"""What Slack delivers twice, at the same moment or since our answer was lost, is taken once: the inbox."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import NamedTuple

import pytest

from sandbox.state import Channel
from tests.conftest import Worlds
from tests.journeys import calm
from tests.leading import led
from tests.tours.tour import Answers
from tests.world import World

DRAWS = {"chat.update", "conversations.setTopic", "bookmarks.list", "bookmarks.edit", "bookmarks.add"}
DRAWS |= {"canvases.edit", "canvases.sections.lookup"}  # what a case looks like now, however often


class Act(NamedTuple):
    """What somebody does, and by which name a fault may call its delivery."""

    kind: str
    do: Callable[[World, Channel], Awaitable[None]]


def _form(words: str, answers: Answers) -> Act:
    async def do(world: World, room: Channel) -> None:
        await world.eli.types(f"/ace {words}", in_=room)
        now = world.clock.now()
        await world.eli.fills(
            {label: now + each if isinstance(each, timedelta) else each for label, each in answers.items()}
        )
        await world.eli.submits()
        if world.eli.view:  # nobody answered, so it is sent once more
            await world.eli.submits()
        assert world.eli.view is None

    return Act("view_submission", do)


async def _writes(world: World, room: Channel) -> None:
    await world.zoe.types("decision: roll back", in_=room)


async def _mentions(world: World, room: Channel) -> None:
    await world.zoe.types("@ace how is ACE-0001?", in_=room)


async def _marks(world: World, room: Channel) -> None:
    """A message of a moment ago, which nothing else says anything of."""
    said = await world.zoe.types("the queue is full", in_=room)
    assert said
    await world.settle()
    await world.eli.reacts(said, "bulb")


PROMISE = {"What was promised next?": "the cause", "Promised for when?": timedelta(hours=2)}
ACTS = {
    "a contact": _form("contact", {"What was said?": "we see it too"}),
    "a promise": _form("promises", PROMISE),
    "a log": _form("log", {"What is it?": "Decision", "What to log?": "roll back"}),
    "an update": _form("update", {"What changed": "the fix is being tested"}),
    "a mention": Act("app_mention", _mentions),
    "an emoji": Act("reaction_added", _marks),
    "a message": Act("message", _writes),
}


@pytest.mark.parametrize("fault", ["double", "lose_answer"])
async def test_what_is_delivered_twice_is_taken_once(worlds: Worlds, fault: str) -> None:
    async with worlds() as world:
        room = await led(world)
        found = {name: await _twice(world, room, act, fault) for name, act in ACTS.items()}

        assert {name: more for name, more in found.items() if any(more)} == {}


async def _twice(world: World, room: Channel, act: Act, fault: str) -> tuple[dict[str, int], dict[str, int]]:
    """What comes of it more often, and less often, when it is delivered twice than when once."""
    await _caused(world, room, act)  # the first time is special: people are met, promises replaced
    once = await _caused(world, room, act)
    faults = world.sandbox.deliveries.faults
    arranged = getattr(faults, fault)(act.kind)
    twice = await _caused(world, room, act)
    assert arranged.hits == 1
    arranged.remove()
    return dict(twice - once), dict(once - twice)


async def _caused(world: World, room: Channel, act: Act) -> Counter[str]:
    """Entries by kind, what was asked of Slack by method, and messages of ACE's."""
    before = await _standing(world)
    await act.do(world, room)
    await calm(world)
    return await _standing(world) - before


async def _standing(world: World) -> Counter[str]:
    calls = Counter(call.method for call in world.ws.calls if call.method not in DRAWS)
    return calls + Counter(entry.kind.value for entry in (await world.case()).latest)
