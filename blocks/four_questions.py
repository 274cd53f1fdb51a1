"""The four questions a newcomer asks of a case, answered from what is recorded."""

from blocks import kit
from bot.playbook import attention
from bot.playbook.lifecycle import Status
from bot.playbook.roles import Role
from bot.playbook.work import ItemState, PromiseState
from storage.overview import Overview

SAID = 300  # characters of somebody's words


def questions(case: Overview, *, mention: bool = True) -> list[tuple[str, str]]:
    """Question and answer as mrkdwn; people by name, or by `mention`."""
    return [
        ("Who owns the next action", _owner(case, mention=mention)),
        ("What the customer expects, and when", _expects(case)),
        ("What is blocked", _blocked(case)),
        ("When leadership should care", _leadership(case)),
    ]


def _owner(case: Overview, *, mention: bool) -> str:
    if case.ace.status is Status.CLOSED:
        return _ended(case)
    if not case.ace.em:
        return f"Nobody yet. {case.key} waits for an escalation manager to claim it."

    def shown(person: str) -> str:
        return kit.person(person) if mention else kit.escape(case.name(person))

    called = {role: kit.escape(name) for role, name in case.policy.roles.items()}
    others = [f"{called[role]} {shown(who)}" for role, who in case.roles.items() if role is not Role.EM]
    manager = "the escalation manager" if called[Role.EM] == Role.EM.label else called[Role.EM]
    seats = "; ".join([f"{shown(case.ace.em)}, {manager}", *others])
    if case.ace.status is Status.RESOLVED:
        todo = "close it" if case.progress.confirmation else "ask the customer whether they agree"
        return f"{seats}: {todo}"
    step = case.progress.next_step
    if step is None:
        return seats
    return f"{shown(step.owner)}: {kit.escape(kit.short(step.what, SAID))}\nLed by {seats}"


def _ended(case: Overview) -> str:
    declined = case.progress.declined
    if declined:
        return f"Nobody: it was declined. {kit.escape(kit.short(declined.text, SAID))}"
    return "Nobody: it is closed."


def _expects(case: Overview) -> str:
    report = case.report
    said = kit.escape(kit.short(report.expectation or report.outcome, 400))
    parts = [said or "Not recorded yet: ask the filer."]
    if report.customer_deadline:
        parts.append(f"Their own deadline: {kit.moment(report.customer_deadline)}.")
    open_ones = [each for each in case.work.promises if each.state is PromiseState.OPEN]
    if soonest := min((each.due_at for each in open_ones), default=None):
        parts.append(f"We promised to be back {kit.moment(soonest)}.")
    elif case.progress.plan and case.progress.plan.next_at and case.ace.status.is_open:
        parts.append(f"They hear from us next {kit.moment(case.progress.plan.next_at)}.")
    if confirmed := case.progress.confirmation:
        parts.append("They confirmed the resolution." if confirmed.received else "They did not confirm it.")
    return " ".join(parts)


def _blocked(case: Overview) -> str:
    if not case.ace.status.is_open:
        return "Nothing."
    step = case.progress.next_step
    stuck = [each for each in case.work.items if each.state is ItemState.BLOCKED]
    parts = [
        f"The next step: {kit.escape(kit.short(step.blocked, SAID))}." if step and step.blocked else "",
        *(f"{_brief(each.text)}: {_brief(each.why)}." for each in stuck[:2]),
        _needed(case),
    ]
    return " ".join(part for part in parts if part) or "Nothing is recorded as blocked."


def _brief(text: str) -> str:
    return kit.escape(kit.short(text, 90))


def _needed(case: Overview) -> str:
    """What is waited for since the filing: a decision, or what was asked of a team."""
    report = case.report
    needed = report.decision or (
        f"{report.ask.label} ({report.target.label})" if report.ask and report.target else ""
    )
    by = f" by {kit.moment(report.deadline)}" if report.deadline else ""
    return f"Waiting for: {kit.escape(kit.short(needed, SAID))}{by}." if needed else ""


def _leadership(case: Overview) -> str:
    if not case.ace.status.is_open:
        return "Only if it comes back."
    systemic = case.progress.systemic is not None
    reasons = attention.leadership_reasons(
        case.report, case.ace.severity, trend=case.ace.trend, systemic=systemic
    )
    if reasons:
        return "Now: " + "; ".join(reasons) + "."
    return "When it gets worse, reaches more customers, or a promise to the customer is at risk."
