"""Action items in Slack: owed, agreed, blocked, done, reported back; deadlines that are challenged."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.playbook.lifecycle import Status
from bot.playbook.timeline import EntryKind
from bot.playbook.work import ItemState
from bot.services import retrospective_items
from bot.services.retrospective_items import Task
from sandbox.person import Person
from storage.case_records import Item
from tests import retro
from tests.journeys import calm, last_to
from tests.leading import REPORT, led
from tests.world import World

ANSWERS = {
    "What is to be done?": "Add the missing alert for <!channel> failed exports",
    "Kind of support": "Bug",
    "Who owes it?": "zoe",
}


async def _item(world: World, at: int = 0) -> Item:
    return (await world.case()).work.items[at]


async def _notes(world: World) -> list[str]:
    entries = reversed((await world.case()).latest)
    return [entry.text for entry in entries if entry.kind is EntryKind.ITEM]


async def _adds(person: Person, room: Any, **changes: Any) -> None:
    await person.types("/ace items", in_=room)
    if person.view and person.view.body.get("submit") is None:
        await person.presses("Add action item")
    await person.fills(ANSWERS | changes)
    await person.submits()


def _screen(person: Person) -> str:
    assert person.view
    return person.screen(person.view)


@pytest.mark.both
async def test_an_item_is_agreed_to_blocked_done_and_reported_back_once(world: World) -> None:
    room = await led(world, Status.TRIAGE)
    eli, zoe = world.eli, world.zoe
    due = world.clock.now() + timedelta(days=3)
    await _adds(eli, room, Due=due, **{"Who waits for it?": "ana"})
    await world.settle()
    asked = last_to(world, "zoe")
    assert "Can you agree to it?" in asked.text
    assert zoe.id in room.members

    await zoe.presses("Agree to it", on=asked)
    await world.settle()
    item = await _item(world)
    assert (item.owner, item.committed_by, item.agreed_at is not None) == (zoe.id, zoe.id, True)
    assert [clock.subject for clock in (await world.case()).clocks if clock.kind == "item"] == [item.id]
    await zoe.presses("Agree to it", on=asked)
    await world.settle()
    assert zoe.was_told("That action item was agreed to already. Nothing was changed.")

    await eli.types("/ace items", in_=room)
    await eli.presses("Mark blocked")
    await eli.fills({"What blocks it, and who could help?": "the metrics are missing"})
    await eli.submits()
    assert "Blocked: the metrics are missing" in _screen(eli)
    await eli.presses("Unblock")
    assert "Open · Bug · Zoe Tanaka" in _screen(eli)

    await zoe.presses("Mark done", on=asked)
    await world.settle()
    told = last_to(world, "ana")
    assert told.text.startswith(f"Done, says <@{zoe.id}>: Add the missing alert")
    item = await _item(world)
    assert (item.state, item.reported_at is not None) == (ItemState.DONE, True)
    assert not [clock for clock in (await world.case()).clocks if clock.kind == "item"]
    await zoe.presses("Mark done", on=asked)
    await world.settle()
    assert zoe.was_told("That action item is done by now. Nothing was changed")
    assert [note.split(":")[0] for note in await _notes(world)] == [
        "To do",
        "Agreed to",
        "Blocked",
        "No longer blocked",
        "Done",
    ]
    assert last_to(world, "ana") is told


async def test_a_form_says_next_to_the_answer_what_it_cannot_take(world: World) -> None:
    room = await led(world, Status.DISCOVERY)
    eli = world.eli
    await _adds(eli, room, Due=world.clock.now() - timedelta(hours=1))
    assert eli.errors == {"Due": "That date has passed already. Choose one that is still to come."}
    await eli.fills({"Due": None, "Kind of support": "Feature request"})
    await eli.submits()
    assert "needs its product manager" in eli.errors["Product manager"]
    world.ws.deactivate("zoe")
    await eli.fills({"Kind of support": "Bug"})
    await eli.submits()
    assert "Zoe Tanaka has left this workspace" in eli.errors["Who owes it?"]
    assert not (await world.case()).work.items


async def test_words_begin_an_item_and_whoever_they_mention_owes_it(world: World) -> None:
    room = await led(world, Status.DISCOVERY)
    await world.eli.types("/ace items @zoe add the missing alert & a test", in_=room)
    assert world.eli.view
    await world.eli.fills({"Kind of support": "Developer on support"})
    await world.eli.submits()
    item = await _item(world)
    assert (item.text, item.owner) == ("add the missing alert & a test", world.zoe.id)


async def test_a_new_owner_agrees_anew_and_what_is_dropped_can_be_opened_again(world: World) -> None:
    room = await led(world, Status.TRIAGE)
    eli = world.eli
    await _adds(eli, room, **{"Who agreed to it?": "zoe"})
    await eli.types("/ace items", in_=room)
    assert "agreed by Zoe Tanaka" in _screen(eli)
    await eli.presses("Edit item")
    await eli.fills({"Who owes it?": "max"})
    await eli.submits()
    await world.settle()
    assert "not agreed yet" in _screen(eli)
    assert "Can you agree to it?" in last_to(world, "max").text

    await eli.presses("Drop item")
    await eli.fills({"Why is it dropped?": "the alert exists"})
    await eli.submits()
    assert "Dropped: the alert exists" in _screen(eli)
    await world.settle()
    await eli.presses("Undo", in_=room)
    assert (await _item(world)).state is ItemState.OPEN


@pytest.mark.both
async def test_an_unrealistic_deadline_is_challenged_and_answered_by_who_set_it(world: World) -> None:
    asked_for = world.clock.now() + timedelta(days=2)
    room = await led(world, Status.TRIAGE, report=replace(REPORT, deadline=asked_for))
    eli, zoe, ana = world.eli, world.zoe, world.ana
    due = (world.clock.now() + timedelta(days=3)).replace(microsecond=0, second=0)
    await _adds(eli, room, Due=due, **{"Who agreed to it?": "zoe"})
    await world.settle()
    await zoe.presses("Challenge deadline", on=last_to(world, "zoe"))
    await zoe.fills(
        {"Which date can be kept?": due, "What makes the deadline unrealistic?": "tests take a week"}
    )
    await zoe.submits()
    assert "no later than the deadline" in zoe.errors["Which date can be kept?"]
    await zoe.fills({"Which date can be kept?": due + timedelta(days=4)})
    await zoe.submits()
    await world.settle()
    asked = last_to(world, "eli")
    assert "tests take a week" in asked.text
    await eli.presses("Keep the deadline", on=asked)
    await eli.submits()
    assert "Say why the date has to stay" in eli.errors["A word on it"]
    await eli.fills({"Your answer": "Accept the date"})
    await eli.submits()
    await world.settle()
    assert (await _item(world)).due == due + timedelta(days=4)
    assert "accepts your date for" in last_to(world, "zoe").text
    await eli.presses("Accept the date", on=asked)
    await world.settle()
    assert eli.was_told("That was answered already")

    await eli.types("/ace deadline", in_=room)
    await eli.fills(
        {
            "Which deadline?": "The date that the filer asked for",
            "Which date can be kept?": asked_for + timedelta(days=5),
            "What makes the deadline unrealistic?": "the fix ships next week",
        }
    )
    await eli.submits()
    await world.settle()
    await ana.presses("Keep the deadline", on=last_to(world, "ana"))
    await ana.fills({"A word on it": "they go live on Friday"})
    await ana.submits()
    await world.settle()
    assert "keeps the date of what the filer asked for" in last_to(world, "eli").text
    assert (await world.case()).report.deadline == asked_for
    assert (await _notes(world))[-1] == "Kept the filer's date: they go live on Friday"


async def test_without_a_deadline_there_is_nothing_to_challenge(world: World) -> None:
    room = await led(world, Status.TRIAGE)
    await world.eli.types("/ace deadline", in_=room)
    assert world.eli.was_told("No deadline of ACE-0001 can be challenged")


async def test_the_card_of_a_retrospective_follows_what_becomes_of_its_action_items(world: World) -> None:
    await retro.resolved(world)
    async with world.ace.store.begin() as tx:
        task = Task(text="Add an alert on the queue", owner=world.eli.id)
        await retrospective_items.save(tx, 1, 0, task, by=world.eli.id)
    await calm(world)
    room = await world.channel()
    eli = world.eli
    assert "Add an alert on the queue: Eli Moreau, no date yet, open" in eli.screen(await retro.card(world))

    await eli.types("/ace items", in_=room)
    await eli.presses("Mark blocked")
    await eli.fills({"What blocks it, and who could help?": "the metrics are missing"})
    await eli.submits()
    await calm(world)
    assert "no date yet, blocked" in eli.screen(await retro.card(world))

    await eli.closes(everything=True)
    await eli.presses("Undo", in_=room)
    await calm(world)
    assert "no date yet, open" in eli.screen(await retro.card(world))
