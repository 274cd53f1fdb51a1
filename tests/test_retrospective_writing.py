"""Writing a retrospective: long texts, two people at once, the timeline, and answers that cannot be taken."""

import pytest

from bot.playbook.refusal import Refusal
from bot.playbook.retrospective import LONGEST, Section
from bot.playbook.retrospective_steps import State
from bot.services import retrospective_items, retrospective_writing, retrospectives
from bot.services.retrospective_items import Task
from storage import entries
from storage import retrospectives as records
from tests import retro
from tests.forms import labels, shows, standing
from tests.journeys import claimed
from tests.leading import led
from tests.retro import soon
from tests.test_retrospective_documents import LONG
from tests.world import World

THIRTY = (LONG * 3)[:30_000].strip()


async def test_a_text_of_thirty_thousand_characters_is_edited_in_parts_and_nothing_is_lost(
    world: World,
) -> None:
    eli = world.eli
    await retro.resolved(world)
    async with world.ace.store.begin() as tx:
        found = await records.find(tx, 1)
        assert found
        seen = (await retrospectives.content(tx, found)).part_hash(Section.ACTUAL)
        await retrospective_writing.write(tx, 1, Section.ACTUAL, THIRTY, seen=seen, by=eli.id)
    await world.move(seconds=5)
    await eli.presses("Read it here", on=await retro.card(world))
    assert "שלום (עולם)" in shows(eli)
    await eli.closes()
    await eli.presses("Write retrospective", on=await retro.card(world))
    await eli.presses("Edit what happened")
    parts = [label for label in labels(eli) if standing(eli, label)]
    assert len(parts) >= 10
    await eli.fills({parts[3]: f"{standing(eli, parts[3])} And a little more."})
    await eli.submits()
    await world.settle()
    text = (await retro.view(world)).content.text(Section.ACTUAL)

    assert text.replace(" And a little more.", "", 1) == THIRTY
    assert text.count(" And a little more.") == 1
    assert "javascript:alert(1)" in shows(eli) or "What happened" in shows(eli)
    await eli.presses("Edit what happened")
    await eli.fills({parts[0]: ""})
    await eli.submits()
    await world.settle()
    assert len((await retro.view(world)).content.text(Section.ACTUAL)) < len(THIRTY)


async def test_the_second_of_two_sees_what_changed_and_loses_nothing(world: World) -> None:
    eli, zoe = world.eli, world.zoe
    await retro.resolved(world)
    for person in (eli, zoe):
        await person.presses("Write retrospective", on=await retro.card(world))
        await person.presses("Edit what went well")
    await eli.fills({"What went well": "The rollback was rehearsed."})
    await eli.submits()
    await zoe.fills({"What went well": "Support answered in minutes."})
    await zoe.submits()
    await world.settle()

    assert "Somebody else changed this section while you were writing." in shows(zoe)
    assert "The rollback was rehearsed." in shows(zoe)
    assert standing(zoe, "What went well") == "Support answered in minutes."
    assert (await retro.view(world)).content.text(Section.WELL) == "The rollback was rehearsed."
    await zoe.fills({"What to save": "Theirs, and below it"})
    await zoe.submits()
    await world.settle()
    both = "The rollback was rehearsed.\n\nSupport answered in minutes."
    assert (await retro.view(world)).content.text(Section.WELL) == both

    await eli.presses("Edit what went well")
    await zoe.presses("Edit what went well")
    await zoe.fills({"What went well": "Only this."})
    await zoe.submits()
    await eli.fills({"What went well": "Only that."})
    await eli.submits()
    await eli.submits()  # with "what stands in the fields below" chosen
    await world.settle()
    assert (await retro.view(world)).content.text(Section.WELL) == "Only that."


async def test_two_who_word_the_same_cause_see_each_other_s_words(world: World) -> None:
    eli, zoe = world.eli, world.zoe
    await retro.resolved(world)
    await retro.written(world)
    for person in (eli, zoe):
        await person.presses("Write retrospective", on=await retro.card(world))
        await person.presses("Edit the five whys")
        await person.presses("Edit it")
    await eli.fills({"Because": "Exports stood still"})
    await eli.submits()
    await zoe.fills({"Because": "Exports hung"})
    await zoe.submits()

    assert "Theirs: Exports stood still" in shows(zoe)
    assert standing(zoe, "Because") == "Exports hung"
    await zoe.submits()
    await world.settle()
    assert (await retro.view(world)).content.whys[0].text == "Exports hung"
    await zoe.presses("Take it out")
    await world.settle()
    assert (await retro.view(world)).content.whys == ()


async def test_two_who_change_the_same_action_item_or_line_see_each_other_s_words(world: World) -> None:
    eli, zoe = world.eli, world.zoe
    await retro.resolved(world)
    await retro.written(world)
    due = soon(world, days=20)
    task = Task(text="Ask Zoe Tanaka for an alert", owner=zoe.id, due=due, committed_by=eli.id)
    async with world.ace.store.begin() as tx:
        await retrospective_items.save(tx, 1, 0, task, by=eli.id)
    for person in (eli, zoe):
        await person.presses("Write retrospective", on=await retro.card(world))
        await person.presses("Edit action items")
        await person.presses("Edit it")
    await eli.fills({"What is to be done": "Add an alert", "Their team": "Web"})
    await eli.submits()
    await zoe.fills({"What is to be done": "Add a limit"})
    await zoe.submits()
    assert "Somebody else changed this while you were writing." in shows(zoe)
    assert "Theirs: Add an alert\nZoe Tanaka, Web, due" in shows(zoe)
    assert standing(zoe, "What is to be done") == "Add a limit"
    assert (await retro.view(world)).items[0].text == "Add an alert"
    await zoe.submits()
    await world.settle()
    item = (await retro.view(world)).items[0]
    assert (item.text, item.owner, item.committed_by) == ("Add a limit", zoe.id, eli.id)
    for person in (eli, zoe):
        await person.closes(everything=True)

    for person in (eli, zoe):
        await person.presses("Write retrospective", on=await retro.card(world))
        await person.presses("Edit timeline")
        await person.presses("Correct line")
    await eli.fills({"What it says": "Filed"})
    await eli.submits()
    await zoe.fills({"What it says": "It began"})
    await zoe.submits()
    assert "UTC: Filed" in shows(zoe)
    assert standing(zoe, "What it says") == "It began"
    await zoe.submits()
    await world.settle()
    assert (await retro.view(world)).content.timeline[0].text == "It began"


async def test_names_wherever_they_stand_are_replaced_with_one_press(world: World) -> None:
    eli = world.eli
    await retro.resolved(world)
    await eli.types("observation: Eli Moreau cleared the queue", in_=await world.channel())
    await world.settle()
    async with world.ace.store.begin() as tx:
        task = Task(text="Ask Eli Moreau for an alert", owner=eli.id, due=soon(world, days=20))
        await retrospective_items.save(tx, 1, 0, task, by=eli.id)
        await retrospective_writing.add_why(tx, 1, 0, "Exports stopped", "Eli Moreau watches", by=eli.id)
    await world.settle()
    await eli.presses("Check the wording", on=await retro.card(world))
    assert "Action items, Ask Eli Moreau for an alert: “Eli Moreau”" in shows(eli)
    for _ in range(2):
        await eli.presses("Use the other words")
        await world.settle()
    await eli.closes(everything=True)
    async with world.ace.store.begin() as tx:
        every = [entry.id for entry in await entries.of_case(tx, 1) if "cleared" in entry.text]
        await retrospective_writing.pick(tx, 1, [each for each in every if each], [], by=eli.id)
    await world.move(seconds=5)
    await eli.presses("Check the wording", on=await retro.card(world))
    await eli.presses("Use the other words")
    await world.settle()

    content = (await retro.view(world)).content
    assert content.timeline[-1].text == "The EM cleared the queue"
    assert content.tasks[0].text == "Ask the EM for an alert"
    assert content.whys[0].mitigation == "The EM watches"


async def test_somebody_who_wrote_once_long_ago_is_no_name_in_the_document(world: World) -> None:
    room = await led(world)
    await world.noor.joins(room)
    await world.noor.types("observation: the queue is full", in_=room)
    for word in "abcdef":
        await world.ana.types(f"observation: {word}", in_=room)
    await world.settle()
    await world.eli.types("/ace retro", in_=room)
    await retro.written(world)
    async with world.ace.store.begin() as tx:
        await retrospective_writing.add_why(tx, 1, 0, "Noor Haddad saw it late", "", by=world.eli.id)
    await world.move(seconds=30)

    assert (await retro.view(world)).people["Noor Haddad"] == "a responder"
    await world.eli.closes(everything=True)
    await world.eli.presses("Check the wording", on=await retro.card(world))
    assert "“Noor Haddad”" in shows(world.eli)


async def test_entries_are_picked_from_the_record_and_corrected_in_the_document_only(world: World) -> None:
    eli = world.eli
    room = await led(world)
    await world.zoe.types("observation: the qeue is full", in_=room)
    await world.settle()
    await eli.types("/ace retro", in_=room)
    assert (await world.case()).ace.status.value == "in_progress"
    await eli.presses("Edit timeline")
    assert "the qeue is full" in shows(eli)
    before = len((await retro.view(world)).content.timeline)
    await eli.presses("Pick from the record")
    group = labels(eli)[0]
    await eli.fills({group: []})
    await eli.submits()
    await world.settle()
    left = (await retro.view(world)).content.timeline
    assert len(left) < before

    await eli.presses("Pick from the record")
    boxes = next(block for block in eli.view.body["blocks"] if block["block_id"] == "entries0")  # type: ignore[union-attr]
    every = [option["text"]["text"] for option in boxes["element"]["options"]]
    await eli.fills({group: every})
    await eli.submits()
    await world.settle()
    typo = next(line for line in (await retro.view(world)).content.timeline if "qeue" in line.text)
    place = (await retro.view(world)).content.timeline.index(typo)
    buttons = [b for b in eli.view.body["blocks"] if b.get("accessory")]  # type: ignore[union-attr]
    assert buttons[place]["accessory"]["text"]["text"] == "Correct line"
    async with world.ace.store.begin() as tx:
        line = ("The queue is full", retrospective_writing.line_hash(typo))
        await retrospective_writing.correct_line(tx, 1, typo.entry, typo.at, line[0], seen=line[1], by=eli.id)
    await eli.presses("Correct line")
    assert labels(eli) == ["When it happened", "What it says"]
    await eli.fills({"What it says": "As it began"})
    await eli.submits()
    await world.settle()
    texts = [line.text for line in (await retro.view(world)).content.timeline]
    assert {"The queue is full", "As it began"} <= set(texts)
    assert "the qeue is full" in [entry.text for entry in (await world.case()).latest]


async def test_what_cannot_be_taken_is_said_next_to_the_answer_and_nothing_is_lost(world: World) -> None:
    eli, zoe = world.eli, world.zoe
    await retro.resolved(world)
    await eli.presses("Request approval", on=await retro.card(world))
    await world.settle()
    assert eli.was_told("Still empty: Contributing causes")
    assert (await retro.view(world)).state is State.DRAFT

    await zoe.presses("Write retrospective", on=await retro.card(world))
    await zoe.presses("Edit action items")
    await zoe.presses("Add action item")
    due = {"By when": soon(world, days=-1)}
    await zoe.fills({"What is to be done": "Add an alert", "Their team": "Web", **due})
    await zoe.submits()
    assert zoe.errors == {"By when": "That date is in the past. Choose when it can be done."}
    assert standing(zoe, "Their team") == "Web"
    await zoe.closes(everything=True)

    await zoe.presses("Add your part", on=await retro.card(world))
    await zoe.submits()
    assert zoe.errors == {"What went well": "Write at least one of them, or press Cancel."}
    await zoe.closes(everything=True)
    await _refused(world, "characters, and a section takes", Section.WELL, "x" * (LONGEST + 1))
    await eli.presses("Plan the meeting", on=await retro.card(world))
    await eli.fills({"When": soon(world, hours=-1)})
    await eli.submits()
    assert eli.errors == {"When": "That moment is past. Choose when the meeting shall be."}


async def _refused(world: World, said: str, section: Section, text: str) -> None:
    with pytest.raises(Refusal, match=said):
        async with world.ace.store.begin() as tx:
            await retrospective_writing.write(tx, 1, section, text, seen="", below=True, by=world.eli.id)


async def test_open_items_of_earlier_retrospectives_are_told_when_the_customer_escalates_again(
    world: World,
) -> None:
    await retro.resolved(world)
    await retro.written(world)
    task = Task(text="Add an alert on the <queue>", owner=world.zoe.id, due=soon(world, days=20))
    async with world.ace.store.begin() as tx:
        await retrospective_items.save(tx, 1, 0, task, by=world.eli.id)
    await retro.requested(world, world.noor)
    await world.noor.presses("Approve", on=retro.dm(world, world.noor)[-1])
    await world.settle()
    await world.eli.presses("Publish retrospective", on=await retro.card(world))
    await world.eli.submits()
    await world.settle()
    assert (await retro.view(world)).items[0].agreed_at  # agreed by publishing it
    room = await claimed(world, number=2, customer="Globex")  # the same product

    said = [each for each in world.messages(room) if "Still open from earlier retrospectives" in each.text]
    assert len(said) == 1
    assert "ACE-0001: Add an alert on the <queue>" in world.eli.screen(said[0])
