"""The whole way from New to Closed, by people and the buttons in front of them."""

from datetime import timedelta
from typing import Any

import pytest

from bot.playbook.lifecycle import Status
from storage.models import SurfaceKind
from tests.journeys import calm, claimed
from tests.world import World

DIMENSIONS = {
    "Breadth": "1 · One team at one customer",
    "Depth": "1 · Slower or clumsier work, with a way around",
    "Duration": "0 · Began today, and nothing is due soon",
    "Revenue": "1 · A small account, or a renewal far away",
    "Reputation": "0 · Nobody else will hear of it",
    "Contract": "0 · No agreed service level is touched",
}


async def steps(world: World, step: str, why: str, supplies: dict[str, dict[str, Any]]) -> None:
    """Eli presses a step, supplies what it waits for from the list that it answers with, and takes it."""
    for act, answers in supplies.items():
        await world.eli.presses(step, on=await world.card(SurfaceKind.OPENING))
        await world.eli.presses(act)
        await world.eli.fills(answers)
        await world.eli.submits()
        assert world.eli.errors == {}, act
        await world.eli.closes(everything=True) if world.eli.view else None
        await calm(world)
    await world.eli.presses(step, on=await world.card(SurfaceKind.OPENING))
    await world.eli.fills({"Why now?": why})
    await world.eli.submits()
    await calm(world)


@pytest.mark.both
async def test_a_case_goes_from_new_to_closed_by_buttons_alone(world: World) -> None:
    soon = world.ws.clock.now() + timedelta(hours=3)
    room = await claimed(world, severity="Medium (Sev 3)")
    await steps(
        world,
        "Start triage",
        "the cause is ours",
        {
            "Score severity": DIMENSIONS,
            "Edit exit criteria": {"What must hold before this is resolved?": "All regions export again"},
            "Check scope": {
                "Have we seen it ourselves?": "Yes, we reproduced it",
                "What was looked at?": ["The status page", "Recent deployments"],
                "How far does it go?": "One account",
            },
            "Record discovery call": {
                "What is there to record?": "It is not needed",
                "Outcome or reason": "Everyone is here",
            },
        },
    )
    await steps(
        world,
        "Start work",
        "everyone knows their part",
        {
            "Name stakeholders": {
                "Or a team, or somebody outside": "Web platform",
                "What are they there for?": "owns the export",
            },
            "Plan communication": {"How?": "E-mail", "When next?": soon},
            "Arrange triage call": {
                "What is there to record?": "It was held",
                "Outcome or reason": "Roll back tonight",
            },
        },
    )
    assert (await world.case()).ace.status is Status.IN_PROGRESS

    await world.eli.presses("Edit exit criteria", on=await world.card(SurfaceKind.OPENING))
    await world.eli.presses("Mark met")
    await world.eli.fills({"What shows that it holds?": "40 exports in a row"})
    await world.eli.submits()
    await world.eli.closes(everything=True) if world.eli.view else None
    await calm(world)
    await steps(
        world,
        "Resolve",
        "the fix is live",
        {
            "Record validation": {
                "How was the fix tested?": "40 exports",
                "How did it go out?": "At once",
                "Did the customer confirm it?": "Yes",
            },
            "Record resolution message": {
                "Who was told?": ["The customer"],
                "What were they told?": "Exports work again",
                "How did the customer hear it?": "E-mail",
            },
            "Choose feedback track": {
                "Which track?": "Monitoring",
                "What should the product learn?": "Alert on failing exports",
                "Product manager": "noor",
            },
        },
    )
    await steps(
        world,
        "Close",
        "the customer is content",
        {
            "Record confirmation": {
                "What came back?": "The customer confirmed it",
                "What did they say, or why is there none?": "Thank you",
            },
        },
    )

    case = await world.case()
    assert case.ace.status is Status.CLOSED
    moves = [entry.text for entry in reversed(case.latest) if entry.kind.value == "status"]
    assert moves == [
        "New to Discovery",
        "Discovery to Triage: the cause is ours",
        "Triage to In Progress: everyone knows their part",
        "In Progress to Resolved: the fix is live",
        "Resolved to Closed: the customer is content",
    ]
    for kind in (SurfaceKind.ALERT, SurfaceKind.TRACKER, SurfaceKind.OPENING):
        assert "Closed" in world.ana.screen(await world.card(kind))
    said = [message.text for message in world.messages(room) if " moved to " in message.text]
    assert len(said) == 4
    assert world.eli.trouble == []
