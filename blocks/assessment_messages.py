"""Short messages about assessing a case: what changed and why, when to come, and whose turn it is."""

from collections.abc import Callable, Mapping
from datetime import datetime

from blocks import kit
from blocks.cards import Card, Json, card
from bot.playbook.first_hour import FirstStep
from storage.overview import Overview

WHY = 600  # characters of a reason


def _reassessed(_case: Overview, detail: Json) -> Card:
    """Severity or trend: from what to what, by whom, and the line of why."""
    before = f"{detail['before']} to " if detail["before"] else ""
    line = f"*{detail['title']}*: {before}*{detail['after']}*, set by {kit.escape(str(detail['name']))}."
    return _said(f"{line} {_why(detail)}")


def _call_arranged(case: Overview, detail: Json) -> Card:
    """When a call takes place, and where."""
    where = str(detail["link"] or "")
    join = f" {kit.link(where, 'Join the call')}" if where else ""
    when = kit.moment(datetime.fromisoformat(str(detail["when"])))
    by = kit.escape(str(detail["name"]))
    return _said(f"*{detail['title']} of {case.key}*: {when}, arranged by {by}.{join}")


def _systemic(case: Overview, detail: Json) -> Card:
    """Who leads the incident that a case is part of."""
    where = str(detail["link"] or "")
    incident = kit.link(where, "the incident") if where else "the incident"
    return _said(
        f"*{case.key} is systemic*: {kit.person(str(detail['whom']))} leads {incident}. {_why(detail)}"
    )


def _tagged(case: Overview, detail: Json) -> Card | None:
    """Whom a point of the first hour brings in; nothing once somebody else, or nobody, stands there."""
    step = FirstStep.of(detail["step"])
    noted = case.progress.first_hour.get(step) if step else None
    if step is None or noted is None or noted.person != detail["whom"]:
        return None
    return _said(f"{kit.person(noted.person)}, you are needed on {case.key}: {_PART[step]}.")


_PART = {
    FirstStep.ON_CALL: "as the engineer on call, please look at it now",
    FirstStep.DECIDER: "a decision of yours can clear the way",
    FirstStep.MANAGER: "somebody on your team needs you",
}


def _next_step(case: Overview, detail: Json) -> Card:
    """Whose turn it is, and with what."""
    did = kit.escape(kit.short(str(detail["did"]), WHY))
    return _said(f"*Next step of {case.key}*: {kit.person(str(detail['whom']))}, {did}")


def _teller(case: Overview, detail: Json) -> Card | None:
    """Who speaks to the customer; nothing once the plan names somebody else."""
    plan = case.progress.plan
    if plan is None or plan.teller != detail["whom"]:
        return None
    following = f" Next: {kit.moment(plan.next_at)}." if plan.next_at else ""
    said = f"{kit.person(plan.teller)} tells the customer of {case.key}, by {plan.medium.label.lower()}."
    return _said(said + following)


def _why(detail: Json) -> str:
    return kit.escape(kit.short(str(detail["why"] or ""), WHY))


def _said(line: str) -> Card:
    said = line.strip()
    return card(kit.section(said), text=said.replace("*", ""))


ABOUT_ASSESSING: Mapping[str, Callable[[Overview, Json], Card | None]] = {
    "reassessed": _reassessed,
    "call_arranged": _call_arranged,
    "systemic": _systemic,
    "tagged": _tagged,
    "next_step": _next_step,
    "teller": _teller,
}
