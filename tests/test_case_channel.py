"""The case channel: what it is called, when it opens, and who is brought into it."""

import pytest

from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.journeys import calm, claimed, raised, sets_call
from tests.people import raises
from tests.world import World


@pytest.mark.parametrize(
    ("customer", "name"),
    [
        ("Łódź & Søn GmbH", "ace-0001-lodz-son-gmbh"),
        ("Ёлка, O'Neill", "ace-0001-elka-oneill"),
        ("株式会社", "ace-0001"),
        ("Very " * 20, f"ace-0001-{'very-' * 20}"[:80].strip("-")),
    ],
)
async def test_the_name_is_transliterated_and_fits(world: World, customer: str, name: str) -> None:
    room = await claimed(world, customer=customer)

    assert room.name == name
    assert len(room.name) <= 80


async def test_two_customers_of_one_name_have_channels_of_their_own(world: World) -> None:
    first = await claimed(world)
    await raises(world.ana, customer="Acme, GmbH", product="Mobile apps")
    await world.ana.chooses("Is it the same thing?", "File all the same")
    await world.ana.submits()
    await calm(world)
    await world.eli.presses("Claim ACE-0002", on=await world.card(SurfaceKind.ALERT, 2))
    await calm(world)
    second = await world.channel(2)

    assert (first.name, second.name) == ("ace-0001-acme-gmbh", "ace-0002-acme-gmbh")


async def test_a_name_that_somebody_elses_channel_has_gets_a_number_behind_it(world: World) -> None:
    foreign = world.ws.add_channel("ace-0001-acme-gmbh", creator="max")
    room = await claimed(world)

    assert room.name == "ace-0001-acme-gmbh-2"
    assert world.app.bot_user not in foreign.members
    assert foreign.messages == {}


async def test_the_policy_can_open_the_channel_at_filing_for_one_severity(worlds: Worlds) -> None:
    rules = {"opens": "claim", "opens_for": {"critical": "filing"}}
    async with worlds(channel=rules) as world:
        await raised(world, severity="Critical (Sev 1)")
        await raised(world, customer="Globex")
        room = await world.channel(1)

        assert {world.ana.id, world.zoe.id} <= set(room.members)
        assert world.eli.id not in room.members
        assert room.topic["value"].startswith("Critical | New | ")
        assert (await world.case(2)).channel is None
        assert "Nobody yet. ACE-0001 waits for an escalation manager" in world.zoe.screen(
            await world.card(SurfaceKind.OPENING)
        )


async def test_who_claims_a_case_that_has_its_channel_is_brought_into_it(worlds: Worlds) -> None:
    async with worlds(channel={"opens": "filing"}, socket_mode=True) as world:
        await raised(world)
        opened = await world.channel()
        await world.eli.presses("Claim ACE-0001", on=await world.card(SurfaceKind.ALERT))
        await calm(world)

        assert (await world.channel()).id == opened.id
        assert world.eli.id in opened.members
        assert opened.topic["value"].startswith("High | Discovery | EM Eli Moreau | ")
        assert world.called("conversations.create") == 1
        assert len([each for each in world.messages(opened) if each.subtype == "channel_topic"]) == 2


async def test_a_private_case_has_a_private_channel_without_the_customers_name(world: World) -> None:
    await raised(world, seen_by="Private: security")
    await world.max.presses("Claim ACE-0001", on=await world.card(SurfaceKind.ALERT))
    await calm(world)

    room = await world.channel()
    assert (room.name, room.is_private) == ("ace-0001-private", True)
    assert set(room.members) == {world.app.bot_user, world.ana.id, world.max.id}


async def test_who_left_the_channel_is_not_dragged_back(world: World) -> None:
    room = await claimed(world)
    await world.zoe.leaves(room)
    await sets_call(world)

    assert world.zoe.id not in room.members
    assert world.called("conversations.invite") == 1


async def test_more_responders_than_slack_takes_at_once_all_come_in(world: World) -> None:
    users = [world.ws.add_user(f"web{number}", f"Web {number}").id for number in range(120)]
    group = next(each for each in world.ws.usergroups.values() if each.handle == "web-responders")
    group.users += users
    changed = {"type": "subteam_members_changed", "subteam_id": group.id, "team_id": world.ws.team.id}
    world.ws.emit(changed, channel=None)
    room = await claimed(world)

    assert set(users) <= set(room.members)
    assert world.called("conversations.invite") == 2


async def test_a_renamed_channel_keeps_working(world: World) -> None:
    room = await claimed(world)
    world.ws.rename(room.id, "acme-war-room", world.eli.id)
    await calm(world)
    await world.zoe.types("decision: roll back", in_=room)
    await calm(world)

    assert "Decision: roll back" in world.zoe.screen(await world.card(SurfaceKind.OPENING))


async def test_a_call_link_that_goes_by_the_channels_name_follows_a_new_name(worlds: Worlds) -> None:
    async with worlds(links={"call": "https://meet.example.com/{channel}"}) as world:
        room = await claimed(world)
        world.ws.rename(room.id, "acme-war-room", world.eli.id)
        await calm(world)

        links = {each["title"]: each["link"] for each in room.bookmarks}
        assert links["Call"] == "https://meet.example.com/acme-war-room"
        assert "https://meet.example.com/acme-war-room" in room.topic["value"]
