"""The brief's outline: what each team reads, in which order, and what is named as not known."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.playbook.brief_outline import NOBODY_SAID, Facts, outline
from bot.playbook.choices import Ask, Sla, Target
from bot.playbook.report import Report
from bot.playbook.severity import Severity

DUE = datetime(2026, 3, 10, 14, tzinfo=UTC)
FACTS = Facts(at=lambda moment: f"{moment:%d %b %H:%M}")
BARE = Report(customer="Acme", impact="No invoices.", severity=Severity.HIGH)
FULL = Report(
    customer="Acme",
    impact="No invoices.",
    severity=Severity.HIGH,
    customers_affected=3,
    revenue="1 M",
    sla=Sla.AT_RISK,
    events="A deploy at nine.",
    steps="1. Open\n2. Export",
    expected="a file",
    actual="error 500",
    browser="Chrome 144",
    tried="Retry -> same",
    last_word="We look",
    expectation="A word by noon",
    ask=Ask.FIX,
    deadline=DUE,
    related="T-1",
    use_case="month end",
    observed="a bucket",
    decision="refund?",
)


def _told(report: Report, facts: Facts = FACTS) -> dict[str, dict[str, str]]:
    return {part.title: {line.label: line.text for line in part.lines} for part in outline(report, facts)}


def test_the_order_is_that_in_which_a_team_acts() -> None:
    assert list(_told(replace(FULL, target=Target.ENGINEERING))) == [
        "Impact",
        "What happens",
        "How to see it",
        "What was tried",
        "The customer",
        "What is needed",
        "More to read",
    ]


@pytest.mark.parametrize("target", [None, *Target])
def test_every_answer_stands_somewhere_and_a_gap_is_named(target: Target | None) -> None:
    told = str(_told(replace(FULL, target=target)))
    for answer in (
        "3, with Acme",
        "1 M",
        "At risk",
        "A deploy at nine.",
        "2. Export",
        "error 500",
        "Retry -> same",
    ):
        assert answer in told
    for answer in (
        "We look",
        "A word by noon",
        "Fix it",
        "10 Mar 14:00",
        "T-1",
        "month end",
        "a bucket",
        "refund?",
    ):
        assert answer in told
    bare = _told(replace(BARE, target=target))
    assert bare["What is needed"] == {"Asked for": NOBODY_SAID, "By": NOBODY_SAID}
    assert bare["The customer"] == {"Last word to them": NOBODY_SAID}
    assert ("How to see it" in bare) is (target is Target.ENGINEERING)


def test_the_record_is_newer_than_what_was_filed() -> None:
    facts = replace(
        FACTS,
        told="told by call",
        promised="the cause by noon",
        attempts=("batching: same",),
        linked=("ACE-0002",),
    )
    told = _told(FULL, facts)

    assert told["The customer"]["Last word to them"] == "told by call"
    assert told["The customer"]["Promised"] == "the cause by noon"
    assert told["What was tried"][""] == "batching: same"
    assert told["More to read"]["Linked cases"] == "ACE-0002"
