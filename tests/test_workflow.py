"""A case on its way: moved on, held up, resolved, closed, declined and taken up again."""

import asyncio
from typing import Any

import pytest

from bot.playbook.lifecycle import Status
from sandbox.person import Person
from sandbox.state import Channel, Message
from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.journeys import calm, last_to, raised
from tests.leading import led
from tests.world import World


async def takes(person: Person, world: World, step: str, **answers: str) -> None:
    """Press a step on the opening card, fill its form and submit it."""
    await person.presses(step, on=await world.card(SurfaceKind.OPENING))
    labels = {"why": "Why now?", "instead": "What should the filer do instead?"}
    await person.fills({labels[name]: said for name, said in answers.items()})
    await person.submits()
    await calm(world)


def screen(person: Person) -> str:
    """What the modal in front of somebody shows."""
    assert person.view is not None, "no modal is open"
    return person.screen(person.view)


def said_in(world: World, room: Channel, words: str) -> int:
    """How many messages of a channel say something."""
    return sum(words in world.eli.screen(message) for message in world.messages(room))


def told_to_archive(world: World) -> list[Message]:
    """What Eli was told directly of archiving."""
    dm = world.ws.open_dm([world.app.bot_user, "eli"])
    return [message for message in world.messages(dm) if "archived" in message.text]


async def status_of(world: World) -> Status:
    """Where the case stands."""
    return (await world.case()).ace.status


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
    await world.eli.closes()
    await world.eli.types("/ace status resolved it looks fine", in_=room)
    assert "Before “Resolve”" in screen(world.eli)
    assert await status_of(world) is Status.IN_PROGRESS


async def test_from_resolved_to_closed_and_back_and_archived(worlds: Worlds) -> None:
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
