"""The guards: what each step waits for, by itself and together, and what supplies it."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest

from bot.playbook.acts import STEPS, WAYS, Act, act_of, check, needs, offered
from bot.playbook.guards import Facts, Goal, Missing, NotYet, missing, next_step
from bot.playbook.lifecycle import MOVES, Status, Step, back_to
from bot.playbook.permissions import Permission
from bot.playbook.progress import (
    Call,
    Confirmation,
    Noted,
    Plan,
    Progress,
    Reach,
    Reproduced,
    Rollout,
    Scope,
    Validation,
)
from bot.playbook.refusal import Refusal
from bot.playbook.work import CriterionState, FeedbackTrack, Medium

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
SAID = Noted(by="U1", at=AT, text="said so")
PROGRESS = Progress(
    severity_confirmed=SAID,
    scope=Scope(
        reproduced=Reproduced.YES, status_page=True, deployments=True, reach=Reach.REGION, noted=SAID
    ),
    discovery_call=Call(waived=SAID),
    triage_call=Call(held=SAID),
    plan=Plan(teller="U1", medium=Medium.CALL, next_at=AT, noted=SAID),
    validation=Validation(
        tested="by hand", rollout=Rollout.PHASED, confirmed=False, why_not="on leave", noted=SAID
    ),
    communicated=SAID,
    feedback=FeedbackTrack.NONE,
    confirmation=Confirmation(received=False, noted=SAID),
)
MET = Goal("Exports work", CriterionState.MET, "seen", "U1")
READY = Facts(progress=PROGRESS, goals=(MET,), stakeholders=1)


def _without(**progress: Any) -> Facts:
    return replace(READY, progress=replace(PROGRESS, **progress))


LACKING = [
    (Step.TRIAGE, replace(READY, led=False), Act.CLAIM, "nobody leads it"),
    (Step.TRIAGE, _without(severity_confirmed=None), Act.SEVERITY, "not confirmed by the scorecard"),
    (Step.TRIAGE, replace(READY, goals=()), Act.CRITERIA, "no exit criterion"),
    (Step.TRIAGE, _without(scope=None), Act.SCOPE, "scope was not checked"),
    (Step.TRIAGE, _without(discovery_call=None), Act.DISCOVERY_CALL, "neither held nor found unnecessary"),
    (Step.TRIAGE, _without(discovery_call=Call(when=AT)), Act.DISCOVERY_CALL, "neither held"),
    (Step.START, replace(READY, stakeholders=0), Act.STAKEHOLDERS, "no stakeholder"),
    (Step.START, _without(plan=None), Act.PLAN, "who tells the customer"),
    (
        Step.START,
        _without(plan=Plan(teller="U1", medium=Medium.CALL, next_at=None, noted=SAID)),
        Act.PLAN,
        "when the customer hears next",
    ),
    (Step.START, _without(triage_call=None), Act.TRIAGE_CALL, "neither held nor waived"),
    (Step.START, _without(triage_call=Call(when=AT)), Act.TRIAGE_CALL, "neither held nor waived"),
    (Step.RESOLVE, replace(READY, goals=()), Act.CRITERIA, "no exit criterion"),
    (
        Step.RESOLVE,
        replace(READY, goals=(MET, Goal("No backlog", CriterionState.OPEN))),
        Act.CRITERIA,
        "open: No backlog",
    ),
    (
        Step.RESOLVE,
        replace(READY, goals=(Goal("Fast", CriterionState.MET, "  ", "U1"),)),
        Act.CRITERIA,
        "without evidence or reason: Fast",
    ),
    (
        Step.RESOLVE,
        replace(READY, goals=(Goal("Fast", CriterionState.WAIVED, "agreed"),)),
        Act.CRITERIA,
        "by nobody in particular: Fast",
    ),
    (Step.RESOLVE, _without(validation=None), Act.VALIDATE, "validated"),
    (Step.RESOLVE, _without(communicated=None), Act.TOLD, "not communicated"),
    (Step.RESOLVE, _without(feedback=None), Act.FEEDBACK, "no feedback track"),
    (Step.CLOSE, _without(confirmation=None), Act.CONFIRM, "confirmation nor its absence"),
    (Step.CLOSE, replace(READY, owed=1), Act.ITEMS, "a short-term action item is still owed"),
    (Step.CLOSE, replace(READY, owed=3), Act.ITEMS, "3 short-term action items are still owed"),
    (Step.CLOSE, replace(READY, retrospective="it is in review"), Act.RETRO, "it is in review"),
]


@pytest.mark.parametrize(("step", "facts", "act", "said"), LACKING, ids=[f"{a[0]}-{a[3]}" for a in LACKING])
def test_each_thing_that_lacks_holds_its_step_alone(step: Step, facts: Facts, act: Act, said: str) -> None:
    (gap,) = missing(step, facts)

    assert gap.act is act
    assert said in gap.text


@pytest.mark.parametrize("step", list(Step))
def test_a_case_with_everything_is_held_by_nothing(step: Step) -> None:
    assert missing(step, READY) == []


def test_an_empty_case_is_told_everything_at_once() -> None:
    def acts(step: Step) -> list[Act]:
        return [gap.act for gap in missing(step, Facts(led=False, owed=1, retrospective="it is a draft"))]

    assert acts(Step.TRIAGE) == [Act.CLAIM, Act.SEVERITY, Act.CRITERIA, Act.SCOPE, Act.DISCOVERY_CALL]
    assert acts(Step.START) == [Act.STAKEHOLDERS, Act.PLAN, Act.TRIAGE_CALL]
    assert acts(Step.RESOLVE) == [Act.CRITERIA, Act.VALIDATE, Act.TOLD, Act.FEEDBACK]
    assert acts(Step.CLOSE) == [Act.CONFIRM, Act.ITEMS, Act.RETRO]
    assert not any(acts(step) for step in (Step.CLAIM, Step.DECLINE, Step.DE_ESCALATE, Step.REOPEN))


def test_what_is_missing_can_be_supplied_in_the_status_in_which_it_is_missing() -> None:
    sources = {step: source for source, ways in MOVES.items() for step in ways.values()}
    for step, _, act, _ in LACKING:
        assert act is Act.CLAIM or sources[step] in WAYS[act].statuses


@pytest.mark.parametrize(("status", "act"), list(product(Status, STEPS)))
def test_a_step_is_offered_exactly_where_the_lifecycle_has_it(status: Status, act: Act) -> None:
    here = status in WAYS[act].statuses
    # De-escalating goes from work to Resolved, too; there the lifecycle calls the same way Resolve.
    also = act is Act.DE_ESCALATE and status is Status.IN_PROGRESS

    assert here == (STEPS[act] in MOVES[status].values() or also)
    assert here == any(act in acts for acts in offered(status).values())
    if not here:
        with pytest.raises(Refusal, match="Nothing was changed"):
            check(act, status, "ACE-0001")


FITS = {
    Act.CLAIM: "New",
    Act.TRIAGE: "Discovery",
    Act.START: "Triage",
    Act.RESOLVE: "In Progress",
    Act.CLOSE: "Resolved",
    Act.DECLINE: "New or Discovery",
    Act.DE_ESCALATE: "Discovery, Triage or In Progress",
    Act.REOPEN: "Resolved or Closed",
}
FIRST = {
    Status.NEW: " Claim it first.",
    Status.RESOLVED: " Reopen it first.",
    Status.CLOSED: " Reopen it first.",
}


@pytest.mark.parametrize(("status", "act"), list(product(Status, STEPS)))
def test_every_step_in_every_status_is_allowed_or_refused_in_these_words(status: Status, act: Act) -> None:
    if status in WAYS[act].statuses:
        check(act, status, "ACE-0001")
        return
    with pytest.raises(Refusal) as refused:
        check(act, status, "ACE-0001")

    assert refused.value.text == (
        f"ACE-0001 is {status.label}, and “{act.label}” is for a case in {FITS[act]}. "
        f"Nothing was changed.{FIRST.get(status, '')}"
    )


def test_every_step_has_its_act_and_every_status_its_way_on() -> None:
    assert [act_of(step) for step in Step] == [
        Act.CLAIM,
        Act.TRIAGE,
        Act.START,
        Act.RESOLVE,
        Act.CLOSE,
        Act.DECLINE,
        Act.DE_ESCALATE,
        Act.REOPEN,
    ]
    onward = [next_step(status) for status in Status]
    assert onward == [Act.CLAIM, Act.TRIAGE, Act.START, Act.RESOLVE, Act.CLOSE, None]


def test_ending_a_case_needs_more_than_changing_it() -> None:
    assert needs(Act.RESOLVE) is needs(Act.DE_ESCALATE) is Permission.RESOLVE
    assert needs(Act.CLOSE) is needs(Act.DECLINE) is needs(Act.ARCHIVE) is Permission.CLOSE
    assert needs(Act.SHOW) is Permission.SEE
    assert needs(Act.REOPEN) is Permission.CHANGE


def test_a_reopened_case_goes_back_to_the_work_or_to_where_it_was_declined() -> None:
    assert back_to(declined=False, led=True) is Status.IN_PROGRESS
    assert back_to(declined=True, led=True) is Status.DISCOVERY
    assert back_to(declined=True, led=False) is Status.NEW


def test_a_step_that_must_wait_says_so_in_one_sentence_too() -> None:
    no = NotYet(
        "ACE-0001", Act.CLOSE, [Missing(Act.ITEMS, "one is owed"), Missing(Act.RETRO, "it is a draft.")]
    )

    assert no.text == "“Close” has to wait for ACE-0001: one is owed; it is a draft. Nothing was changed."
