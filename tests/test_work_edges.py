"""The work where it is awkward: crowded lists, entries that are gone, people who left, two at once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from blocks import documents
from bot.playbook.lifecycle import Status
from bot.playbook.work import AttemptKind, AttemptResult, CriterionState, ItemKind, ItemState
from bot.services import cases
from sandbox.person import Person
from storage.case_records import Attempt, Criterion, Item
from tests.journeys import last_to
from tests.leading import REPORT, led
from tests.world import World

NASTY = "*bold* _it_ `code` <!channel> <@U123> <https://evil.example|Eli> & | \\ #tag {{ x }} "
DUE = "Which date can be kept?"
WHY = "What makes the deadline unrealistic?"


def _screen(person: Person) -> str:
    assert person.view
    return person.screen(person.view)


async def _crowded(world: World) -> None:
    """As much as a case may have of everything, each as long as it may be."""
    async with world.ace.store.begin() as tx:
        ace = await cases.changing(tx, 1, by=world.eli.id)
        now, by = tx.now, world.eli.id
        for at in range(20):
            text = (f"{at} {NASTY}" * 9)[:300]
            state = CriterionState.MET if at % 2 else CriterionState.OPEN
            tx.add(Criterion(number=1, text=text, state=state, evidence=NASTY * 9, added_by=by, added_at=now))
        for at in range(90):
            made = Item(
                number=1,
                kind=ItemKind.FEATURE,
                text=(f"{at} {NASTY}" * 9)[:500],
                owner=by,
                team="x" * 100,
                due=now + timedelta(days=at),
                committed_by=by,
                link="https://bugs.example.com/" + "x" * 400,
                product_manager=world.noor.id,
                why=NASTY * 3,
                state=ItemState.BLOCKED,
                added_by=by,
                added_at=now,
            )
            tx.add(made)
        for at in range(50):
            tries = [{"at": now.isoformat(), "by": by, "result": "same", "note": NASTY * 5}] * 9
            tried = Attempt(
                number=1,
                kind=AttemptKind.OTHER,
                what=(f"{at} {NASTY}" * 9)[:500],
                started_by=by,
                started_at=now,
                ends_at=now,
                tries=tries,
                result=AttemptResult.SAME,
                ended_at=now if at < 45 else None,
            )
            tx.add(tried)
        await cases.show(tx, ace, *cases.EVERYWHERE)


async def test_the_lists_of_a_crowded_case_can_be_shown_and_ping_nobody(world: World) -> None:
    room = await led(world, Status.TRIAGE)
    before = len(world.zoe.notifications)
    await _crowded(world)
    await world.settle()
    for word in ("criteria", "items", "attempt", "deadline"):
        await world.eli.types(f"/ace {word}", in_=room)
        assert world.eli.view, word
        assert "<!channel>" in _screen(world.eli)
        await world.eli.closes()
    case = await world.case()
    assert documents.state_table(case).count("\n") < documents.MOST
    assert len(documents.attempts(case).splitlines()) == 52
    assert len(world.zoe.notifications) == before
    await world.eli.types("/ace criteria one more", in_=room)
    assert world.eli.was_told("A case has at most 20 exit criteria. Nothing was added.")
    await world.eli.types("/ace attempt one more", in_=room)
    assert world.eli.was_told("A case has at most 50 attempts. Nothing was started.")


async def test_an_entry_that_is_gone_by_now_is_told_and_nothing_changes(world: World) -> None:
    room = await led(world, Status.TRIAGE, ready=False)
    eli, ana = world.eli, world.ana
    for person in (eli, ana):
        await person.types("/ace criteria", in_=room)
    await ana.presses("Remove")
    await eli.presses("Mark met")
    await world.settle()
    assert "is not on the list any more. Nothing was changed." in _screen(eli)
    await eli.closes(everything=True)
    await eli.types("/ace attempt export by month", in_=room)
    await ana.types("/ace attempt", in_=room)
    await eli.types("/ace attempt worked", in_=room)
    await ana.presses("Tried again: same")
    await world.settle()
    assert "That attempt is over already" in _screen(ana)
    assert len((await world.case()).work.attempts[0].tries) == 1


@pytest.mark.both
async def test_an_item_that_two_settle_at_once_is_reported_back_once(world: World) -> None:
    room = await led(world, Status.TRIAGE)
    await world.eli.types("/ace items @zoe add the missing alert", in_=room)
    await world.eli.fills({"Kind of support": "Bug", "Who waits for it?": "ana"})
    await world.eli.submits()
    await world.settle()
    asked = last_to(world, "zoe")
    heard = len(world.messages(world.ws.open_dm([world.app.bot_user, "ana"])))
    await world.eli.types("/ace items", in_=room)
    await asyncio.gather(world.zoe.presses("Mark done", on=asked), world.eli.presses("Mark done"))
    await world.settle()
    told = world.messages(world.ws.open_dm([world.app.bot_user, "ana"]))[heard:]
    assert [each.text.split(",")[0] for each in told] == ["Done"]
    notes = [entry.text for entry in (await world.case()).latest if entry.text.startswith("Done:")]
    assert len(notes) == 1


async def test_a_form_that_arrives_twice_adds_one_item(world: World) -> None:
    room = await led(world, Status.TRIAGE)
    for _ in range(2):
        await world.eli.types("/ace items @zoe add the missing alert", in_=room)
        await world.eli.fills({"Kind of support": "Bug"})
        await world.eli.submits()
    assert "That is on the list already" in world.eli.errors["What is to be done?"]
    assert len((await world.case()).work.items) == 1


async def test_when_the_filer_has_left_a_new_date_holds_at_once(world: World) -> None:
    asked_for = (world.clock.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    room = await led(world, Status.TRIAGE, report=replace(REPORT, deadline=asked_for))
    world.ws.deactivate("ana")
    await world.settle()
    later = asked_for + timedelta(days=5)
    await world.eli.types("/ace deadline", in_=room)
    await world.eli.fills({DUE: later, WHY: "the fix ships next week"})
    await world.eli.submits()
    assert (await world.case()).report.deadline == later
    await world.eli.types("/ace deadline", in_=room)
    await world.eli.fills({DUE: asked_for, WHY: "it was too late"})
    await world.eli.submits()
    assert "no later than the deadline" in world.eli.errors[DUE]


async def test_what_a_de_escalation_waived_is_open_again_when_the_case_is_taken_up_again(
    world: World,
) -> None:
    room = await led(world, Status.TRIAGE)
    await world.eli.types("/ace deescalate", in_=room)
    await world.eli.fills(
        {
            "Why need it not stay escalated?": "It resolved itself",
            "What is so now?": "no errors since noon",
            "Which team was asked to act?": "Engineering",
            "What does that team have to know?": "You can stop",
            "How was the customer told?": "Ticket",
            "What was the customer told?": "It works again",
            "What was learnt?": "The queue drains by itself",
        }
    )
    await world.eli.submits()
    await world.settle()
    assert {each.state for each in (await world.case()).work.criteria} == {CriterionState.WAIVED}
    await world.eli.types("/ace reopen it happens again", in_=room)
    await world.settle()
    case = await world.case()
    assert case.ace.status is Status.IN_PROGRESS
    assert {each.state for each in case.work.criteria} == {CriterionState.OPEN}
