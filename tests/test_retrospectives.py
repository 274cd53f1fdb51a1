"""A retrospective from the resolved case to the published lesson, by four people."""

import pytest

from bot.playbook.retrospective import Section
from bot.playbook.retrospective_steps import State
from bot.playbook.timeline import EntryKind
from tests import retro
from tests.forms import shows, standing
from tests.world import World

BETTER = "What could have gone better"


@pytest.mark.both
async def test_four_people_write_check_approve_and_publish_what_was_learned(world: World) -> None:
    await retro.resolved(world)
    await _eli_finds_the_draft_and_writes(world)
    await _eli_asks_why(world)
    await _zoe_and_ana_add_to_it(world)
    await _eli_checks_the_wording(world)
    await _noor_approves(world)
    await _eli_publishes(world)

    kinds = [entry.kind for entry in (await world.case()).latest]
    assert kinds.count(EntryKind.APPROVAL) == 2


async def _eli_finds_the_draft_and_writes(world: World) -> None:
    eli = world.eli
    shown = eli.screen(await retro.card(world))
    assert "Draft · owned by @Eli Moreau · required before the case can be closed" in shown
    assert "Still needed: Contributing causes" in shown
    assert "Nobody at Acme can export" in (await retro.view(world)).content.text(Section.IMPACT)

    await eli.presses("Write retrospective", on=await retro.card(world))
    happened = next(line for line in shows(eli).split("What happened")[1].split("\n")[1:] if line.strip())
    assert happened.count("- 2") <= 1  # every event begins a line of its own
    for section, text in (
        ("Summary", "Zoe should have seen the queue. It was full."),
        (BETTER, "The alert went to a quiet place."),
        ("Prevention", "A limit, and an alert at half of it."),
    ):
        await eli.presses(f"Edit {section[0].lower()}{section[1:]}")
        await eli.fills({section: text})
        await eli.submits()
        await world.settle()
        assert text in shows(eli)  # the list behind the form follows


async def _eli_asks_why(world: World) -> None:
    eli = world.eli
    await eli.presses("Edit the five whys")
    await eli.presses("Add a cause")
    await eli.fills({"Because": "Exports stopped", "What would ease it": "Retry by itself"})
    await eli.submits()
    await world.settle()
    for cause in ("The queue was full", "Nobody was told"):
        await eli.presses("Ask why once more")
        await eli.fills({"Because": cause})
        await eli.submits()
        await world.settle()
    assert "1.2 Nobody was told" in shows(eli)
    whys = (await retro.view(world)).content.whys
    assert [(why.id, why.parent) for why in whys] == [(1, 0), (2, 1), (3, 1)]
    await eli.closes(everything=True)


async def _zoe_and_ana_add_to_it(world: World) -> None:
    zoe, ana = world.zoe, world.ana
    await zoe.presses("Add your part", on=await retro.card(world))
    await zoe.fills({"What went well": "The rollback was rehearsed."})
    await zoe.submits()
    await ana.presses("Write retrospective", on=await retro.card(world))
    await ana.presses("Edit action items")
    await ana.presses("Add action item")
    assert standing(ana, "Term") == "Short term: the case stays open for it"
    who = {"Who does it": "zoe", "Their team": "Web platform", "Who agreed to that date": "zoe"}
    await ana.fills({"What is to be done": "Add an alert on the queue", **who, "Term": "Long term"})
    await ana.submits()
    await world.settle()
    assert "Add an alert on the queue" in shows(ana)
    await ana.closes(everything=True)
    await world.move(seconds=5)

    made = await retro.view(world)
    assert made.content.text(Section.WELL) == "[responder] The rollback was rehearsed."
    assert made.items[0].agreed_at
    assert made.items[0].due
    assert (made.items[0].due - made.items[0].agreed_at).days in {55, 56}


async def _eli_checks_the_wording(world: World) -> None:
    eli = world.eli
    await eli.presses("Check the wording", on=await retro.card(world))
    assert "A name makes a reader think of the person." in shows(eli)
    await eli.presses("Use the other words")
    await world.settle()
    await eli.presses("Leave it")
    await world.settle()
    await eli.closes(everything=True)
    await world.move(seconds=5)
    summary = (await retro.view(world)).content.text(Section.SUMMARY)
    assert summary == "A responder should have seen the queue. It was full."


async def _noor_approves(world: World) -> None:
    """Eli names her, since the policy names nobody."""
    eli, noor = world.eli, world.noor
    await retro.requested(world, noor)
    asked = retro.dm(world, noor)[-1]
    assert "@Eli Moreau asks you to approve" in noor.screen(asked)
    [(name, page)] = retro.files(world, asked).items()
    assert name == "retrospective-ace-0001.html"
    assert "A responder should have seen the queue." in page
    assert "Still to decide: Noor Haddad" in world.zoe.screen(await retro.card(world))
    await noor.presses("Read it here", on=asked)
    assert "1.2 Nobody was told" in shows(noor)
    assert "Add an alert on the queue: Zoe Tanaka" in shows(noor)
    await noor.closes()
    await noor.presses("Approve", on=asked)
    await world.settle()
    await world.move(seconds=5)

    assert noor.was_told("Your approval is recorded.") or "You approved it" in noor.screen(asked)
    assert (await retro.view(world)).state is State.APPROVED
    thread = [each for each in world.messages(world.ws.channels[asked.channel]) if each.files]
    assert len(thread) == 1  # the document is not shared again for the name of who approved it
    assert "is approved. Publish it" in eli.screen(retro.dm(world, eli)[-1])


async def _eli_publishes(world: World) -> None:
    eli = world.eli
    await eli.presses("Publish retrospective", on=await retro.card(world))
    await eli.submits()
    await world.settle()
    await world.move(seconds=5)
    post = next(each for each in world.messages("retrospectives") if "Retrospective" in each.text)
    assert set(retro.files(world, post)) == {
        "retrospective-ace-0001.html",
        "retrospective-ace-0001.md",
        "retrospective-ace-0001-post.md",
    }
    assert "Open the document" in eli.screen(post)
    assert "Published, version 1" in eli.screen(await retro.card(world))
