"""Claiming: one wins, the others learn who was first, and the case gets its channel."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.playbook.lifecycle import Status
from bot.playbook.roles import Role
from bot.playbook.timeline import EntryKind
from storage import escalations
from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.journeys import calm, claimed, raised
from tests.world import ALERTS, World

WAITING = 49


@pytest.fixture(params=["http", "socket"])
async def world(request: pytest.FixtureRequest, worlds: Worlds) -> AsyncIterator[World]:
    """A world that Slack reaches over HTTP, and one over Socket Mode."""
    async with worlds(socket_mode=request.param == "socket") as made:
        yield made


async def test_claiming_opens_the_channel_and_everyone_can_see_who_leads(world: World) -> None:
    room = await claimed(world)

    assert room.name == "ace-0001-acme-gmbh"
    assert {world.ana.id, world.eli.id, world.zoe.id} <= set(room.members)
    assert "Led by @Eli Moreau" in world.zoe.screen(await world.card(SurfaceKind.ALERT))
    assert "@Eli Moreau" in world.ana.screen(await world.card(SurfaceKind.TRACKER))
    assert room.topic["value"].startswith("High | Discovery | EM Eli Moreau | ")


async def test_claiming_moves_the_case_to_discovery_and_writes_it_into_the_timeline(world: World) -> None:
    await claimed(world)

    case = await world.case()
    assert (case.ace.status, case.ace.em) == (Status.DISCOVERY, world.eli.id)
    assert case.roles == {Role.EM: world.eli.id}
    written = {entry.kind: entry.text for entry in case.latest}
    assert written[EntryKind.ROLE] == "EM: claimed"
    assert written[EntryKind.STATUS] == "New to Discovery"


@pytest.mark.both
async def test_of_fifty_who_press_at_once_one_wins_and_the_others_are_told_who(world: World) -> None:
    await raised(world)
    alert = await world.card(SurfaceKind.ALERT)
    names = [f"em{number}" for number in range(WAITING)]
    for name in names:
        user = world.ws.add_user(name, f"Manager {name}")
        world.ws.channel(ALERTS).members.append(user.id)
    everyone = [world.eli, *(world.ws.person(name) for name in names)]
    await asyncio.gather(*(person.presses("Claim ACE-0001", on=alert) for person in everyone))
    await calm(world)

    em = (await world.case()).ace.em
    first = world.ws.user(str(em)).real_name
    losers = [person for person in everyone if person.id != em]
    assert len(losers) == WAITING
    assert [person.told for person in losers] == [[f"{first} already leads ACE-0001."]] * WAITING
    assert not any(person.trouble for person in everyone)
    assert world.called("conversations.create") == 1
    async with world.ace.store.read() as tx:
        assert set(await escalations.involved(tx, 1)) == {world.ana.id, em}


async def test_a_claim_that_slack_delivers_twice_is_one_claim(world: World) -> None:
    await raised(world)
    alert = await world.card(SurfaceKind.ALERT)
    world.ws.deliveries.faults.double("block_actions")
    await world.eli.presses("Claim ACE-0001", on=alert)
    await calm(world)

    entries = [entry.kind for entry in (await world.case()).latest]
    assert entries.count(EntryKind.ROLE) == 1
    assert (world.called("conversations.create"), world.called("conversations.invite")) == (1, 1)
    assert set(world.eli.told) <= {"You already lead ACE-0001."}


async def test_an_outdated_card_with_a_claim_button_tells_who_was_first(world: World) -> None:
    await raised(world)
    await world.zoe.types("/ace show ACE-0001", in_="general")
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await calm(world)
    await world.zoe.presses("Claim ACE-0001", in_="general")
    await calm(world)

    assert world.zoe.was_told("Eli Moreau already leads ACE-0001.")
    assert (await world.case()).ace.em == world.eli.id


async def test_the_second_to_claim_by_command_is_told_who_was_first(world: World) -> None:
    await claimed(world)
    await world.zoe.types("/ace claim ACE-0001", in_="general")

    assert world.zoe.was_told("Eli Moreau already leads ACE-0001.")


async def test_a_guest_is_told_kindly_that_others_claim(world: World) -> None:
    guest = world.ws.add_user("gus", "Gus Guest", is_restricted=True)
    world.ws.channel(ALERTS).members.append(guest.id)
    await raised(world)
    await world.ws.person("gus").presses("Claim ACE-0001", in_=ALERTS)
    await calm(world)

    assert world.ws.person("gus").was_told("Ask a full member of the team to do it.")
    assert (await world.case()).ace.em is None
    assert "Claim ACE-0001" in world.eli.screen(await world.card(SurfaceKind.ALERT))


async def test_whoever_filed_can_claim(world: World) -> None:
    room = await claimed(world, by=world.ana)

    assert (await world.case()).ace.em == world.ana.id
    assert {world.ana.id, world.zoe.id} <= set(room.members)


async def test_the_channel_opens_without_somebody_who_was_deactivated_after_claiming(world: World) -> None:
    await raised(world)
    alert = await world.card(SurfaceKind.ALERT)
    held = world.ws.faults.add("conversations.create", status=503)
    await world.eli.presses("Claim ACE-0001", on=alert)
    await world.sandbox.deliveries.idle()
    world.ws.deactivate("eli")
    await calm(world)

    room = await world.channel()
    assert held.hits == 1
    assert world.eli.id not in room.members
    assert world.ana.id in room.members
    opening = world.ana.screen(await world.card(SurfaceKind.OPENING))
    assert "Not in this channel yet" not in opening


async def test_the_alert_stays_the_same_message(world: World) -> None:
    await raised(world)
    before = await world.card(SurfaceKind.ALERT)
    await world.eli.presses("Claim ACE-0001", on=before)
    await calm(world)

    after = await world.card(SurfaceKind.ALERT)
    assert after.ts == before.ts
    ours = [message for message in world.messages(ALERTS) if message.app_id]
    assert len(ours) == 2  # the introduction and the alert


async def test_manager_filer_and_responders_are_invited_in_one_call(world: World) -> None:
    await claimed(world)

    calls = [call for call in world.ws.calls if call.method == "conversations.invite"]
    assert len(calls) == 1
    assert set(str(calls[0].args["users"]).split(",")) == {world.ana.id, world.eli.id, world.zoe.id}
