"""Whether a report is known already."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playbook.likeness import SHOWN, Known, alike, candidates, same_customer
from bot.playbook.report import Report
from bot.playbook.visibility import Visibility
from tests.playbook.reports import GOOD, NOW

WINDOW = timedelta(days=90)
OLD = Known(number=1, customer="ACME Inc.", impact="Exports of invoices fail", product="web")


def found(*known: Known, report: Report = GOOD) -> list[int]:
    return [each.known.number for each in candidates(report, known, now=NOW, window=WINDOW)]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Acme", "ACME", True),
        ("Acme", "Acme Inc.", True),
        ("Acme, Inc", "acme ltd", True),
        ("Müller GmbH & Co. KG", "MULLER", True),
        ("O'Neill", "O’Neill", True),
        ("U.S. Steel", "US Steel", True),
        ("株式会社", "株式会社", True),
        ("Globex", "Global Corp", False),
        ("Initech Systems", "Initech Sistems", True),
        ("Contosso", "Contoso", True),
        ("Acme", "Acme Bank", False),
        ("Customer 10", "Customer 11", False),
        ("Customer A", "Customer B", False),
        ("Company", "Group", False),
        ("", "", False),
        ("Acme", "", False),
    ],
)
def test_a_customer_is_recognised_by_name(first: str, second: str, same: bool) -> None:
    assert bool(same_customer(first, "", second, "")) is same
    assert bool(same_customer(second, "", first, "")) is same


def test_a_customer_is_recognised_by_account_id_under_any_name() -> None:
    assert same_customer("Acme", "ACC-001", "Acme's new owner", "acc 001") == "same account id"
    assert not same_customer("Acme", "", "Globex", "")


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, True),
        ({"impact": "The login page is blank"}, True),
        ({"customer": "Globex"}, False),
        ({"visibility": Visibility.SECURITY}, False),
        ({"visibility": Visibility.PEOPLE}, False),
        ({"closed_at": NOW - timedelta(days=90)}, True),
        ({"closed_at": NOW - timedelta(days=90, seconds=1)}, False),
        ({"closed_at": NOW - timedelta(days=1), "impact": "The login page is blank"}, False),
    ],
)
def test_open_cases_of_the_customer_and_like_ones_closed_lately_are_shown(
    changes: dict[str, Any],
    shown: bool,
) -> None:
    assert found(replace(OLD, **changes)) == ([1] if shown else [])


def test_open_cases_come_first_then_the_likest() -> None:
    closed = replace(OLD, number=2, closed_at=NOW)
    other = replace(OLD, number=3, impact="The login page is blank")

    assert found(closed, other, OLD) == [1, 3, 2]


def test_a_handful_is_shown_at_most() -> None:
    assert len(found(*(replace(OLD, number=number) for number in range(1, 20)))) == SHOWN


def test_the_reason_says_what_both_speak_of() -> None:
    (first,) = candidates(GOOD, [OLD], now=NOW, window=WINDOW)

    assert first.reason == "same customer, and both speak of invoices and exports"
    assert first.is_open
    assert 0 < first.score <= 1


@given(st.text(), st.text(), st.text(), st.text())
def test_likeness_is_a_share_and_never_fails(impact: str, summary: str, other: str, customer: str) -> None:
    report = replace(GOOD, impact=impact, summary=summary)
    score, shared = alike(report, replace(OLD, impact=other, customer=customer))

    assert 0 <= score <= 1
    assert bool(score) is bool(shared)


@given(st.text(alphabet=st.characters(categories=["Ll", "Lu"]), min_size=3))
def test_a_text_is_most_like_itself(word: str) -> None:
    score, shared = alike(replace(GOOD, impact=f"{word} zzz"), replace(OLD, impact=f"{word} zzz"))

    assert score == 1
    assert shared
