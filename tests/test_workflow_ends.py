"""The ends of a case: resolved, closed, archived, declined, and each taken up again."""

import pytest

from bot.playbook.lifecycle import Status
from sandbox.state import Message
from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.journeys import calm, last_to, raised
from tests.leading import led, said_in, screen, status_of, takes
from tests.world import World


def told_to_archive(world: World) -> list[Message]:
    """What Eli was told directly of archiving."""
    dm = world.ws.open_dm([world.app.bot_user, "eli"])
    return [message for message in world.messages(dm) if "archived" in message.text]


async def test_once_resolved_closing_waits_for_the_retrospective_and_the_customers_word(
    worlds: Worlds,
) -> None:
    async with worlds() as world:
        await led(world, Status.IN_PROGRESS)
        await takes(world.eli, world, "Resolve", why="The fix is live")
        assert (await world.case()).ace.resolved_at
        assert "It is resolved." in world.ana.screen(await world.card(SurfaceKind.TRACKER))
        assert "Resolved" in world.zoe.screen(await world.card(SurfaceKind.ALERT))

        await world.eli.presses("Close", on=await world.card(SurfaceKind.OPENING))
        assert "etrospective" in screen(world.eli)  # High: it is required
        assert "Neither the customer's confirmation nor its absence is recorded." in screen(world.eli)
        await world.eli.closes()


@pytest.mark.parametrize("source", [Status.RESOLVED, Status.CLOSED])
async def test_a_case_is_taken_up_again_and_its_end_has_to_be_said_anew(
    worlds: Worlds, source: Status
) -> None:
    async with worlds() as world:
        room = await led(world, source)
        await takes(world.ana, world, "Reopen", why="It happens again")

        case = await world.case()
        assert (case.ace.status, case.ace.resolved_at, case.ace.closed_at) == (Status.IN_PROGRESS, None, None)
        assert (case.progress.validation, case.progress.communicated) == (None, None)
        assert said_in(world, room, "ACE-0001 moved to In Progress. Ana Silva: It happens again") == 1
        assert {clock.kind.value for clock in case.clocks} >= {"internal", "customer"}


async def test_an_archived_channel_gets_a_successor_when_its_case_is_reopened(world: World) -> None:
    room = await led(world, Status.CLOSED)
    await world.move(days=6)
    assert told_to_archive(world) == []
    await world.move(days=2)
    (offer,) = told_to_archive(world)

    await world.eli.presses("Archive channel", on=offer, confirm=False)
    await world.eli.presses("Archive channel", on=offer)
    await world.settle()
    assert room.is_archived
    assert world.eli.was_told("The channel of ACE-0001 is being archived.")
    assert told_to_archive(world) == [offer]  # and nobody is told that the channel was lost

    await world.eli.types("/ace reopen ACE-0001 it is back", in_="general")
    await calm(world)
    successor = await world.channel()
    assert successor.name == f"{room.name}-2"
    opening = world.eli.screen(await world.card(SurfaceKind.OPENING))
    assert "which was archived" in opening


async def test_nobody_is_asked_to_archive_the_channel_of_a_case_that_came_back(world: World) -> None:
    await led(world, Status.CLOSED)
    await takes(world.eli, world, "Reopen", why="It happens again")
    await world.move(days=8)

    assert told_to_archive(world) == []


async def test_what_is_no_escalation_is_declined_and_the_filer_told_what_to_do(worlds: Worlds) -> None:
    async with worlds() as world:
        await led(world, Status.DISCOVERY)
        await world.eli.presses("More", on=await world.card(SurfaceKind.OPENING))
        await world.eli.presses("Decline")
        await world.eli.fills(
            {"Why now?": "Support has the answer", "What should the filer do instead?": "See article 12"}
        )
        await world.eli.submits()
        await calm(world)

        assert await status_of(world) is Status.CLOSED
        assert world.eli.view is None
        told = world.ana.screen(last_to(world, "ana"))
        assert "ACE-0001 was declined by Eli Moreau: Support has the answer" in told
        assert "What to do instead\nSee article 12" in told
        assert "What to do instead: See article 12" in world.ana.screen(await world.card(SurfaceKind.TRACKER))
        assert "Declined by Eli Moreau" in world.zoe.screen(await world.card(SurfaceKind.ALERT))

        await world.ana.presses("Reopen", on=last_to(world, "ana"))
        await world.ana.fills({"Why now?": "The article does not help"})
        await world.ana.submits()
        await calm(world)
        assert await status_of(world) is Status.DISCOVERY


async def test_an_unclaimed_case_is_declined_by_words_and_can_be_claimed_after_all(world: World) -> None:
    await raised(world)
    await world.eli.types("/ace decline ACE-0001 a how-to question", in_="general")
    assert "a how-to question" in screen(world.eli)
    await world.eli.fills({"What should the filer do instead?": "Read the guide"})
    await world.eli.submits()
    await calm(world)
    assert await status_of(world) is Status.CLOSED
    with pytest.raises(LookupError):
        await world.zoe.presses("Claim ACE-0001", on=await world.card(SurfaceKind.ALERT))

    await world.ana.types("/ace reopen ACE-0001 the guide is wrong", in_="general")
    await calm(world)
    assert world.ana.was_told("ACE-0001 moved to New.")
    await world.zoe.presses("Claim ACE-0001", on=await world.card(SurfaceKind.ALERT))
    await calm(world)
    assert await status_of(world) is Status.DISCOVERY
