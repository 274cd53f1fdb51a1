"""Slack fails for a while, or answers after doing what it was asked: right in the end, and nothing twice."""

import pytest

from sandbox.state import Channel
from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.journeys import calm, opens_links
from tests.people import raises
from tests.world import ALERTS, World

METHODS = (
    "chat.postMessage",
    "conversations.create",
    "conversations.canvases.create",
    "conversations.invite",
    "chat.update",
    "conversations.setTopic",
    "conversations.info",
    "bookmarks.add",
    "bookmarks.list",
    "bookmarks.edit",
    "bookmarks.remove",
    "canvases.sections.lookup",
    "canvases.edit",
    "reactions.add",
    "chat.postEphemeral",
)
MINUTES = 3  # enough for two tries in a row
LONG = 14  # for five tries of what opens the channel, then five of what stands in it


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)  # the next tests try both
@pytest.mark.parametrize("method", METHODS)
async def test_an_answer_that_is_lost_does_nothing_twice(worlds: Worlds, method: str) -> None:
    async with worlds(links={"call": ""}) as world:
        fault = world.ws.faults.add(method, times=2, drop=True, after_effect=True)
        await _told_in_full(world, await _whole_story(world))

        assert fault.hits


@pytest.mark.parametrize("times", [1, 5])
@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_everything_that_fails_for_a_while_is_done_in_the_end(
    worlds: Worlds, times: int, transport: str
) -> None:
    async with worlds(links={"call": ""}, socket_mode=transport == "socket") as world:
        for method in METHODS:
            world.ws.faults.add(method, times=times, status=503)
        await _told_in_full(world, await _whole_story(world, minutes=LONG if times > 1 else MINUTES))


async def test_everything_that_is_done_without_an_answer_is_done_once(worlds: Worlds) -> None:
    async with worlds(links={"call": ""}) as world:
        for method in METHODS:
            world.ws.faults.add(method, error="internal_error", after_effect=True)
        await _told_in_full(world, await _whole_story(world))


async def test_a_pinned_document_stands_once_whatever_is_lost(world: World) -> None:
    world.ws.plan = "free"
    for method in ("chat.postMessage", "pins.add", "chat.update"):
        world.ws.faults.add(method, times=2, drop=True, after_effect=True)
    room = await _whole_story(world)

    assert [pin.ts for pin in room.pins] == [(await world.card(SurfaceKind.DOCUMENT)).ts]


async def test_a_channel_whose_answer_was_lost_is_not_taken_from_somebody_else(world: World) -> None:
    foreign = world.ws.add_channel("ace-0001-acme-gmbh", creator="max", members=["max", world.app.bot_user])
    world.ws.faults.add("conversations.create", times=2, drop=True, after_effect=True)
    room = await _whole_story(world)

    assert room.name == "ace-0001-acme-gmbh-2"
    assert [each.name for each in world.ws.channels.values() if each.name.startswith("ace-0001")] == [
        foreign.name,
        room.name,
    ]


async def _whole_story(world: World, *, minutes: int = MINUTES) -> Channel:
    """Raised, claimed, noted, the call link set and taken away, the topic edited: every method is called."""
    await raises(world.ana)
    await _recover(world, minutes)
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await _recover(world, minutes)
    room = await world.channel()
    await world.zoe.types("decision: roll back", in_=room)
    for link in ("https://call.example.com/1", "https://call.example.com/2", None):
        await opens_links(world.eli, world)
        await world.eli.fills({"Link of the call": link})
        await world.eli.submits()
        await _recover(world, minutes)
    world.ws.set_topic(room.id, "Acme is down!", world.zoe.id)
    await _recover(world, minutes)
    return room


async def _told_in_full(world: World, room: Channel) -> None:
    """What everybody can see in the end, each thing once; the audit looks at the rest."""
    ours = [message for message in world.messages(room) if message.app_id]
    assert [message.ts for message in ours] == [(await world.card(SurfaceKind.OPENING)).ts]
    assert "Decision: roll back" in world.eli.screen(ours[0])
    assert room.topic["value"].startswith("High | Discovery | EM Eli Moreau | ")
    assert sorted(each["title"] for each in room.bookmarks) == ["Record", "State document"]
    for person in (world.ana, world.eli, world.zoe):
        assert len(person.notifications) == (0 if person is world.zoe else 1)


async def _recover(world: World, minutes: int) -> None:
    """Let as much time pass as the tries take."""
    await world.settle()
    for _ in range(minutes):
        await world.move(minutes=1)
    await calm(world)
