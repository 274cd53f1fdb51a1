"""What has to be said of a scope, a call and a plan; the first hour's lists; the questions of triage."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.playbook import calls, planning, scope
from bot.playbook.acts import WAYS, Act, check
from bot.playbook.calls import CallSaid, CallState
from bot.playbook.choices import Kind
from bot.playbook.first_hour import FirstStep, checklist
from bot.playbook.lifecycle import Status
from bot.playbook.planning import Planned
from bot.playbook.policy import Policy
from bot.playbook.progress import Call, Noted, Progress, Reach, Reproduced, Scope
from bot.playbook.refusal import Refusal
from bot.playbook.report import Report
from bot.playbook.scope import Looked
from bot.playbook.triage import TriageQuestion, call_due, known
from bot.playbook.work import Medium
from tests.playbook.reports import complete

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
NOTED = Noted(by="U1", at=NOW)
LATER, BEFORE = NOW + timedelta(hours=3), NOW - timedelta(hours=3)
DUE = NOW + timedelta(hours=2)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (CallSaid(state=None), "state"),
        (CallSaid(state=CallState.ARRANGED), "when"),
        (CallSaid(state=CallState.ARRANGED, when=BEFORE), "when"),
        (CallSaid(state=CallState.ARRANGED, when=NOW), "when"),
        (CallSaid(state=CallState.ARRANGED, when=DUE), None),
        (CallSaid(state=CallState.ARRANGED, when=LATER), "note"),
        (CallSaid(state=CallState.ARRANGED, when=LATER, note="…"), "note"),
        (CallSaid(state=CallState.ARRANGED, when=LATER, note="the customer travels"), None),
        (CallSaid(state=CallState.HELD), "note"),
        (CallSaid(state=CallState.HELD, when=LATER, note="done"), "when"),
        (CallSaid(state=CallState.HELD, when=BEFORE, note="done"), None),
        (CallSaid(state=CallState.HELD, note="done"), None),
        (CallSaid(state=CallState.WAIVED), "note"),
        (CallSaid(state=CallState.WAIVED, note=" - "), "note"),
        (CallSaid(state=CallState.WAIVED, when=BEFORE, note="all is clear"), None),
    ],
)
def test_a_call_is_arranged_held_or_waived_with_what_belongs_to_it(said: CallSaid, field: str | None) -> None:
    if field is None:
        calls.check(said, NOW, DUE)
        return
    with pytest.raises(Refusal) as refused:
        calls.check(said, NOW, DUE)
    assert refused.value.field == field


def test_the_triage_call_is_due_two_days_after_discovery_began() -> None:
    assert call_due(NOW, Policy.load()) == NOW + timedelta(hours=48)
    assert call_due(None, Policy.load()) is None


LOOKED = Looked(reproduced=Reproduced.YES, reach=Reach.REGION, status_page=True, deployments=True)


@pytest.mark.parametrize(
    ("looked", "field"),
    [
        (LOOKED, None),
        (replace(LOOKED, reproduced=None), "reproduced"),
        (replace(LOOKED, reach=None), "reach"),
        (replace(LOOKED, status_page=False), "found"),
        (replace(LOOKED, deployments=False), "found"),
        (replace(LOOKED, deployments=False, found="?"), "found"),
        (replace(LOOKED, deployments=False, found="nothing was deployed for a month"), None),
    ],
)
def test_a_scope_is_looked_at_or_explained(looked: Looked, field: str | None) -> None:
    if field is None:
        assert scope.checked(looked, NOTED).noted == replace(NOTED, text=looked.found)
        return
    with pytest.raises(Refusal) as refused:
        scope.checked(looked, NOTED)
    assert refused.value.field == field


PLANNED = Planned(teller="U2", medium=Medium.CALL, next_at=LATER)


@pytest.mark.parametrize(
    ("planned", "earlier", "field"),
    [
        (PLANNED, None, None),
        (replace(PLANNED, medium=None), None, "medium"),
        (replace(PLANNED, next_at=None), None, "next_at"),
        (replace(PLANNED, next_at=BEFORE), None, "next_at"),
        (replace(PLANNED, next_at=NOW), None, "next_at"),
        (replace(PLANNED, next_at=BEFORE), BEFORE, None),
    ],
)
def test_a_plan_names_medium_and_a_moment_to_come(
    planned: Planned, earlier: datetime | None, field: str | None
) -> None:
    if field is None:
        assert planning.checked(planned, NOTED, earlier).teller == "U2"
        return
    with pytest.raises(Refusal) as refused:
        planning.checked(planned, NOTED, earlier)
    assert refused.value.field == field


@pytest.mark.parametrize("kind", [None, *Kind])
def test_each_kind_has_its_own_four_points_the_last_of_which_brings_somebody_in(kind: Kind | None) -> None:
    points = checklist(kind)

    assert len(points) == 4
    assert [step.names_somebody for step in points] == [False, False, False, True]
    assert all(step.question.endswith("?") or "." in step.question for step in points)


def test_the_lists_of_the_kinds_differ_and_use_every_point() -> None:
    lists = {kind: checklist(kind) for kind in Kind}

    assert len(set(lists.values())) == len(Kind)
    assert {step for steps in lists.values() for step in steps} == set(FirstStep)
    assert checklist(None) == lists[Kind.TECHNICAL]


def test_the_brief_answers_what_it_can_of_the_triage_questions() -> None:
    assert known(Report()) == {}
    assert set(known(complete())) == set(TriageQuestion) - {TriageQuestion.CUSTOMER}
    assert known(Report(impact="No exports", revenue="2 M"))[TriageQuestion.IMPACT] == (
        "No exports\nRevenue at risk: 2 M"
    )


def test_what_was_established_survives_the_database_and_a_part_that_cannot_be_read_counts_as_not_said() -> (
    None
):
    made = Progress(
        scores={"depth": 3},
        scope=Scope(
            reproduced=Reproduced.NO, status_page=True, deployments=False, reach=Reach.ACCOUNT, noted=NOTED
        ),
        triage_call=Call(when=LATER, arranged=NOTED),
        first_hour={"on_call": replace(NOTED, person="U3")},
    )

    assert Progress.from_json(made.to_json()) == made
    assert Progress.from_json({**made.to_json(), "scope": {"reach": "moon"}}) == replace(made, scope=None)


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("status", list(Status))
def test_an_act_out_of_its_status_is_refused_with_where_it_belongs(act: Act, status: Status) -> None:
    if status in WAYS[act].statuses:
        check(act, status, "ACE-0001")
        return
    with pytest.raises(Refusal, match=f"ACE-0001 is {status.label}") as refused:
        check(act, status, "ACE-0001")
    assert all(each.label in refused.value.text for each in WAYS[act].statuses)
    assert "Nothing was changed" in refused.value.text
