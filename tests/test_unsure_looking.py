"""Slack refuses to let ACE look for what an earlier try left: the doubt stays, and nothing stands twice."""

import pytest

from bot.playbook.lifecycle import Status
from storage.outbox_row import RowState
from tests.journeys import raised
from tests.leading import led
from tests.people import raises
from tests.sent import of_kind, rows, sent
from tests.waiting import settles, until
from tests.world import ALERTS, World

CARDS = {"alert:1": "conversations.history", "tracker:1": "conversations.open"}


@pytest.mark.parametrize("code", ["access_denied", "not_in_channel"])
@pytest.mark.parametrize("key", CARDS)
async def test_a_card_that_cannot_be_looked_for_is_not_posted_again(
    world: World, key: str, code: str
) -> None:
    world.ws.faults.add("chat.postMessage", drop=True, after_effect=True, match=of_kind(key))
    refused = world.ws.faults.add(CARDS[key], times=3, error=code)
    await raises(world.ana)
    await settles(world)
    await world.eli.types("/ace claim ACE-0001", in_="general")  # the cards are drawn once more
    await settles(world)

    assert refused.hits == 3
    assert len(sent(world, key)) == 1
    assert await rows(world, RowState.WAITING) == await rows(world, RowState.DEAD) == []


async def test_a_channel_that_cannot_be_looked_for_is_not_made_again(world: World) -> None:
    await raised(world)
    world.ws.faults.add("conversations.create", drop=True, after_effect=True)
    refused = world.ws.faults.add("users.conversations", times=3, error="access_denied")
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await settles(world)

    assert refused.hits == 3
    assert [room.name for room in world.ws.channels.values() if room.name.startswith("ace-")] == [
        "ace-0001-acme-gmbh"
    ]
    assert (await world.channel()).name == "ace-0001-acme-gmbh"


async def test_what_may_stand_in_a_channel_that_ace_was_put_out_of_is_left_at_that(world: World) -> None:
    room = await led(world, Status.TRIAGE)
    lost = world.ws.faults.add("chat.postMessage", drop=True, after_effect=True, match=of_kind("say:1:trend"))
    await world.eli.types("/ace trend worsening a second region reports it", in_=room)
    await until(lambda: lost.hits)
    world.ws.kick(room.id, world.app.bot_user, world.eli.id)
    await settles(world, hours=40)

    assert await rows(world, RowState.WAITING) == await rows(world, RowState.DEAD) == []


async def test_an_answer_in_a_channel_that_ace_was_put_out_of_is_left_at_that(world: World) -> None:
    """Somebody asks in a channel for all, and ACE is taken out of it before it knows that it has answered."""
    await led(world, Status.TRIAGE)
    support = world.ws.channel("support")
    support.members.append(world.app.bot_user)
    lost = world.ws.faults.add(
        "chat.postMessage", drop=True, after_effect=True, match=of_kind("say:1:status")
    )
    await world.eli.types("@ace how is ACE-0001?", in_=support)
    await until(lambda: lost.hits)
    world.ws.kick(support.id, world.app.bot_user, world.eli.id)
    await settles(world, hours=40)

    assert await rows(world, RowState.WAITING) == await rows(world, RowState.DEAD) == []
