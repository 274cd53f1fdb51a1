"""What assessing a case has established, as lines for its card and rows for its state document."""

from datetime import datetime
from zoneinfo import ZoneInfo

from blocks import kit
from bot.playbook.first_hour import checklist
from bot.playbook.progress import Call, Noted, Scope
from bot.playbook.scorecard import MOST, Dimension, propose
from bot.playbook.triage import TriageQuestion
from storage.case_records import Stakeholder
from storage.overview import Overview

Row = tuple[str, str]
SHORT = 160  # characters of what somebody wrote, on the card


def first_hour_lines(case: Overview) -> str | None:
    """The checklist of the first hour on the card: what is done and when, and what is open."""
    ticked = case.progress.first_hour
    if not case.ace.em or not case.ace.status.is_open:
        return None
    steps = checklist(case.report.kind)
    done = [f"{step.label} {kit.moment(ticked[step].at, '{time}')}" for step in steps if step in ticked]
    still = [step.label for step in steps if step not in ticked]
    parts = [f"done: {', '.join(done)}" if done else "", f"open: {', '.join(still)}" if still else ""]
    return f"*First hour* ({len(done)} of {len(steps)}) {'; '.join(part for part in parts if part)}."


def assessment_lines(case: Overview) -> str | None:
    """Trend, scorecard, hand-off and the calls to come, for the card; None while there is nothing."""
    made = case.progress
    incident = made.systemic
    parts = [
        _standing(case),
        f"*Systemic*: incident led by {kit.escape(case.name(incident.lead))}{_at(incident.link)}"
        if incident
        else "",
        *(_coming(title, call) for title, call in _calls(case)),
    ]
    there = [part for part in parts if part]
    return "\n".join(there) or None


def _standing(case: Overview) -> str:
    """Trend and scorecard, and the reason for another severity than it proposes."""
    made, severity = case.progress, case.ace.severity
    proposed, confirmed = propose(made.scores, made.overrides), made.severity_confirmed
    trend = f"*Trend*: {case.ace.trend.label.lower()}" if case.ace.trend else ""
    if proposed is None:
        return trend
    points = f"*Scorecard*: {proposed.total} of {MOST * len(Dimension)}, {proposed.severity.label}"
    if severity is not proposed.severity and confirmed:
        points += f"; {severity.label} chosen: {kit.escape(kit.short(confirmed.text, SHORT))}"
    return " · ".join(part for part in (trend, points) if part)


def next_step_lines(case: Overview) -> str | None:
    """The next step, whose it is and what it waits for; None while nobody set one."""
    step = case.progress.next_step
    if step is None:
        return None
    waits = f" Blocked: {kit.escape(kit.short(step.blocked, SHORT))}." if step.blocked else ""
    return f"{kit.person(step.owner)}: {kit.escape(kit.short(step.what, SHORT))}.{waits}"


def assessment_rows(case: Overview) -> list[Row]:
    """The same and more for the state document, as plain text; times in the organisation's zone."""
    made = case.progress
    rows = [
        ("Kind", case.report.kind.label if case.report.kind else ""),
        ("Trend", case.ace.trend.label if case.ace.trend else ""),
        ("Scorecard", _scorecard(case)),
        ("Scope", _scope(case, made.scope) if made.scope else ""),
        ("Systemic", _systemic(case)),
        *((title, _call(case, call)) for title, call in _calls(case)),
        ("Stakeholders", "; ".join(stakeholder(case, each) for each in case.work.stakeholders)),
        ("Communication plan", _plan(case)),
        ("Next step", _next(case)),
        ("First hour", _first_hour(case)),
        *((question.label, made.assessment.get(question, "")) for question in TriageQuestion),
    ]
    return [(title, said) for title, said in rows if said]


def stakeholder(case: Overview, row: Stakeholder) -> str:
    """Somebody of the team matrix with their part, as plain text."""
    return f"{case.name(row.person) if row.person else row.name}: {row.part}"


def when(case: Overview, at: datetime) -> str:
    """A moment in the organisation's zone, for where Slack reads no date tokens."""
    return f"{at.astimezone(ZoneInfo(case.policy.organisation.zone)):%d %b %H:%M %Z}"


def _calls(case: Overview) -> list[tuple[str, Call]]:
    made = case.progress
    both = [("Discovery call", made.discovery_call), ("Triage call", made.triage_call)]
    return [(title, call) for title, call in both if call]


def _coming(title: str, call: Call) -> str:
    if call.is_settled or call.when is None:
        return ""
    return f"*{title}*: {kit.moment(call.when)}{_at(call.link)}"


def _at(link: str) -> str:
    return f" ({kit.link(link, 'link')})" if link else ""


def _scorecard(case: Overview) -> str:
    made = case.progress
    said = propose(made.scores, made.overrides)
    if said is None:
        return ""
    confirmed = made.severity_confirmed
    by = f"; confirmed as {case.ace.severity.label}{_why(case, confirmed)}" if confirmed else ""
    return f"{said.line}; proposes {said.severity.label}{by}"


def _why(case: Overview, noted: Noted) -> str:
    return f" by {case.name(noted.by)}{f': {noted.text}' if noted.text else ''}"


def _scope(case: Overview, scope: Scope) -> str:
    looked = [
        f"status page {'looked at' if scope.status_page else 'not looked at'}",
        f"recent deployments {'looked at' if scope.deployments else 'not looked at'}",
    ]
    said = f": {scope.noted.text}" if scope.noted.text else ""
    parts = (scope.reach.label, scope.reproduced.label, *looked)
    return f"{'; '.join(parts)} ({case.name(scope.noted.by)}){said}"


def _systemic(case: Overview) -> str:
    made = case.progress.systemic
    return f"Incident led by {case.name(made.lead)}{f', {made.link}' if made.link else ''}" if made else ""


def _call(case: Overview, call: Call) -> str:
    if call.held:
        return f"held{f' {when(case, call.when)}' if call.when else ''}: {call.held.text}"
    if call.waived:
        return f"not needed ({case.name(call.waived.by)}): {call.waived.text}"
    return f"{when(case, call.when)} {call.link}".strip() if call.when else ""


def _plan(case: Overview) -> str:
    plan = case.progress.plan
    if plan is None:
        return ""
    following = f", next {when(case, plan.next_at)}" if plan.next_at else ""
    note = f": {plan.noted.text}" if plan.noted.text else ""
    return f"{case.name(plan.teller)} by {plan.medium.label.lower()}{following}{note}"


def _next(case: Overview) -> str:
    step = case.progress.next_step
    if step is None:
        return ""
    return f"{case.name(step.owner)}: {step.what}{f' (blocked: {step.blocked})' if step.blocked else ''}"


def _first_hour(case: Overview) -> str:
    ticked = case.progress.first_hour
    steps = [step for step in checklist(case.report.kind) if step in ticked]
    return "; ".join(f"{step.label}{_whom(case, ticked[step])}" for step in steps)


def _whom(case: Overview, noted: Noted) -> str:
    about = case.name(noted.person) if noted.person else ""
    said = ", ".join(part for part in (about, noted.text) if part)
    return f" ({said})" if said else ""
