"""The opening card at its fullest: in every status it keeps to Slack's limits and to twelve blocks."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from blocks.cards import Card
from blocks.opening_card import opening
from bot.playbook.choices import Target
from bot.playbook.kinds import ClockKind
from bot.playbook.lifecycle import Status
from bot.playbook.policy import Policy
from bot.playbook.progress import Call, NextStep, Noted, Plan, Progress, Systemic
from bot.playbook.report import TEXTS
from bot.playbook.roles import Role
from bot.playbook.severity import Severity
from bot.playbook.timeline import EntryKind
from bot.playbook.visibility import Visibility
from bot.playbook.work import (
    AttemptKind,
    CriterionState,
    Direction,
    ItemKind,
    ItemState,
    Medium,
    Trend,
)
from sandbox.blockkit import check_message
from storage.case_records import Attempt, Contact, Cover, Criterion, Handover, Item, Promise, Stakeholder
from storage.casework import Casework
from storage.clock_records import ClockRow
from storage.models import Entry, Escalation, Surface, SurfaceKind
from storage.overview import Overview
from tests.playbook.reports import NOW, complete

LONG = "Ω <!channel> *b* `x` https://e.example/a_b " * 90
LATER = NOW + timedelta(hours=3)
SAID = Noted(by="U2", at=NOW, text=LONG)
PEOPLE = {f"U{number}": f"Person <{number}> with quite a long name" for number in range(1, 30)}


def _fullest(status: Status) -> Overview:
    """A case in which everything was said at the greatest length, and Slack refused what it could."""
    report = replace(complete(Target.ENGINEERING), **_texts())
    ace = Escalation(
        number=12345,
        filing="V1",
        filer="U1",
        filed_at=NOW,
        customer="C" * 200,
        customer_key="c",
        summary="S" * 300,
        impact=LONG,
        severity=Severity.CRITICAL,
        highest_severity=Severity.CRITICAL,
        product="web",
        region="europe",
        visibility=Visibility.EVERYONE,
        status=status,
        status_at=NOW,
        updated_at=NOW,
        em=None if status is Status.NEW else "U2",
        trend=Trend.WORSENING,
        resolved_at=NOW,
        closed_at=NOW,
        report=report.to_json(),
    )
    ace.progress = _progress().to_json()
    surfaces = {kind: _surface(kind) for kind in SurfaceKind}
    return Overview(
        ace=ace,
        report=report,
        roles={role: f"U{at}" for at, role in enumerate(Role, 2)},
        involved=dict.fromkeys(PEOPLE, "joined"),
        names=PEOPLE,
        surfaces=surfaces,
        linked=list(range(2, 40)),
        latest=[],
        notes=[_note() for _ in range(3)],
        count=5000,
        work=_work(),
        clocks=[_clock(kind) for kind in ClockKind],
        policy=Policy.load(),
        now=NOW,
    )


def _texts() -> dict[str, Any]:
    return dict.fromkeys(TEXTS, LONG) | {"summary": ""}


def _progress() -> Progress:
    return Progress(
        scores=dict.fromkeys(("breadth", "depth", "duration", "revenue", "reputation", "contract"), 3),
        discovery_call=Call(when=LATER, link="https://call.example.com/" + "x" * 400),
        triage_call=Call(when=LATER, link="https://call.example.com/" + "x" * 400),
        plan=Plan(teller="U3", medium=Medium.CALL, next_at=LATER, noted=SAID),
        systemic=Systemic(lead="U4", link="https://incident.example.com/" + "x" * 400, noted=SAID),
        next_step=NextStep(owner="U5", what=LONG, blocked=LONG, noted=SAID),
    )


def _surface(kind: SurfaceKind) -> Surface:
    detail = (
        {"before": {"id": "C9", "how": "archived", "name": "x" * 80}} if kind is SurfaceKind.CHANNEL else {}
    )
    if kind is SurfaceKind.MEMBERS:
        detail = {"refused": dict.fromkeys(PEOPLE, "cant_invite")}
    return Surface(number=12345, kind=kind, channel="C1", ts="1.2", problem="x" * 100, detail=detail, at=NOW)


def _note() -> Entry:
    return Entry(number=12345, kind=EntryKind.HYPOTHESIS, text=LONG, at=NOW, logged_at=NOW)


def _clock(kind: ClockKind) -> ClockRow:
    return ClockRow(
        number=12345,
        kind=kind,
        severity=Severity.CRITICAL,
        zone="UTC",
        anchor=NOW,
        target_at=NOW,
        limit_at=LATER,
        planned_at=NOW,
        promise=LATER,
        resumes_at=LATER,
        reason=LONG,
    )


def _work() -> Casework:
    by: dict[str, Any] = {"number": 12345, "added_by": "U1", "added_at": NOW}
    return Casework(
        criteria=[Criterion(text=LONG, state=CriterionState.OPEN, **by) for _ in range(40)],
        items=[
            Item(kind=ItemKind.BUG, text=LONG, state=ItemState.BLOCKED, why=LONG, owner="U7", due=LATER, **by)
            for _ in range(40)
        ],
        contacts=[
            Contact(
                number=12345,
                direction=Direction.IN,
                medium=Medium.STATUS_PAGE,
                said=LONG,
                at=NOW,
                by="U1",
                logged_at=NOW,
            )
        ],
        promises=[
            Promise(number=12345, what=LONG, due_at=LATER, made_by="U1", made_at=NOW) for _ in range(20)
        ],
        attempts=[
            Attempt(
                number=12345,
                kind=AttemptKind.RETRY,
                what=LONG,
                started_by="U8",
                started_at=NOW,
                ends_at=LATER,
                tries=[{"at": NOW.isoformat(), "by": "U8", "result": "same", "note": LONG}] * 20,
            )
            for _ in range(20)
        ],
        stakeholders=[Stakeholder(name="T" * 100, part="p" * 200, **by) for _ in range(40)],
        handover=Handover(number=12345, giver="U2", taker="U9", offered_at=NOW),
        covers=[
            Cover(number=12345, role=role, person="U3", stand_in="U6", since=NOW, until=LATER)
            for role in Role
        ],
    )


@pytest.mark.parametrize("status", list(Status))
def test_the_fullest_card_is_one_that_slack_takes(status: Status) -> None:
    made = opening(_fullest(status))

    assert len(made.blocks) <= 12
    assert check_message(made.blocks) == []
    assert len(made.text) <= 2900
    assert "<!channel>" not in made.text
    assert len(_buttons(made)) <= 4


@pytest.mark.parametrize(
    ("status", "labels"),
    [
        (Status.NEW, ["Claim ACE-12345", "Decline", "More"]),
        (Status.DISCOVERY, ["Start triage", "Score severity", "Post update", "More"]),
        (Status.TRIAGE, ["Start work", "Arrange triage call", "Post update", "More"]),
        (Status.IN_PROGRESS, ["Resolve", "Edit exit criteria", "Post update", "More"]),
        (Status.RESOLVED, ["Close", "Record confirmation", "Write retrospective", "More"]),
        (Status.CLOSED, ["Reopen", "Write retrospective", "More"]),
    ],
)
def test_the_next_step_comes_first_and_stands_out(status: Status, labels: list[str]) -> None:
    buttons = _buttons(opening(_fullest(status)))

    assert [each["text"]["text"] for each in buttons] == labels
    styled = [each["text"]["text"] for each in buttons if each.get("style") == "primary"]
    assert styled == ([] if status is Status.CLOSED else labels[:1])


def _buttons(made: Card) -> list[dict[str, Any]]:
    """The row from which the case is led."""
    row = next(block for block in made.blocks if block.get("block_id") == "lead")
    buttons: list[dict[str, Any]] = row["elements"]
    return buttons
