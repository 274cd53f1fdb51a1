"""Planning in Slack: calls, the first hour, the team matrix, the communication plan and the next step."""

from datetime import timedelta

import pytest

from bot.playbook.first_hour import FirstStep
from bot.playbook.kinds import ClockKind
from bot.playbook.lifecycle import Status
from bot.playbook.timeline import EntryKind
from bot.playbook.work import Medium
from storage.models import SurfaceKind
from tests.assessing import PING, document, entries, pinged, posts
from tests.forms import labels, shows, standing
from tests.journeys import last_to
from tests.leading import led
from tests.world import World

SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
IT = "What is there to record?"
REASON = "Outcome or reason"
TICKED = "Acknowledged to the customer"


@SQLITE
async def test_a_discovery_call_is_arranged_or_not_needed(world: World) -> None:
    room = await led(world, Status.DISCOVERY, ready=False)
    eli, now = world.eli, world.clock.now()
    await eli.types("/ace discovery", in_=room)
    await eli.fills({IT: "It is arranged", "When": now - timedelta(hours=1)})
    await eli.submits()
    assert "has passed already" in eli.errors["When"]
    await eli.fills({"When": now + timedelta(hours=1), "Link": "https://call.example.com/d"})
    await eli.submits()
    await world.settle()
    (arranged,) = posts(world, room, "Discovery call of ACE-0001: ")
    assert "Join the call" in arranged
    await eli.types("/ace discovery", in_=room)
    assert standing(eli, IT) == "It is arranged"
    await eli.fills({IT: "It is not needed"})
    await eli.submits()
    assert eli.errors[REASON] == "Write why it is not needed."
    await eli.fills({REASON: f"{PING} all is known"})
    await eli.submits()
    await world.settle()

    made = (await world.case()).progress
    assert made.discovery_call
    assert made.discovery_call.is_settled
    assert (await entries(world, EntryKind.CHECK))[-1] == f"Discovery call not needed: {PING} all is known"
    assert "not needed (Eli Moreau)" in await document(world)
    assert pinged(world) == []


@SQLITE
async def test_the_triage_call_has_its_time_and_its_clock(world: World) -> None:
    room = await led(world, Status.DISCOVERY, ready=False)
    eli, now = world.eli, world.clock.now()
    await eli.types("/ace call", in_=room)
    assert "It is due by" in shows(eli)
    await eli.fills({IT: "It is arranged", "When": now + timedelta(days=3)})
    await eli.submits()
    assert "Write why it has to be later" in eli.errors[REASON]
    await eli.fills({REASON: "the customer travels", "When": now + timedelta(days=3)})
    await eli.submits()
    await world.settle()
    made = (await world.case()).progress
    assert made.triage_call
    assert not made.triage_call.is_settled
    assert len(posts(world, room, "Triage call of ACE-0001: ")) == 1
    await eli.types("/ace call", in_=room)
    await eli.fills({IT: "It was held", "When": None, REASON: "billing takes it"})
    await eli.submits()
    await world.settle()

    made = (await world.case()).progress
    assert made.triage_call
    assert made.triage_call.held
    assert ClockKind.TRIAGE_CALL not in {row.kind for row in (await world.case()).clocks}
    await eli.types("/ace call", in_=room)
    again = world.clock.now() + timedelta(hours=5)
    await eli.fills({IT: "It is arranged", "When": again, REASON: None})
    await eli.submits()
    (clock,) = [row for row in (await world.case()).clocks if row.kind is ClockKind.TRIAGE_CALL]
    assert abs(clock.target_at - again) < timedelta(seconds=1)
    await eli.types("/ace undo", in_=room)
    checks = await entries(world, EntryKind.CHECK)
    assert checks[0].endswith("(the customer travels)")
    assert checks[1] == "Triage call held: billing takes it"
    assert "Triage call | held" in await document(world)


@SQLITE
async def test_the_first_hour_is_ticked_by_what_was_done_and_its_list_follows_the_kind(world: World) -> None:
    room = await led(world, Status.DISCOVERY, ready=False)
    eli = world.eli
    await eli.types("/ace checklist", in_=room)
    assert labels(eli)[1:] == [TICKED, "Contained", "Triaged", "On-call engineer tagged"]
    await eli.fills({TICKED: f"by e-mail {PING}", "Contained": "…"})
    await eli.submits()
    assert "no word in this" in eli.errors["Contained"]
    await eli.fills({"Contained": "export switched off", "On-call engineer tagged": "Zoe Tanaka"})
    await eli.submits()
    await world.settle()

    ticked = (await world.case()).progress.first_hour
    assert set(ticked) == {FirstStep.ACKNOWLEDGED, FirstStep.CONTAINED, FirstStep.ON_CALL}
    (tagged,) = posts(world, room, f"<@{world.zoe.id}>, you are needed on ACE-0001")
    assert "the engineer on call" in tagged
    assert world.zoe.id in (await world.case()).involved
    assert world.zoe.id in room.members

    await eli.types("/ace checklist", in_=room)
    assert standing(eli, "Contained") == "export switched off"
    await eli.fills({"What kind of trouble is it?": "Process"})
    assert labels(eli)[1:] == [TICKED, "Dates and scope held", "Triaged", "Decision maker brought in"]
    await eli.fills({TICKED: None, "Triaged": "one customer"})
    await eli.submits()
    await world.settle()

    case = await world.case()
    assert set(case.progress.first_hour) == {FirstStep.CONTAINED, FirstStep.ON_CALL, FirstStep.TRIAGED}
    assert await entries(world, EntryKind.CHECK) == [
        "Kind: Technical: something is broken or slow",
        f"First hour, Acknowledged to the customer: by e-mail {PING}",
        "First hour, Contained: export switched off",
        "First hour, On-call engineer tagged: Zoe Tanaka",
        "Kind: Process: deadlines, requirements, access, dependencies",
        "First hour, open again: Acknowledged to the customer",
        "First hour, Triaged: one customer",
    ]
    assert "Triaged" in (await world.card(SurfaceKind.OPENING)).text
    await eli.presses("Undo", in_=room)
    assert FirstStep.ACKNOWLEDGED in (await world.case()).progress.first_hour
    assert pinged(world) == []


@SQLITE
async def test_the_team_matrix_grows_in_its_form_and_every_row_can_be_removed(world: World) -> None:
    room = await led(world, Status.DISCOVERY, ready=False)
    eli = world.eli
    part, name = "What are they there for?", "Or a team, or somebody outside"
    await eli.types("/ace stakeholders", in_=room)
    await eli.fills({part: "decides on credits"})
    await eli.submits()
    assert "one of the two" in eli.errors[name]
    await eli.fills({"Person": "Noor Haddad"})
    await eli.submits()
    assert "Noor Haddad: decides on credits" in shows(eli)
    await eli.fills({name: f"Legal {PING}", part: "checks the contract"})
    await eli.submits()
    await eli.fills({name: f"Legal {PING}", part: "checks the contract"})
    await eli.submits()
    assert "named for that already" in eli.errors[part]
    await eli.presses("Remove")
    assert "Noor Haddad" not in shows(eli)
    await eli.closes()
    await eli.types("/ace stakeholders @zoe owns the export", in_=room)
    await eli.types("/ace stakeholders nobody knows", in_=room)
    assert "/ace stakeholders Web team: owns the export" in eli.told[-1]
    assert "Nothing was changed." in eli.told[-1]
    await world.settle()

    case = await world.case()
    assert [(each.person, each.name, each.part) for each in case.work.stakeholders] == [
        (None, f"Legal {PING}", "checks the contract"),
        (world.zoe.id, "", "owns the export"),
    ]
    assert world.noor.id not in room.members
    assert await entries(world, EntryKind.ROLE) == [
        "EM: claimed",
        "Stakeholder: Noor Haddad, decides on credits",
        f"Stakeholder: Legal {PING}, checks the contract",
        "Stakeholder no more: Noor Haddad",
        "Stakeholder: Zoe Tanaka, owns the export",
    ]
    await eli.types("/ace undo", in_=room)
    assert len((await world.case()).work.stakeholders) == 1
    assert pinged(world) == []


@SQLITE
async def test_the_plan_says_who_tells_the_customer_and_the_next_step_whose_turn_it_is(world: World) -> None:
    room = await led(world, Status.TRIAGE, ready=False)
    eli, now = world.eli, world.clock.now()
    await eli.types("/ace plan", in_=room)
    assert labels(eli) == ["Who tells the customer?", "How?", "When next?", "What else was agreed"]
    await eli.fills({"How?": "Status page", "When next?": now - timedelta(minutes=1)})
    await eli.submits()
    assert "has passed already" in eli.errors["When next?"]
    await eli.fills({"Who tells the customer?": "Ana Silva", "When next?": now + timedelta(hours=2)})
    await eli.submits()
    await world.settle()
    plan = (await world.case()).progress.plan
    assert plan
    assert (plan.teller, plan.medium) == (world.ana.id, Medium.STATUS_PAGE)
    (told,) = posts(world, room, f"<@{world.ana.id}> tells the customer of ACE-0001, by status page.")
    assert "Next: " in told

    await eli.types("/ace next", in_=room)
    await eli.fills({"Whose turn is it?": "Zoe Tanaka", "What do they do?": " - "})
    await eli.submits()
    assert eli.errors["What do they do?"] == "Write what is done next."
    await eli.fills({"What do they do?": f"roll back {PING}", "What does it wait for?": "the release train"})
    await eli.submits()
    await eli.types("/ace next @ana ask for their logs", in_=room)
    await eli.types("/ace next look at them", in_=room)
    await world.settle()

    step = (await world.case()).progress.next_step
    assert step
    assert (step.owner, step.what, step.blocked) == (eli.id, "look at them", "")
    assert await entries(world, EntryKind.PLAN) == [
        f"Communication plan: Ana Silva by status page, next {plan.next_at:%d %b %H:%M} UTC",
        f"Next step: Zoe Tanaka: roll back {PING} (blocked: the release train)",
        "Next step: Ana Silva: ask for their logs",
        "Next step: Eli Moreau: look at them",
    ]
    assert len(posts(world, room, "Next step of ACE-0001: ")) == 2
    assert "look at them" in (await world.card(SurfaceKind.OPENING)).text

    world.ws.archive(room.id, world.zoe.id)
    for answer in ("The next step is set.", "That is the next step already. Nothing was changed."):
        await eli.types("/ace next @ana open another channel ACE-0001", in_="support")
        assert answer in eli.told[-1]
    await world.settle()
    assert last_to(world, "ana").text.startswith("Next step of ACE-0001: ")
    assert pinged(world) == []
