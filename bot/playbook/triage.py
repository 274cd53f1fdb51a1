"""Triage: the six questions that are answered before work starts, and when its call is due."""

from collections.abc import Mapping
from datetime import datetime

from bot.playbook.labelled import Labelled
from bot.playbook.policy import Policy
from bot.playbook.report import Report


class TriageQuestion(Labelled):
    """What to be clear about. Source: handbook, "Triage"."""

    IMPACT = "impact", "What does it do to the customer's work, money and name?"
    START = "start", "When did it begin?"
    EVENTS = "events", "What happened before it?"
    CUSTOMER = "customer", "What do we need from the customer, and for how long?"
    WAY_OUT = "way_out", "Is there a workaround or a fix?"
    OTHER = "other", "Is there more: the public, security, lost data?"


def known(report: Report) -> Mapping[TriageQuestion, str]:
    """The answers that the brief suggests already; questions it says nothing about are left out."""
    said = {
        TriageQuestion.IMPACT: _together(report.impact, _about("Revenue at risk", report.revenue)),
        TriageQuestion.START: f"{report.occurred:%d %b %Y %H:%M} UTC" if report.occurred else "",
        TriageQuestion.EVENTS: report.events,
        TriageQuestion.WAY_OUT: _together(report.tried, _about("Contained by", report.containment)),
        TriageQuestion.OTHER: _together(report.observed, _about("May be affected", report.exposed)),
    }
    return {question: answer for question, answer in said.items() if answer}


def call_due(claimed_at: datetime | None, policy: Policy) -> datetime | None:
    """When the triage call has to be held: so long after Discovery began."""
    return claimed_at + policy.clocks.triage_call.elapsed if claimed_at else None


def _about(what: str, said: str) -> str:
    return f"{what}: {said}" if said else ""


def _together(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
