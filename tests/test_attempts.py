"""Workarounds in Slack: started with a box of time, tried again and again, ended."""

import asyncio

import pytest

from blocks import documents
from bot.playbook.lifecycle import Status
from bot.playbook.timeline import EntryKind
from bot.playbook.work import AttemptResult
from sandbox.person import Person
from storage.models import SurfaceKind
from tests.leading import led
from tests.world import World


async def _notes(world: World) -> list[str]:
    entries = reversed((await world.case()).latest)
    return [entry.text for entry in entries if entry.kind is EntryKind.ATTEMPT]


def _screen(person: Person) -> str:
    assert person.view
    return person.screen(person.view)


@pytest.mark.both
async def test_a_workaround_is_tried_until_it_works(world: World) -> None:
    room = await led(world, Status.TRIAGE)
    eli, zoe = world.eli, world.zoe
    await zoe.types("/ace attempt", in_=room)
    await zoe.fills(
        {
            "Kind of workaround": "Split into smaller batches",
            "What is tried?": "export month by month | <!here>",
            "For how many minutes?": "20",
        }
    )
    await zoe.submits()
    attempt = (await world.case()).work.attempts[0]
    assert (attempt.box, (attempt.ends_at - attempt.started_at).seconds) == (20, 1200)
    assert [clock.owners for clock in (await world.case()).clocks if clock.kind == "attempt"] == [[zoe.id]]

    await eli.types("/ace attempt", in_=room)
    await eli.presses("Tried again: different")
    await eli.submits()
    assert "Say what was different" in eli.errors["What was different?"]
    await eli.fills({"What was different?": "it stops at March now"})
    await world.move(minutes=5)
    await eli.submits()
    assert "1 try, different, going on" in _screen(eli)
    attempt = (await world.case()).work.attempts[0]
    assert (attempt.ends_at - attempt.started_at).seconds // 60 == 25
    await eli.closes()
    await zoe.types("/ace attempt worked without March", in_=room)
    await world.settle()
    said = [message for message in world.messages(room) if "A workaround worked" in message.text]
    assert [message.text for message in said] == [
        "A workaround worked, says Zoe Tanaka: export month by month | &lt;!here&gt;"
    ]
    case = await world.case()
    assert case.work.attempts[0].result is AttemptResult.WORKED
    assert not [clock for clock in case.clocks if clock.kind == "attempt"]
    assert "| export month by month \\| &lt;\\!here\\> | Split into smaller batches |" in documents.attempts(
        case
    )
    await eli.types("/ace attempt same", in_=room)
    assert eli.was_told("No workaround is being tried.")
    assert [note.split(".")[0].split(":")[0] for note in await _notes(world)] == [
        "Trying for 20 min",
        "Tried again",
        "Tried again",
    ]


async def test_an_attempt_can_be_stopped_and_is_not_started_twice(world: World) -> None:
    room = await led(world, Status.IN_PROGRESS)
    eli = world.eli
    await eli.types("/ace attempt retry the export", in_=room)
    assert eli.was_told("Started. In 10 min you are asked how it went.")
    await eli.types("/ace attempt retry The Export", in_=room)
    assert eli.was_told("That is being tried already.")
    await eli.types("/ace attempt", in_=room)
    await eli.presses("Stop trying")
    assert "the export: no result yet, over" in _screen(eli)
    await eli.presses("Try another workaround")
    await eli.fills({"Kind of workaround": "Do it by hand", "What is tried?": "we type them"})
    await eli.submits()
    assert "we type them" in _screen(eli)
    assert [each.ended_at is None for each in (await world.case()).work.attempts] == [False, True]


async def test_of_two_results_at_once_both_count_unless_the_first_ended_it(world: World) -> None:
    room = await led(world, Status.IN_PROGRESS)
    await world.eli.types("/ace attempt retry the export", in_=room)
    for person, result in ((world.eli, "worked"), (world.zoe, "same")):
        await person.types("/ace attempt", in_=room)
        await person.presses(f"Tried again: {result}")
    await asyncio.gather(world.eli.submits(), world.zoe.submits())
    attempt = (await world.case()).work.attempts[0]
    assert attempt.result is AttemptResult.WORKED
    assert attempt.ended_at
    assert attempt.tries[-1]["result"] == "worked"
    if len(attempt.tries) == 1:
        assert "That attempt is over already: it worked" in _screen(world.zoe)


async def test_nothing_is_tried_any_more_once_the_case_is_resolved(world: World) -> None:
    room = await led(world, Status.IN_PROGRESS)
    await world.zoe.types("/ace attempt retry the export", in_=room)
    await world.settle()
    assert "trying the export until" in world.ana.screen(await world.card(SurfaceKind.OPENING))
    await world.eli.types("/ace resolve the fix is live", in_=room)
    await world.settle()
    case = await world.case()
    assert case.ace.status is Status.RESOLVED
    assert case.work.attempts[0].ended_at == case.ace.resolved_at
    assert (await _notes(world))[-1] == "No longer tried: the export"
    assert "trying" not in world.ana.screen(await world.card(SurfaceKind.OPENING))
    assert not [clock for clock in case.clocks if clock.kind == "attempt"]


async def test_when_its_time_is_over_whoever_tries_it_is_asked_how_it_went(world: World) -> None:
    room = await led(world, Status.IN_PROGRESS)
    await world.zoe.types("/ace attempt retry the export", in_=room)
    await world.move(minutes=11)
    await world.zoe.presses("Tried again: same")
    await world.zoe.submits()
    await world.settle()
    attempt = (await world.case()).work.attempts[0]
    assert [each["result"] for each in attempt.tries] == ["same"]
    assert attempt.ends_at > world.clock.now()
    await world.move(minutes=11)
    await world.zoe.presses("Tried again: worked")
    await world.zoe.fills({"Anything worth noting?": "the third time"})
    await world.zoe.submits()
    assert (await world.case()).work.attempts[0].result is AttemptResult.WORKED
