"""A case on its way: moved on, held up, resolved, closed, declined and taken up again."""

import asyncio
from typing import Any

import pytest

from bot.playbook.lifecycle import Status
from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.journeys import calm
from tests.leading import led, said_in, screen, status_of, takes
from tests.world import World


async def test_a_step_is_taken_once_shown_everywhere_and_taken_back(world: World) -> None:
    room = await led(world, Status.TRIAGE)
    await takes(world.eli, world, "Start work", why="Engineering has the *steps* <!channel>")

    case = await world.case()
    assert case.ace.status is Status.IN_PROGRESS
    assert case.latest[0].text == "Triage to In Progress: Engineering has the *steps* <!channel>"
    assert world.eli.view is None
    assert said_in(world, room, "ACE-0001 moved to In Progress. Eli Moreau: Engineering has the *steps*") == 1
    assert not [one for one in world.zoe.notifications if one.why == "channel"]
    assert "In Progress" in room.topic["value"]
    for kind in (SurfaceKind.ALERT, SurfaceKind.TRACKER, SurfaceKind.OPENING):
        assert "In Progress" in world.ana.screen(await world.card(kind))
    assert world.eli.was_told("Moved to In Progress (ACE-0001).")

    await world.eli.presses("Undo", in_=room)
    await calm(world)
    assert await status_of(world) is Status.TRIAGE
    assert world.eli.was_told("Undone: Moved to In Progress (ACE-0001).")
    assert said_in(world, room, "Taken back: Moved to In Progress. ACE-0001 is Triage") == 1

    await takes(world.eli, world, "Start work", why="now really")
    assert await status_of(world) is Status.IN_PROGRESS


async def test_a_step_that_must_wait_lists_what_is_missing_each_with_its_button(world: World) -> None:
    room = await led(world, Status.IN_PROGRESS, ready=False)
    await world.eli.presses("Resolve", on=await world.card(SurfaceKind.OPENING))

    for said in (
        "An exit criterion is open: Invoices of all regions export again.",
        "Nobody recorded how the fix was validated.",
        "The resolution was not communicated.",
        "No feedback track is chosen for the product.",
    ):
        assert said in screen(world.eli)
    await world.eli.presses("Edit exit criteria")
    assert "Invoices of all regions export again" in screen(world.eli)
    await world.eli.closes(everything=True)

    await world.eli.types("/ace resolve it looks fine", in_=room)
    assert "Before “Resolve”, this is still needed:" in screen(world.eli)
    assert "Your line, to be copied: it looks fine" in screen(world.eli)
    await world.eli.closes()
    await world.eli.types("/ace status resolved it looks fine", in_=room)
    assert "Before “Resolve”" in screen(world.eli)
    assert await status_of(world) is Status.IN_PROGRESS


async def test_of_two_who_press_at_once_one_moves_it_and_the_other_reads_who_did(worlds: Worlds) -> None:
    async with worlds() as world:
        await led(world, Status.TRIAGE)
        card = await world.card(SurfaceKind.OPENING)
        for person in (world.eli, world.ana):
            await person.presses("Start work", on=card)
            await person.fills({"Why now?": f"says {person.name}"})
        await asyncio.gather(world.eli.submits(), world.ana.submits())
        await calm(world)

        assert await status_of(world) is Status.IN_PROGRESS
        told = [screen(person) for person in (world.eli, world.ana) if person.view]
        assert len(told) == 1
        assert "ACE-0001 is In Progress already" in told[0]
        assert "moved it" in told[0]
        moves = [entry for entry in (await world.case()).latest if "Triage to In Progress" in entry.text]
        assert len(moves) == 1


@pytest.mark.both
async def test_resolving_against_reopening_leaves_one_line_of_moves(world: World) -> None:
    """Whichever comes first, each move begins where the one before it ended."""
    room = await led(world, Status.IN_PROGRESS)
    lines = [(world.eli, "/ace resolve it works"), (world.ana, "/ace reopen it does not")] * 3
    await asyncio.gather(*(person.types(line, in_=room) for person, line in lines))
    await calm(world)

    case = await world.case()
    moves = [entry.data for entry in reversed(case.latest) if entry.data.get("before")]
    assert [each["before"] for each in moves[1:]] == [each["status"] for each in moves[:-1]]
    assert moves[-1]["status"] == case.ace.status
    assert moves[0]["status"] == Status.RESOLVED


async def test_an_outdated_button_says_where_the_case_is(world: World) -> None:
    await led(world, Status.TRIAGE)
    old = await world.card(SurfaceKind.OPENING)
    await world.eli.presses("Start work", on=old)
    await world.zoe.types("/ace start ACE-0001 zoe was first", in_="general")
    await world.eli.fills({"Why now?": "eli comes late"})
    await world.eli.submits()
    assert "ACE-0001 is In Progress already; Zoe Tanaka moved it. Nothing was changed." in screen(world.eli)

    await world.eli.closes(everything=True)
    await world.eli.types("/ace triage ACE-0001 again", in_="general")
    assert world.eli.was_told("“Start triage” is for a case in Discovery. Nothing was changed.")
    await world.eli.types("/ace status new ACE-0001", in_="general")
    assert await status_of(world) is Status.IN_PROGRESS


async def test_the_form_of_ways_shows_where_it_can_go_and_what_each_waits_for(world: World) -> None:
    room = await led(world, Status.DISCOVERY, ready=False)
    await world.eli.types("/ace", in_=room)
    await world.eli.presses("Change status")  # takes the place of the panel, so that more fits on top

    assert "ACE-0001 is Discovery since" in screen(world.eli)
    assert "To Triage. 4 things are still missing." in screen(world.eli)
    assert "To Closed." in screen(world.eli)
    await world.eli.presses("Start triage")
    assert "The severity is not confirmed by the scorecard." in screen(world.eli)
    await world.eli.closes()
    assert world.eli.view is None  # it stood alone

    await world.eli.types("/ace status resolved fixed", in_=room)
    await world.eli.types("/ace status in_progress now", in_=room)
    assert world.eli.was_told("cannot go straight to In Progress")
    await world.eli.types("/ace status somewhere", in_=room)
    assert world.eli.was_told("can go to: Triage, Resolved, Closed.")


@pytest.mark.parametrize(
    ("rules", "status", "line", "refused"),
    [
        ({"resolve": ["@web-responders"]}, Status.IN_PROGRESS, "/ace resolve done", "resolve an escalation"),
        ({"close": ["@web-responders"]}, Status.RESOLVED, "/ace close done", "close an escalation"),
        ({"close": ["@web-responders"]}, Status.DISCOVERY, "/ace decline no", "close an escalation"),
    ],
)
async def test_who_may_not_end_a_case_is_told_so_and_nothing_changes(
    worlds: Worlds, rules: dict[str, Any], status: Status, line: str, refused: str
) -> None:
    async with worlds(permissions=rules) as world:
        room = await led(world, status)
        await world.eli.types(line, in_=room)
        await world.eli.types("/ace", in_=room)

        assert world.eli.was_told(f"You may not {refused}")
        with pytest.raises(LookupError):
            await world.eli.presses(line.split()[1].capitalize(), on=world.eli.view)
        assert await status_of(world) is status


async def test_a_step_needs_one_line_of_why(world: World) -> None:
    room = await led(world, Status.TRIAGE)
    await world.eli.types("/ace start " + "x" * 601, in_=room)
    assert world.eli.was_told("at most 600 characters")
    await world.eli.types("/ace start", in_=room)
    await world.eli.fills({"Why now?": "   "})
    await world.eli.submits()

    assert world.eli.errors == {"Why now?": "A line of why is needed: it goes into the timeline."}
    assert await status_of(world) is Status.TRIAGE


async def test_a_case_moves_on_although_its_channel_was_archived(world: World) -> None:
    room = await led(world, Status.TRIAGE)
    world.ws.archive(room.id, world.ana.id)
    await calm(world)
    await world.eli.types("/ace start ACE-0001 we go on by phone", in_="general")
    await calm(world)

    assert world.eli.was_told("ACE-0001 moved to In Progress.")
    assert "In Progress" in world.ana.screen(await world.card(SurfaceKind.ALERT))
    assert "In Progress" in world.ana.screen(await world.card(SurfaceKind.TRACKER))
