"""A private case stays private whatever Slack refuses: no public channel ever takes its place."""

import json
from typing import Any

import pytest

from sandbox.state import Channel
from storage.models import SurfaceKind
from tests.people import raises
from tests.world import ALERTS, World

PRIVATE = {"customer": "Zephyr Bionics", "impact": "Patient scans leaked", "seen_by": "Private: security"}


async def _claimed(world: World) -> None:
    await raises(world.ana, **PRIVATE)
    await world.settle()
    await world.max.presses("Claim ACE-0001", in_=ALERTS)
    await world.settle()


def _ours(world: World) -> list[Channel]:
    """The channels that ACE has made."""
    made = [room for room in world.ws.channels.values() if room.creator == world.app.bot_user]
    return [room for room in made if not room.is_im]


@pytest.mark.parametrize("code", ["restricted_action", "user_is_restricted", "no_permission", "invalid_name"])
async def test_a_refused_private_channel_is_told_precisely_and_no_public_one_is_made(
    world: World, code: str
) -> None:
    fault = world.ws.faults.add("conversations.create", error=code, times=None)
    await _claimed(world)

    assert _ours(world) == []
    assert (await world.case()).ace.em == world.max.id
    told = world.messages(world.max.sees("@ace"))[-1]
    assert f"`{code}`" in world.max.screen(told).replace("(", "`").replace(")", "`")
    assert "No public channel takes its place" in world.max.screen(told)
    alert = await world.card(SurfaceKind.ALERT)
    assert "could not be opened" in world.zoe.screen(alert)
    assert "zephyr" not in json.dumps([alert.text, alert.blocks]).lower()

    fault.remove()
    await world.max.presses("Try again", on=told)
    await world.settle()
    assert [room.is_private for room in _ours(world)] == [True]


async def test_a_missing_permission_is_told_and_the_way_back_works(world: World) -> None:
    world.app.scopes.discard("groups:write")
    await _claimed(world)

    assert _ours(world) == []
    told = world.messages(world.max.sees("@ace"))[-1]
    assert "the app was installed without a permission it needs" in world.max.screen(told)

    world.app.scopes.add("groups:write")
    await world.max.presses("Try again", on=told)
    await world.settle()
    assert (await world.channel()).is_private


@pytest.mark.parametrize(
    "fault",
    [{"drop": True, "after_effect": True}, {"status": 503}, {"retry_after": 1}],
    ids=["lost", "503", "429"],
)
async def test_a_doubtful_answer_leads_to_one_channel_and_that_is_private(
    world: World, fault: dict[str, Any]
) -> None:
    world.ws.faults.add("conversations.create", times=2, **fault)
    await _claimed(world)
    for _ in range(4):
        await world.move(minutes=5)

    assert [room.is_private for room in _ours(world)] == [True]
    assert set(_ours(world)[0].members) == {world.ana.id, world.max.id, world.app.bot_user}


async def test_another_channel_has_to_be_private_too(world: World) -> None:
    world.ws.faults.add("conversations.create", error="restricted_action", times=None)
    await _claimed(world)
    public = world.ws.add_channel("war-room", creator="max", members=["max", world.app.bot_user])
    vault = world.ws.add_channel("vault", creator="max", private=True, members=["max", world.app.bot_user])

    await world.max.presses("Use another channel")
    view = world.max.view
    assert view
    await world.max.fills({"Channel": vault.name})
    view.values["channel"]["channel"]["selected_conversation"] = public.id  # the list does not offer it
    await world.max.submits()

    assert "everyone can read that channel" in world.max.errors["Channel"]
    assert (await world.case()).channel is None
    assert public.topic["value"] == ""

    view.values["channel"]["channel"]["selected_conversation"] = vault.id
    await world.max.submits()
    await world.settle()
    assert (await world.case()).channel == vault.id
    assert "Zephyr" in vault.topic["value"] or "Patient" in vault.topic["value"]


@pytest.mark.parametrize("button", ["Try again", "Use another channel"])
async def test_an_outsider_cannot_press_the_ways_out(world: World, button: str) -> None:
    world.ws.faults.add("conversations.create", error="restricted_action", times=None)
    await _claimed(world)

    await world.zoe.presses(button, on=await world.card(SurfaceKind.ALERT))
    await world.settle()

    assert world.zoe.was_told("There is no ACE-0001 that you can see.")
    assert world.zoe.view is None
    assert world.called("conversations.create") == 1
