"""Leading a case in a channel that exists: chosen in a form, refused next to the field, furnished."""

from typing import Any

import pytest

from storage.models import SurfaceKind
from storage.outbox_row import RowState
from tests.conftest import Worlds
from tests.journeys import calm, claimed, last_to, raised
from tests.people import raises
from tests.sent import rows
from tests.world import ALERTS, World


async def _without_channel(world: World, **answers: Any) -> None:
    """A case whose channel Slack refused."""
    world.ws.faults.add("conversations.create", times=None, error="restricted_action")
    await raised(world, **answers)
    await (world.max if "seen_by" in answers else world.eli).presses("Claim ACE-0001", in_=ALERTS)
    await calm(world)


async def _uses(world: World, channel: str, name: str = "eli") -> None:
    person = world.ws.person(name)
    if person.view is None:
        await person.presses("Use another channel", on=last_to(world, name))
    await person.fills({"Channel": channel})
    await person.submits()
    await calm(world)


async def test_a_channel_that_the_app_is_in_becomes_the_cases_own(worlds: Worlds) -> None:
    async with worlds(socket_mode=True) as world:
        await _without_channel(world)
        war = world.ws.add_channel("war-room", creator="eli", members=["eli", world.app.bot_user])
        await _uses(world, "war-room")

        assert world.eli.view is None
        assert {world.ana.id, world.zoe.id} <= set(war.members)
        assert war.topic["value"].startswith("High | Discovery | EM Eli Moreau | ")
        assert len(war.bookmarks) == 3
        assert "Led by @Eli Moreau in #war-room" in world.zoe.screen(await world.card(SurfaceKind.ALERT))
        assert "#war-room" in world.ana.screen(await world.card(SurfaceKind.TRACKER))
        await world.zoe.types("decision: roll back", in_=war)
        await calm(world)
        assert "Decision: roll back" in world.eli.screen(await world.card(SurfaceKind.OPENING))


async def test_a_channel_without_the_app_is_refused_with_what_to_do(world: World) -> None:
    await _without_channel(world)
    world.ws.add_channel("war-room", creator="eli")
    await _uses(world, "war-room")
    assert "ACE is not in that channel, so nothing was changed." in world.eli.errors["Channel"]
    assert "/invite" in world.eli.errors["Channel"]

    world.ws.invite("war-room", [world.app.bot_user], world.eli.id)
    await _uses(world, "war-room")
    assert (await world.channel()).name == "war-room"


async def test_a_private_channel_that_the_app_cannot_see_is_refused(world: World) -> None:
    await _without_channel(world)
    world.ws.add_channel("secret-room", creator="eli", private=True)
    await _uses(world, "secret-room")

    assert "ACE cannot see that channel" in world.eli.errors["Channel"]


async def test_another_cases_channel_is_refused(world: World) -> None:
    await claimed(world)
    world.ws.faults.add("conversations.create", times=None, error="restricted_action")
    await raises(world.ana, customer="Globex")
    await calm(world)
    await world.eli.presses("Claim ACE-0002", in_=ALERTS)
    await calm(world)
    await _uses(world, "ace-0001-acme-gmbh")

    assert "That is the channel of ACE-0001 already." in world.eli.errors["Channel"]
    assert (await world.case(2)).channel is None


@pytest.mark.parametrize("name", [ALERTS, "retrospectives"])
async def test_the_channels_that_serve_every_case_are_refused(world: World, name: str) -> None:
    await _without_channel(world)
    await _uses(world, name)

    assert "serves every case" in world.eli.errors["Channel"]


async def test_a_private_case_takes_no_public_channel(world: World) -> None:
    await _without_channel(world, seen_by="Private: security")
    world.ws.add_channel("war-room", creator="max", members=["max", world.app.bot_user])
    await world.max.presses("Use another channel", on=last_to(world, "max"))
    assert world.max.view
    assert "everybody in it can read them" in world.max.screen(world.max.view)
    await _uses(world, "war-room", "max")

    assert "is a private case, and everyone can read that channel" in world.max.errors["Channel"]
    assert (await world.case()).channel is None


async def test_a_private_case_takes_a_private_channel(world: World) -> None:
    await _without_channel(world, seen_by="Private: security")
    world.ws.add_channel("quiet", creator="max", private=True, members=["max", world.app.bot_user])
    await _uses(world, "quiet", "max")

    assert (await world.channel()).name == "quiet"
    assert "#quiet" not in world.zoe.screen(await world.card(SurfaceKind.ALERT))


async def test_an_archived_channel_is_refused(world: World) -> None:
    await _without_channel(world)
    war = world.ws.add_channel("war-room", creator="eli", members=["eli", world.app.bot_user])
    await world.eli.presses("Use another channel", on=last_to(world, "eli"))
    await world.eli.fills({"Channel": "war-room"})
    war.is_archived = True
    await world.eli.submits()

    assert "That channel is archived." in world.eli.errors["Channel"]
    war.is_archived = False
    await world.eli.submits()
    await calm(world)
    assert (await world.channel()).id == war.id


async def test_slack_falling_silent_about_the_channel_changes_nothing(world: World) -> None:
    await _without_channel(world)
    world.ws.add_channel("war-room", creator="eli", members=["eli", world.app.bot_user])
    silence = world.ws.faults.add("conversations.info", times=None, drop=True)
    await _uses(world, "war-room")
    silence.remove()
    assert "did not tell ACE about that channel in time" in world.eli.errors["Channel"]
    await _uses(world, "war-room")

    assert (await world.channel()).name == "war-room"


async def test_a_channel_that_is_left_for_another_gets_a_pointer(world: World) -> None:
    old = await claimed(world)
    world.ws.kick(old.id, world.app.bot_user, world.zoe.id)
    await calm(world)
    world.ws.add_channel("war-room", creator="eli", members=["eli", world.app.bot_user])
    await _uses(world, "war-room")

    pointer = world.messages(old)[-1]
    assert "ACE-0001 goes on in #war-room; this channel is no longer followed." in world.zoe.screen(pointer)
    opening = world.zoe.screen(await world.card(SurfaceKind.OPENING))
    assert "This goes on from #ace-0001-acme-gmbh." in opening
    await world.zoe.types("decision: nobody listens here", in_=old)
    await calm(world)
    assert "nobody listens" not in str([entry.text for entry in (await world.case()).latest])


async def test_outsiders_of_a_private_case_cannot_move_it(world: World) -> None:
    await _without_channel(world, seen_by="Private: security")
    await world.zoe.presses("Use another channel", in_=ALERTS)
    await calm(world)
    assert world.zoe.view is None
    assert world.zoe.was_told("There is no ACE-0001 that you can see.")
    await world.zoe.presses("Try again", in_=ALERTS)
    await calm(world)

    [row] = [row for row in await rows(world, RowState.WAITING) if row.kind == "channel"]
    assert row.wanted == 1
