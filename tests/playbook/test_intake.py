"""What a report needs before it is filed."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playbook.choices import SupportSign, Target
from bot.playbook.intake import FAST, FIELDS_BY_TARGET, LENGTHS, problems, shown, support_check
from bot.playbook.policy import Policy
from bot.playbook.report import TEXTS, Report
from bot.playbook.severity import Severity
from bot.playbook.visibility import Visibility
from tests.playbook.reports import ANY, BEFORE, GOOD, LATER, NOW, complete

POLICY = Policy.load()
EVERYTHING = tuple(name for name in Report.__dataclass_fields__ if name not in {"source", "support_reason"})


def test_six_answers_are_enough() -> None:
    assert problems(GOOD, NOW, POLICY) == {}


@pytest.mark.parametrize("target", Target)
def test_a_complete_report_has_no_problems(target: Target) -> None:
    assert problems(complete(target), NOW, POLICY, full=True) == {}


def test_an_empty_report_is_asked_for_what_it_needs() -> None:
    assert set(problems(Report(), NOW, POLICY)) == {"customer", "impact", "severity", "product", "region"}


@pytest.mark.parametrize(
    ("target", "field"),
    [
        (Target.SUPPORT_L2, None),
        (Target.ENGINEERING, "actual"),
        (Target.PRODUCT, "use_case"),
        (Target.SECURITY, "observed"),
        (Target.LEADERSHIP, "decision"),
    ],
)
def test_the_full_form_asks_for_what_the_target_cannot_do_without(target: Target, field: str | None) -> None:
    report = replace(GOOD, target=target)

    assert set(problems(report, NOW, POLICY, full=True)) == ({field} if field else set())
    assert problems(report, NOW, POLICY) == {}


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"customer": "???"}, "customer"),
        ({"customer": "x" * 121}, "customer"),
        ({"impact": "..."}, "impact"),
        ({"impact": "bad"}, "impact"),
        ({"impact": "x" * 1501}, "impact"),
        ({"impact": "\u200b\u200b"}, "impact"),
        ({"tried": "-"}, "tried"),
        ({"tried": "x" * 3001}, "tried"),
        ({"support_reason": "x" * 501}, "support_reason"),
        ({"deadline": BEFORE}, "deadline"),
        ({"deadline": NOW}, "deadline"),
        ({"customer_deadline": BEFORE}, "customer_deadline"),
        ({"decision_by": BEFORE}, "decision_by"),
        ({"occurred": LATER}, "occurred"),
        ({"customers_affected": 0}, "customers_affected"),
        ({"customers_affected": 10**10}, "customers_affected"),
        ({"product": "gone"}, "product"),
        ({"region": "atlantis"}, "region"),
    ],
)
def test_an_answer_that_cannot_be_right_is_named_with_a_sentence(answers: dict[str, Any], field: str) -> None:
    found = problems(replace(GOOD, **answers), NOW, POLICY)

    assert list(found) == [field]
    assert found[field].endswith(".")
    assert found[field][0].isupper()


@pytest.mark.parametrize("customer", ["X", "3", "株式会社", "Ünïted", "x" * 120])
def test_short_long_and_foreign_customers_are_welcome(customer: str) -> None:
    assert problems(replace(GOOD, customer=customer), NOW, POLICY) == {}


@given(ANY, st.booleans())
def test_a_problem_is_always_next_to_a_field_that_the_form_shows(report: Report, full: bool) -> None:
    visible = {*shown(report, full=full, everything=EVERYTHING), "support_reason"}

    assert set(problems(report, NOW, POLICY, full=full)) <= visible


def test_the_fast_form_shows_its_fields_and_a_target_adds_its_own() -> None:
    fast = set(shown(GOOD, full=False, everything=EVERYTHING))

    assert fast == {*FAST, "support_signs"}
    for target, fields in FIELDS_BY_TARGET.items():
        assert set(shown(replace(GOOD, target=target), full=False, everything=EVERYTHING)) == fast | set(
            fields
        )


def test_an_answer_stays_in_sight_when_the_target_changes() -> None:
    report = replace(GOOD, target=Target.PRODUCT, steps="1. open", summary="Exports fail")
    visible = shown(report, full=False, everything=EVERYTHING)

    assert {"steps", "summary", "use_case"} <= set(visible)
    assert "actual" not in visible


def test_every_text_has_a_length_that_slack_allows() -> None:
    assert set(LENGTHS) == set(TEXTS)
    assert all(0 < length <= 3000 for length in LENGTHS.values())


@pytest.mark.parametrize("sign", SupportSign)
def test_a_ticked_sign_is_a_reason_to_ask_whether_support_can_do_it(sign: SupportSign) -> None:
    assert support_check(replace(GOOD, support_signs=(sign,))) == [sign.label]


@pytest.mark.parametrize(
    ("impact", "asked"),
    [
        ("How do I export invoices?", True),
        ("The team needs training on exports", True),
        ("There is a known workaround but they dislike it", True),
        ("Help setting up SSO", True),
        ("Nobody can export invoices since Monday.", False),
        ("Showdown meeting tomorrow", False),
        ("They do not know how to go on without exports", False),
    ],
)
def test_words_that_sound_like_support_are_explained(impact: str, asked: bool) -> None:
    reasons = support_check(replace(GOOD, impact=impact))

    assert bool(reasons) is asked
    assert all("“" in reason for reason in reasons)


@pytest.mark.parametrize(
    "grave",
    [
        {"severity": Severity.CRITICAL},
        {"visibility": Visibility.SECURITY},
        {"visibility": Visibility.PEOPLE},
        {"target": Target.SECURITY},
    ],
)
def test_what_is_grave_is_never_sent_back_to_support(grave: dict[str, Any]) -> None:
    assert support_check(replace(GOOD, support_signs=tuple(SupportSign), **grave)) == []
