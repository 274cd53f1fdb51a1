"""The brief as the team that is asked reads it: headings and lines in the order that lets them act.

Source: skill sheet, "Structured escalation format" and what each tier includes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.playbook.choices import Target
from bot.playbook.report import Report

NOBODY_SAID = "not known yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the record adds to a report; `at` puts a moment into words."""

    at: Callable[[datetime], str]
    told: str = ""  # the last word to the customer
    promised: str = ""  # the promise to them that is open
    attempts: tuple[str, ...] = ()  # workarounds, each with its result
    linked: tuple[str, ...] = ()  # keys


class Line(NamedTuple):
    """One fact: its label ("" for plain text), and what is known."""

    label: str
    text: str


class Part(NamedTuple):
    """A heading with its lines."""

    title: str
    lines: list[Line]


def outline(report: Report, facts: Facts) -> list[Part]:
    """Every part that has something in it; what a part cannot do without is named as not known."""
    parts = [
        Part("Impact", [*_impact(report)]),
        Part("What happens", [*_issue(report, facts)]),
        Part("How to see it", [*_steps(report, facts)]),
        Part("What was tried", [*_tried(report, facts)]),
        Part("The customer", [*_customer(report, facts)]),
        Part("What is needed", [*_needed(report, facts)]),
        Part("More to read", [*_context(report, facts)]),
    ]
    return [part for part in parts if part.lines]


def _given(*lines: tuple[str, object]) -> Iterator[Line]:
    """Those lines that say something."""
    for label, said in lines:
        if text := str(getattr(said, "label", said) or "").strip():
            yield Line(label, text)


def _impact(report: Report) -> Iterator[Line]:
    many = report.customers_affected
    yield Line("Customers affected", f"{many}, with {report.customer}" if many else report.customer)
    yield Line("For them", report.impact or NOBODY_SAID)
    yield from _given(
        ("Revenue at risk", report.revenue),
        ("SLA", report.sla),
        ("Risk that they leave", report.churn_risk),
    )


def _issue(report: Report, facts: Facts) -> Iterator[Line]:
    yield Line("", report.events) if report.events else Line("What led up to it", NOBODY_SAID)
    yield from _given(
        ("Use case", report.use_case),
        ("How often", report.frequency),
        ("Competition", report.competition),
        ("What was seen", report.observed),
        ("Who may be affected", report.exposed),
        ("Contained by", report.containment),
        ("To be looked at", report.urgency),
        ("Happened", facts.at(report.occurred) if report.occurred else ""),
    )


def _steps(report: Report, _facts: Facts) -> Iterator[Line]:
    wanted = report.target is Target.ENGINEERING
    environment = (report.platform, report.browser, report.operating_system, report.file_size)
    if report.steps or wanted:
        yield Line("Steps", report.steps or NOBODY_SAID)
    if report.steps or wanted or report.actual:
        yield from _given(("Should happen", report.expected), ("Happens", report.actual))
    yield from _given(("On", ", ".join(each for each in environment if each) if wanted else ""))


def _tried(report: Report, facts: Facts) -> Iterator[Line]:
    yield from _given(("", report.tried))
    yield from (Line("", each) for each in facts.attempts)


def _customer(report: Report, facts: Facts) -> Iterator[Line]:
    yield Line("Last word to them", facts.told or report.last_word or NOBODY_SAID)
    deadline = facts.at(report.customer_deadline) if report.customer_deadline else ""
    yield from _given(
        ("They expect", report.expectation or report.outcome),
        ("Promised", facts.promised),
        ("Their deadline", deadline),
        ("Mood", report.temperature),
        ("Will they take it further", report.further),
    )


def _needed(report: Report, facts: Facts) -> Iterator[Line]:
    yield Line("Asked for", report.ask.label if report.ask else NOBODY_SAID)
    yield from _given(("Decision", report.decision), ("Solved when", report.outcome))
    due = report.deadline or report.decision_by
    yield Line("By", facts.at(due) if due else NOBODY_SAID)


def _context(report: Report, facts: Facts) -> Iterator[Line]:
    yield from _given(
        ("Tickets", report.related),
        ("Evidence", report.evidence),
        ("Began with", report.source if report.source != report.evidence else ""),
        ("Linked cases", ", ".join(facts.linked)),
    )
