"""Assessing a case in Slack: scope, calls, first hour, questions, systemic, team, plan and next step."""

from datetime import timedelta

from bot.playbook.first_hour import FirstStep
from bot.playbook.lifecycle import Status
from bot.playbook.progress import Reach
from bot.playbook.timeline import EntryKind
from bot.playbook.work import Medium
from sandbox.person import Person
from storage.models import SurfaceKind
from tests.forms import labels, shows, standing
from tests.leading import PRIVATE, led
from tests.test_severity import SQLITE, entries, posts, scores
from tests.world import World

IT = "What is there to record?"
REASON = "Outcome or reason"
TICKED = "Acknowledged to the customer"
PING = "<!channel> <@U0> *bold* & <https://evil.example|our site>"


def _pinged(world: World) -> list[str]:
    """Who was pinged by a whole channel or by what somebody typed."""
    everyone: list[Person] = [world.ana, world.zoe, world.max, world.noor]
    return [each.why for one in everyone for each in one.notifications if "channel" in each.why]


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
    document = await _document(world)
    assert "A region; Yes, we reproduced it; status page looked at" in document
    assert "At 9 in Berlin" in document
    assert "<!channel>" not in document
    assert _pinged(world) == []


async def _document(world: World) -> str:
    await world.move(seconds=30)
    surface = (await world.case()).surfaces[SurfaceKind.DOCUMENT]
    return world.ws.files[surface.ts or ""].content.decode().replace("\\", "")


@SQLITE
async def test_calls_are_arranged_held_or_waived_and_the_triage_call_has_its_time(world: World) -> None:
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

    await eli.types("/ace call", in_=room)
    assert "It is due by" in shows(eli)
    await eli.fills({IT: "It is arranged", "When": now + timedelta(days=3)})
    await eli.submits()
    assert "Write why it has to be later" in eli.errors[REASON]
    await eli.fills({REASON: "the customer travels", "When": now + timedelta(days=3)})
    await eli.submits()
    await world.settle()
    made = (await world.case()).progress
    assert made.discovery_call
    assert made.triage_call
    assert made.discovery_call.is_settled
    assert not made.triage_call.is_settled
    assert len(posts(world, room, "Triage call of ACE-0001: ")) == 1
    await eli.types("/ace call", in_=room)
    await eli.fills({IT: "It was held", "When": None, REASON: "billing takes it"})
    await eli.submits()
    await world.settle()

    made = (await world.case()).progress
    assert made.triage_call
    assert made.triage_call.held
    checks = await entries(world, EntryKind.CHECK)
    assert checks[1] == f"Discovery call not needed: {PING} all is known"
    assert checks[2].endswith("(the customer travels)")
    assert checks[3] == "Triage call held: billing takes it"
    assert "held" in await _document(world)
    assert _pinged(world) == []


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
    assert _pinged(world) == []


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
    assert _pinged(world) == []


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
    assert "What are they there for" not in eli.told[-1]
    assert "Write what they are there for." in eli.told[-1]
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
    assert _pinged(world) == []


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
    assert _pinged(world) == []


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

    document = await _document(world)
    for row in ("Scorecard | 9 of 18", "Scope | One account", "Discovery call | held", "Triage call | not",
                "Stakeholders | Web platform: owns the export", "Communication plan | Eli Moreau by ticket",
                "Next step | Eli Moreau: test the fix", "Trend | Steady"):  # fmt: skip
        assert row in document, (row, document)
