"""What somebody files, kept and read back."""

import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playbook.choices import Ask, WhyNow
from bot.playbook.report import HEADLINE, READERS, Report, typed
from bot.playbook.severity import Severity
from bot.playbook.visibility import Visibility
from tests.playbook.reports import ANY, GOOD, JSON, complete


@given(ANY)
def test_a_report_survives_being_stored_as_json(report: Report) -> None:
    assert Report.from_json(json.loads(json.dumps(report.to_json()))) == report


def test_a_complete_report_stores_every_field() -> None:
    assert set(complete().to_json()) == {each.name for each in fields(Report)}


@given(st.dictionaries(st.sampled_from([*READERS, "unknown"]), JSON))
def test_stored_values_of_a_wrong_kind_are_left_out(stored: dict[str, object]) -> None:
    report = Report.from_json(stored)

    assert Report.from_json(report.to_json()) == report


def test_an_older_or_newer_record_is_read_as_far_as_it_is_understood() -> None:
    stored = {
        "customer": "Acme",
        "severity": "catastrophic",
        "ask": "fix",
        "why_now": ["time", "mood", None],
        "visibility": 3,
        "deadline": "2026-03-12T10:00:00+01:00",
        "decision_by": "2026-03-12T10:00:00",
        "customers_affected": True,
        "weather": "fine",
    }

    report = Report.from_json(stored)

    assert report == Report(
        customer="Acme", ask=Ask.FIX, why_now=(WhyNow.TIME,), deadline=datetime(2026, 3, 12, 9, tzinfo=UTC)
    )
    assert report.visibility is Visibility.EVERYONE
    assert report.severity is None


def test_moments_are_kept_in_utc() -> None:
    report = Report.from_json({"deadline": "2026-03-12T10:00:00+01:00"})

    assert report.deadline
    assert report.deadline.utcoffset() == timedelta(0)


def test_the_headline_is_the_summary_and_else_the_beginning_of_the_impact() -> None:
    assert Report(summary="Exports\n fail", impact="Long story").headline == "Exports fail"
    assert GOOD.headline == GOOD.impact
    assert len(Report(impact="word " * 100).headline) <= HEADLINE
    assert Report().headline == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  a \r\n b\rc  ", "a \n b\nc"),
        ("a\x00b\x1b[31m\x7f", "ab[31m"),
        ("tab\tstays", "tab\tstays"),
        ("half \ud83d pair", "half  pair"),
        ("🔥 ok é", "🔥 ok é"),
        (None, ""),
        (3, ""),
        (["a"], ""),
    ],
)
def test_what_is_typed_is_cleaned_of_what_a_database_cannot_hold(value: object, text: str) -> None:
    assert typed(value) == text


def test_a_severity_is_stored_as_its_value() -> None:
    assert Report(severity=Severity.CRITICAL).to_json() == {"severity": "critical", "visibility": "everyone"}
