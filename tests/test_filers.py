"""Unusual filers: guests, people Slack does not tell of, and people who left after filing."""

import pytest

from sandbox.person import Person
from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.forms import shows
from tests.people import raises
from tests.world import ALERTS, World


def _guest(world: World, **kind: bool) -> Person:
    guest = world.ws.add_user("gus", "Gus Guest", **kind)
    world.ws.channel("support").members.append(guest.id)
    return world.ws.person("gus")


@pytest.mark.parametrize("kind", ["is_restricted", "is_ultra_restricted"])
async def test_a_guest_may_file_and_follows_the_case_by_the_tracker(world: World, kind: str) -> None:
    guest = _guest(world, **{kind: True})
    await raises(guest)
    await world.settle()
    assert "ACE-0001 is filed" in shows(guest)
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.move(minutes=1)

    room = await world.channel()
    assert (guest.id in room.members) is (kind == "is_restricted")
    assert "Escalation manager\n@Eli Moreau" in guest.screen(await world.card(SurfaceKind.TRACKER))
    card = world.eli.screen(await world.card(SurfaceKind.OPENING))
    assert ("this guest may be in one channel only" in card) is (kind == "is_ultra_restricted")


async def test_a_guest_who_filed_can_answer_about_it_whatever_guests_may_see(worlds: Worlds) -> None:
    async with worlds(permissions={"see": "members"}) as world:
        guest = _guest(world, is_restricted=True)
        await raises(guest)
        await world.settle()
        await guest.closes()
        await world.eli.presses("Claim ACE-0001", in_=ALERTS)
        await world.move(minutes=1)
        await world.eli.presses("Ask the filer", on=await world.card(SurfaceKind.OPENING))
        await world.settle()
        await guest.presses("Answer")
        await guest.fills({"What led up to it?": "A deploy."})
        await guest.submits()
        await world.move(minutes=1)

        assert (await world.case()).report.events == "A deploy."


async def test_where_guests_may_not_file_they_are_told_and_keep_what_they_wrote(worlds: Worlds) -> None:
    async with worlds(permissions={"raise": "members"}) as world:
        guest = _guest(world, is_restricted=True)
        await raises(guest)
        await world.settle()

        assert "You may not raise an escalation in this workspace" in shows(guest)
        await guest.presses("Back")
        assert "Acme GmbH" in shows(guest)
        assert await world.count() == 0


async def test_a_filer_whom_slack_tells_of_late_is_named_on_the_cards_in_the_end(world: World) -> None:
    silent = world.ws.faults.add("users.info", error="internal_error", times=None)
    await raises(world.ana, region="Europe")
    await world.settle()
    assert f"Filed by {world.ana.id}" in world.zoe.screen(await world.card(SurfaceKind.ALERT))
    silent.remove()
    await world.move(minutes=10)

    assert "Filed by Ana Silva" in world.zoe.screen(await world.card(SurfaceKind.ALERT))


async def test_a_filer_who_left_stops_nothing(world: World) -> None:
    await raises(world.ana)
    await world.settle()
    world.ws.deactivate("ana")
    await world.settle()
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.move(minutes=1)
    card = await world.card(SurfaceKind.OPENING)
    assert world.ana.id not in (await world.channel()).members
    await world.eli.presses("Ask the filer: What led up to it", on=card)
    await world.eli.fills({"What led up to it?": "A deploy."})
    await world.eli.submits()
    await world.move(minutes=1)

    assert (await world.case()).report.events == "A deploy."
    assert "Brief: " in world.eli.screen(await world.card(SurfaceKind.OPENING))
    assert world.called("conversations.invite", error="cant_invite") == 0


async def test_a_filer_who_left_before_the_tracker_came_stops_nothing(world: World) -> None:
    world.ws.faults.add(
        "chat.postMessage", match=lambda args: args["channel"] == world.ana.id, retry_after=30
    )
    await raises(world.ana)
    await world.settle()
    world.ws.deactivate("ana")
    await world.move(minutes=1)

    case = await world.case()
    assert case.problem(SurfaceKind.TRACKER) == "channel_not_found"
    assert "Claim ACE-0001" in world.eli.screen(await world.card(SurfaceKind.ALERT))


async def test_a_question_to_somebody_who_left_unnoticed_dies_quietly(world: World) -> None:
    await raises(world.ana)
    await world.settle()
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.move(minutes=1)
    world.sandbox.deliveries.faults.drop("user_change")
    world.ws.deactivate("ana")
    await world.eli.presses("Ask the filer", on=await world.card(SurfaceKind.OPENING))
    await world.settle()
    await world.move(minutes=30)

    assert world.eli.was_told("The filer was asked.")
    assert world.called("chat.postMessage", error="channel_not_found") == 1
