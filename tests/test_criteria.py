"""Exit criteria in Slack: listed, met with evidence, waived by name and reason, opened again, undone."""

import asyncio

import pytest

from bot.playbook.lifecycle import Status
from bot.playbook.timeline import EntryKind
from bot.playbook.work import CriterionState
from sandbox.person import Person
from tests.leading import led
from tests.world import World

NEW = "What must hold before this is resolved?"
SHOWS = "What shows that it holds?"


async def _states(world: World) -> dict[str, CriterionState]:
    return {each.text: each.state for each in (await world.case()).work.criteria}


def _screen(person: Person) -> str:
    assert person.view
    return person.screen(person.view)


async def _notes(world: World) -> list[str]:
    entries = reversed((await world.case()).latest)
    return [entry.text for entry in entries if entry.kind is EntryKind.CRITERION]


async def test_exit_criteria_are_led_from_their_list(world: World) -> None:
    room = await led(world, Status.DISCOVERY, ready=False)
    eli = world.eli
    await eli.types("/ace criteria", in_=room)
    await eli.fills({NEW: "Exports work again\nNo failure for <!channel> a day\nThe customer agrees"})
    await eli.submits()
    assert list(await _states(world)) == [
        "Exports work again",
        "No failure for <!channel> a day",
        "The customer agrees",
    ]
    assert "0 of 3 met" in _screen(eli)

    await eli.presses("Mark met")
    await eli.fills({SHOWS: " "})
    await eli.submits()
    assert "Evidence is needed" in eli.errors[SHOWS]
    await eli.fills({SHOWS: "40 exports without a failure"})
    await eli.submits()
    assert "1 of 3 met" in _screen(eli)
    assert "Met by Eli Moreau: 40 exports without a failure" in _screen(eli)

    await eli.presses("Waive")
    await eli.fills({"Why is it waived?": "they are closed tomorrow"})
    await eli.submits()
    await eli.presses("Edit")
    await eli.fills({"What must hold?": "The customer says so in writing"})
    await eli.submits()
    assert await _states(world) == {
        "Exports work again": CriterionState.MET,
        "No failure for <!channel> a day": CriterionState.WAIVED,
        "The customer says so in writing": CriterionState.OPEN,
    }
    await eli.presses("Open again")
    assert "0 of 3 met, 1 waived" in _screen(eli)
    await eli.closes()
    await world.settle()
    await eli.presses("Undo", in_=room)
    assert (await _states(world))["Exports work again"] is CriterionState.MET
    assert (await _notes(world))[-3:] == [
        "Waived: No failure for <!channel> a day (they are closed tomorrow)",
        "Reworded: The customer says so in writing",
        "Open again: Exports work again",
    ]
    assert not [one for one in world.zoe.notifications if "channel" in one.why]


async def test_a_criterion_is_added_by_words_and_taken_off_by_its_menu(world: World) -> None:
    room = await led(world, Status.TRIAGE, ready=False)
    await world.eli.types("/ace criteria no failure for a day", in_=room)
    assert list(await _states(world)) == ["Invoices of all regions export again", "no failure for a day"]
    await world.settle()
    assert not world.eli.was_told("Added to the exit criteria.")
    assert world.eli.was_told("Undo")
    await world.eli.types("/ace criteria No failure for a day", in_=room)
    assert world.eli.was_told("That is on the list already. Nothing was added.")
    await world.eli.types("/ace criteria", in_=room)
    await world.eli.presses("Remove")
    assert list(await _states(world)) == ["no failure for a day"]


@pytest.mark.both
async def test_of_two_who_settle_one_criterion_the_later_is_told_what_it_is_by_now(world: World) -> None:
    room = await led(world, Status.IN_PROGRESS, ready=False)
    for person in (world.eli, world.ana):
        await person.types("/ace criteria", in_=room)
        await person.presses("Waive")
        await person.fills({"Why is it waived?": f"{person.name} says so"})
    await asyncio.gather(world.eli.submits(), world.ana.submits())
    screens = [person.screen(person.view) for person in (world.eli, world.ana) if person.view]
    assert sum("is waived by now. Nothing was changed" in screen for screen in screens) == 1
    assert len([note for note in await _notes(world) if note.startswith("Waived")]) == 1
