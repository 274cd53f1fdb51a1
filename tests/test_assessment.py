"""Assessing a case in Slack: scope, triage questions, systemic problems, and who may not be named."""

from datetime import timedelta

import pytest

from bot.playbook.lifecycle import Status
from bot.playbook.progress import Reach
from bot.playbook.timeline import EntryKind
from tests.assessing import PING, document, entries, pinged, posts, scores
from tests.forms import standing
from tests.leading import PRIVATE, led
from tests.world import World

SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
IT = "What is there to record?"
REASON = "Outcome or reason"
TICKED = "Acknowledged to the customer"


@SQLITE
async def test_the_scope_is_checked_or_explained_and_the_six_questions_are_answered(world: World) -> None:
    room = await led(world, Status.DISCOVERY, ready=False)
    eli = world.eli
    await eli.types("/ace scope", in_=room)
    await eli.fills({"Have we seen it ourselves?": "Yes", "How far does it go?": "A region"})
    await eli.chooses("What was looked at?", "The status page")
    await eli.submits()
    assert "or write why that does not matter" in eli.errors["What was found"]
    await eli.fills({"What was found": f"{PING} nothing was deployed"})
    await eli.submits()
    await world.settle()
    scope = (await world.case()).progress.scope
    assert scope
    assert (scope.reach, scope.status_page, scope.deployments) == (Reach.REGION, True, False)
    await eli.types("/ace scope", in_=room)
    assert standing(eli, "What was found").startswith(PING)
    await eli.closes()

    await eli.types("/ace assess", in_=room)
    impact = "What does it do to the customer's work, money and name?"
    assert standing(eli, impact).startswith("Nobody at Acme can export")
    await eli.fills({impact: None})
    await eli.submits()
    assert "at least one" in eli.errors[impact]
    await eli.fills({impact: f"Invoices stop. {PING}", "When did it begin?": "At 9 in Berlin"})
    await eli.submits()
    await world.settle()
    await eli.types("/ace plan", in_=room)
    await eli.fills({"How?": "Call", "When next?": world.clock.now() + timedelta(hours=1)})
    await eli.submits()
    await world.settle()
    told = next(each for each in room.messages.values() if "questions answered" in each.text)
    await eli.presses("Undo", on=told)
    made = (await world.case()).progress
    assert made.assessment == {}
    assert made.plan, "what was done since stays"
    await eli.types("/ace assess", in_=room)
    await eli.fills({"When did it begin?": "At 9 in Berlin"})
    await eli.submits()
    await world.settle()

    made = (await world.case()).progress
    assert made.assessment["start"] == "At 9 in Berlin"
    assert made.scope == scope
    answered = f"{impact} Nobody at Acme can export invoices since this morning."
    assert (await entries(world, EntryKind.CHECK))[-2:] == [answered, "When did it begin? At 9 in Berlin"]
    written = await document(world)
    assert "A region; Yes, we reproduced it; status page looked at" in written
    assert "At 9 in Berlin" in written
    assert "<!channel>" not in written
    assert pinged(world) == []


@SQLITE
async def test_a_systemic_problem_names_its_incident_lead_once_and_can_be_taken_back(world: World) -> None:
    room = await led(world, Status.TRIAGE)
    eli = world.eli
    await eli.types("/ace systemic", in_=room)
    await eli.fills({"Incident lead": "Zoe Tanaka", "Link of the incident": "https://inc.example.com/<7>"})
    await eli.submits()
    assert "no web address" in eli.errors["Link of the incident"]
    await eli.fills({"Link of the incident": "https://inc.example.com/7", "Why": f"two regions {PING}"})
    await eli.submits()
    await world.settle()
    (told,) = posts(world, room, "ACE-0001 is systemic: ")
    assert f"<@{world.zoe.id}> leads <https://inc.example.com/7|the incident>" in told
    assert world.zoe.id in room.members
    await eli.types("/ace systemic", in_=room)
    await eli.submits()
    await eli.types("/ace systemic", in_=room)
    await eli.fills({"What is it?": "It is not systemic", "Why": None})
    await eli.submits()
    assert "why it is not systemic" in eli.errors["Why"]
    await eli.fills({"Why": "one account after all"})
    await eli.submits()
    await world.settle()

    assert (await world.case()).progress.systemic is None
    assert len(posts(world, room, "ACE-0001 is systemic: ")) == 1
    assert await entries(world, EntryKind.CHECK) == [
        f"Systemic: Zoe Tanaka leads the incident (https://inc.example.com/7; two regions {PING})",
        "Not systemic: one account after all",
    ]
    assert pinged(world) == []


@SQLITE
async def test_who_is_gone_or_no_person_is_named_for_nothing(world: World) -> None:
    room = await led(world, Status.TRIAGE)
    eli = world.eli
    world.ws.user("noor").deleted = True
    for word, label in (("next", "Whose turn is it?"), ("plan", "Who tells the customer?"),
                        ("systemic", "Incident lead"), ("checklist", "On-call engineer tagged")):  # fmt: skip
        await eli.types(f"/ace {word}", in_=room)
        await eli.fills({label: world.noor.user})
        if word == "next":
            await eli.fills({"What do they do?": "help"})
        if word == "plan":
            await eli.fills({"How?": "Call", "When next?": world.clock.now() + timedelta(hours=1)})
        await eli.submits()
        assert "Noor Haddad has left this workspace" in eli.errors[label], word
        await eli.closes()

    assert await entries(world, EntryKind.PLAN) == []


@SQLITE
async def test_nothing_of_a_private_case_is_told_outside_when_it_is_assessed(world: World) -> None:
    room = await led(world, Status.DISCOVERY, report=PRIVATE, by=world.max, ready=False)
    before = {name: len(world.messages(name)) for name in ("general", "support", "escalations")}
    await world.zoe.types("/ace severity critical it leaks ACE-0001", in_="support")
    assert "There is no ACE-0001 that you can see" in world.zoe.told[-1]
    await world.max.types("/ace severity critical it leaks", in_=room)
    await world.max.types("/ace trend worsening it spreads", in_=room)
    await world.max.types("/ace systemic", in_=room)
    await world.max.fills({"Incident lead": "Zoe Tanaka"})
    await world.max.submits()
    await world.settle()

    assert {name: len(world.messages(name)) for name in before} == before
    assert world.zoe.id in room.members
    assert room.is_private


async def test_a_case_is_assessed_from_claim_to_the_start_of_work(world: World) -> None:
    """The whole of discovery and triage by forms, on both databases."""
    room = await led(world, Status.DISCOVERY, ready=False)
    eli, now = world.eli, world.clock.now()
    await eli.types("/ace severity", in_=room)
    await scores(eli, Depth="2", Contract="0")
    await eli.submits()
    await eli.types("/ace scope", in_=room)
    await eli.fills({"Have we seen it ourselves?": "Yes", "How far does it go?": "One account"})
    await eli.chooses("What was looked at?", "The status page", "Recent deployments")
    await eli.submits()
    await eli.types("/ace discovery", in_=room)
    await eli.fills({IT: "It was held", REASON: "exports must work"})
    await eli.submits()
    await eli.types("/ace checklist", in_=room)
    await eli.fills({TICKED: "by phone", "Triaged": "all of Acme"})
    await eli.submits()
    await eli.types("/ace stakeholders Web platform: owns the export", in_=room)
    await eli.types("/ace plan", in_=room)
    await eli.fills({"How?": "Ticket", "When next?": now + timedelta(hours=2)})
    await eli.submits()
    await eli.types("/ace call", in_=room)
    await eli.fills({IT: "It is not needed", REASON: "all are here"})
    await eli.submits()
    await eli.types("/ace assess", in_=room)
    await eli.submits()
    await eli.types("/ace trend steady nothing changes", in_=room)
    await eli.types("/ace next test the fix", in_=room)
    await world.settle()

    written = await document(world)
    for row in ("Scorecard | 9 of 18", "Scope | One account", "Discovery call | held", "Triage call | not",
                "Stakeholders | Web platform: owns the export", "Communication plan | Eli Moreau by ticket",
                "Next step | Eli Moreau: test the fix", "Trend | Steady"):  # fmt: skip
        assert row in written, (row, written)
