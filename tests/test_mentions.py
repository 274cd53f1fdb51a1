"""Mentions: the form where slash commands do not work, and where a case stands."""

import pytest

from sandbox.state import Channel, Message
from tests.forms import shows, standing
from tests.people import answers, raises
from tests.world import ALERTS, World

IMPACT = "What can they no longer do?"


@pytest.fixture
def support(world: World) -> Channel:
    """#support, with the app in it."""
    place = world.ws.channel("support")
    place.members.append(world.app.bot_user)
    return place


def _answers(world: World, place: Channel) -> list[Message]:
    return [each for each in world.messages(place) if each.app_id == world.app.id]


async def test_a_mention_in_a_thread_leads_to_the_form_with_what_it_said(
    world: World, support: Channel
) -> None:
    root = await world.max.types("Acme writes again", in_=support)
    assert root
    await world.ana.types("@ace they *cannot* log in, says @max", in_=support, thread=root)
    await world.settle()
    (answer,) = _answers(world, support)
    assert answer.thread_ts == root.ts
    assert "Slash commands do not work in threads." in world.ana.screen(answer)
    await world.ana.presses("Raise an escalation", on=answer)

    assert standing(world.ana, IMPACT).startswith("they *cannot* log in, says @")
    assert standing(world.ana, "What shows it?") == world.ws.permalink(support.id, root.ts)
    await world.ana.fills(answers(impact="They cannot log in."))
    await world.ana.submits()
    await world.settle()
    assert "ACE-0001 is filed" in shows(world.ana)


async def test_a_mention_in_a_channel_is_answered_under_it(world: World, support: Channel) -> None:
    asked = await world.ana.types("@ace", in_=support)
    await world.settle()
    (answer,) = _answers(world, support)

    assert asked
    assert answer.thread_ts == asked.ts
    assert "Slash commands" not in world.ana.screen(answer)
    await world.ana.presses("Raise an escalation", on=answer)
    assert standing(world.ana, IMPACT) == ""


async def test_a_mention_in_a_private_channel_warns_in_the_form(world: World) -> None:
    people = [world.ana.id, world.max.id, world.app.bot_user]
    room = world.ws.add_channel("acme-war-room", creator=people[0], members=people, private=True)
    await world.ana.types("@ace their contract ends", in_=room)
    await world.settle()
    await world.ana.presses("Raise an escalation", in_=room)

    assert "This starts from a private conversation." in shows(world.ana)


async def test_a_key_in_a_mention_is_told_of_without_calling_anybody(world: World, support: Channel) -> None:
    await raises(world.ana)
    await world.settle()
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.move(minutes=1)
    before = len(world.ws.notifications)
    await world.zoe.types("@ace how is ace-0001 going?", in_=support)
    await world.settle()
    (answer,) = _answers(world, support)

    assert "led by Eli Moreau" in world.zoe.screen(answer)
    assert [each.user for each in world.ws.notifications[before:]] == [world.zoe.id]


@pytest.mark.parametrize("key", ["ACE-0001", "ACE-0777"])
async def test_a_private_or_unknown_key_gets_the_same_words(world: World, support: Channel, key: str) -> None:
    await raises(world.ana, seen_by="Private: security")
    await world.settle()
    for person in (world.ana, world.max, world.zoe):
        await person.types(f"@ace what about {key}?", in_=support)
    await world.move(minutes=1)

    shown = [world.zoe.screen(each).splitlines()[0] for each in _answers(world, support)]
    said = f"There is no {key} that can be shown here. To raise an escalation, press the button."
    assert shown == [said] * 3


async def test_a_mention_that_is_delivered_twice_is_answered_once(world: World, support: Channel) -> None:
    world.sandbox.deliveries.faults.double("app_mention")
    await world.ana.types("@ace help", in_=support)
    await world.settle()

    assert len(_answers(world, support)) == 1


async def test_a_mention_in_a_channel_the_app_was_put_out_of_leaves_nothing_behind(
    world: World, support: Channel
) -> None:
    world.ws.faults.add("chat.postMessage", error="not_in_channel")
    await world.ana.types("@ace help", in_=support)
    await world.settle()

    assert _answers(world, support) == []
