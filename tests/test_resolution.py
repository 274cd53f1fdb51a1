"""Towards the end in Slack: validation, message, feedback, confirmation; and cases that cool down."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.playbook.choices import Target
from bot.playbook.lifecycle import Status
from bot.playbook.progress import Audience, Calmer
from bot.playbook.timeline import EntryKind
from bot.playbook.work import CriterionState, Direction, FeedbackTrack, ItemKind, Term
from sandbox.person import Person
from sandbox.state import Channel
from tests.conftest import Worlds
from tests.journeys import last_to
from tests.leading import PRIVATE, REPORT, led
from tests.world import World

CALM = {
    "Why need it not stay escalated?": "A workaround helps the customer",
    "What is so now?": "they export by month",
    "What does that team have to know?": "The export by month works, you can stop <!channel>",
    "How was the customer told?": "Call",
    "What was the customer told?": "Use the monthly export until the fix is out",
    "What was learnt?": "Large exports need a limit",
}


async def _says(person: Person, room: Channel, word: str, answers: Mapping[str, object]) -> None:
    await person.types(f"/ace {word}", in_=room)
    await person.fills(dict(answers))
    await person.submits()


@pytest.mark.both
async def test_the_end_is_prepared_in_four_forms(world: World) -> None:
    room = await led(world, Status.IN_PROGRESS, ready=False)
    eli = world.eli
    fix = {
        "How was the fix tested?": "40 exports without a failure",
        "How did it go out?": "In phases",
        "Did the customer confirm it?": "Not yet, or not at all",
    }
    await _says(eli, room, "validate", fix)
    assert eli.errors == {"If not, why not?": "Say why the customer has not confirmed it."}
    await eli.fills({"If not, why not?": "they are asleep"})
    await eli.submits()
    told = {"Who was told?": ["The customer", "Leadership"], "What were they told?": "Exports work again"}
    await _says(eli, room, "told", told)
    assert eli.errors == {"How did the customer hear it?": "Choose how the customer was told."}
    await eli.fills({"How did the customer hear it?": "E-mail"})
    await eli.submits()
    feedback = {
        "Which track?": "Monitoring",
        "Is a feature missing?": "An alarm for a queue that grows",
    }
    await _says(eli, room, "feedback", feedback)
    assert "and name its product manager" in eli.errors["What should the product learn?"]
    await eli.fills({"What should the product learn?": "nobody saw the queue grow"})
    await eli.submits()
    assert "Name the product manager" in eli.errors["Product manager"]
    await eli.fills({"Product manager": "noor"})
    await eli.submits()
    await world.settle()

    case = await world.case()
    made = case.progress
    assert made.validation
    assert (made.validation.confirmed, made.validation.why_not) == (False, "they are asleep")
    assert made.communicated_to == (Audience.CUSTOMER, Audience.LEADERSHIP)
    assert [(each.direction, each.said) for each in case.work.contacts] == [
        (Direction.OUT, "Exports work again")
    ]
    assert (made.feedback, made.feedback_manager) == (FeedbackTrack.MONITORING, world.noor.id)
    item = case.work.items[0]
    assert (item.kind, item.owner, item.term) == (ItemKind.FEATURE, world.noor.id, Term.LONG)
    assert "An alarm for a queue that grows" in last_to(world, "noor").text

    await eli.types("/ace criteria", in_=room)
    await eli.presses("Mark met")
    await eli.fills({"What shows that it holds?": "40 exports"})
    await eli.submits()
    await eli.closes()
    await eli.types("/ace resolve the fix is live", in_=room)
    await world.settle()
    assert (await world.case()).ace.status is Status.RESOLVED
    word = {
        "What came back?": "The customer confirmed it",
        "What did they say, or why is there none?": "It works, thank you",
        "By which way did they say so?": "Ticket",
    }
    await _says(eli, room, "confirm", word)
    case = await world.case()
    assert case.progress.confirmation
    assert case.progress.confirmation.received
    assert case.work.contacts[-1].direction is Direction.IN
    assert not [clock for clock in case.clocks if clock.kind == "confirmation"]


async def test_feedback_without_a_feature_is_told_to_its_product_manager(world: World) -> None:
    room = await led(world, Status.IN_PROGRESS, ready=False)
    feedback = {
        "Which track?": "Messaging",
        "What should the product learn?": "“failed” says too little",
        "Product manager": "noor",
    }
    await _says(world.eli, room, "feedback", feedback)
    await world.settle()
    assert last_to(world, "noor").text.endswith("Messaging: “failed” says too little")
    assert not (await world.case()).work.items


@pytest.mark.both
async def test_a_case_cools_down_in_four_steps(worlds: Worlds) -> None:
    async with worlds(brief={"engineering": "#general"}) as world:
        world.ws.channel("general").members.append(world.app.bot_user)
        room = await led(world, Status.TRIAGE, report=replace(REPORT, target=Target.ENGINEERING))
        eli = world.eli
        await eli.types("/ace attempt export by month", in_=room)
        await eli.types("/ace deescalate", in_=room)
        assert eli.view
        assert "The exit criterion that is open is waived by it." in eli.screen(eli.view)
        await eli.fills(CALM | {"What was learnt?": " "})
        await eli.submits()
        assert "What was learnt?" in eli.errors
        await eli.fills(CALM)
        await asyncio.gather(eli.submits(), eli.types("/ace criteria another one", in_=room))
        await world.settle()

        case = await world.case()
        assert case.ace.status is Status.RESOLVED
        assert {each.state for each in case.work.criteria if each.text.startswith("Invoices")} == {
            CriterionState.WAIVED
        }
        assert all(each.ended_at for each in case.work.attempts)
        calm = case.progress.de_escalation
        assert calm
        assert (calm.reason, calm.team) == (Calmer.WORKAROUND, "Engineering")
        assert "Use the monthly export" in case.work.contacts[-1].said
        assert {clock.kind.value for clock in case.clocks} <= {"confirmation", "retrospective"}
        posted = [each for each in world.messages("general") if "de-escalated" in each.text]
        assert len(posted) == 1
        assert posted[0].text == (
            "ACE-0001 is de-escalated (Acme GmbH). For Engineering: The export by month works, you can stop "
            "&lt;!channel&gt; A workaround helps the customer. Decided by Eli Moreau."
        )
        texts = [entry.text for entry in case.latest if entry.kind in {EntryKind.CHECK, EntryKind.UPDATE}]
        assert "Learnt: Large exports need a limit" in texts


async def test_nothing_of_a_private_case_is_told_outside_its_channel(worlds: Worlds) -> None:
    async with worlds(brief={"engineering": "#general"}) as world:
        report = replace(PRIVATE, target=Target.ENGINEERING)
        room = await led(world, Status.TRIAGE, by=world.max, report=report)
        await world.max.types("/ace deescalate", in_=room)
        assert world.max.view
        assert "tell the team yourself" in world.max.screen(world.max.view)
        await world.max.fills(CALM)
        await world.max.submits()
        await world.settle()
        assert (await world.case()).ace.status is Status.RESOLVED
        assert not [each for each in world.messages("general") if "ACE-0001" in each.text]
        assert [each for each in world.messages(room) if "is de-escalated" in each.text]


async def test_a_team_whose_channel_is_closed_to_ace_is_told_in_the_case_channel(worlds: Worlds) -> None:
    async with worlds(brief={"engineering": "#no-such-place"}) as world:
        room = await led(world, Status.DISCOVERY, report=replace(REPORT, target=Target.ENGINEERING))
        await _says(world.eli, room, "deescalate", CALM)
        await world.settle()
        assert [each for each in world.messages(room) if "is de-escalated" in each.text]
        await world.eli.types("/ace deescalate", in_=room)
        assert world.eli.was_told("“De-escalate” is for a case in Discovery, Triage or In Progress.")
