"""Guards: what is still missing before a case may move on, and what supplies it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.playbook.acts import Act
from bot.playbook.lifecycle import Status, Step
from bot.playbook.progress import Progress
from bot.playbook.refusal import Refusal
from bot.playbook.work import CriterionState

QUOTED = 80  # characters of somebody's words in a reason


class Missing(NamedTuple):
    """One thing that holds a step up: the act that supplies it, and what is missing, as a clause."""

    act: Act
    text: str


class NotYet(Refusal):
    """A step that must wait; `gaps` names what is missing, each with the act that supplies it."""

    def __init__(self, key: str, act: Act, gaps: Sequence[Missing]) -> None:
        """The text says it all once more, for where no buttons can be shown."""
        self.key, self.act, self.gaps = key, act, list(gaps)
        lacking = "; ".join(gap.text.removesuffix(".") for gap in gaps)
        super().__init__(f"“{act.label}” has to wait for {key}: {lacking}. Nothing was changed.")


class Goal(NamedTuple):
    """An exit criterion as its guard sees it; `evidence` is the reason when it was waived."""

    text: str
    state: CriterionState
    evidence: str = ""
    settled_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the guards look at."""

    led: bool = True  # whether somebody is its escalation manager
    progress: Progress = field(default_factory=Progress)
    goals: Sequence[Goal] = ()
    stakeholders: int = 0
    owed: int = 0  # short-term action items that are open or blocked
    retrospective: str | None = None  # what a required one still waits for


def missing(step: Step, facts: Facts) -> list[Missing]:
    """Everything that holds a step up, in the order in which it is usually supplied; empty when it may go on.

    Source: product, "Workflow"; handbook, "Workflow statuses".
    """
    guard = _GUARDS.get(step)
    return guard(facts) if guard else []


def next_step(status: Status) -> Act | None:
    """What moves a case on from a status."""
    return _ONWARD.get(status)


def _triage(facts: Facts) -> list[Missing]:
    made, call = facts.progress, facts.progress.discovery_call
    return _those(
        (not facts.led, Act.CLAIM, "nobody leads it yet"),
        (made.severity_confirmed is None, Act.SEVERITY, "the severity is not confirmed by the scorecard"),
        (not facts.goals, Act.CRITERIA, "no exit criterion is set"),
        (made.scope is None, Act.SCOPE, "the scope was not checked"),
        (
            call is None or not call.is_settled,
            Act.DISCOVERY_CALL,
            "the discovery call was neither held nor found unnecessary",
        ),
    )


def _start(facts: Facts) -> list[Missing]:
    plan, call = facts.progress.plan, facts.progress.triage_call
    return _those(
        (not facts.stakeholders, Act.STAKEHOLDERS, "no stakeholder is named"),
        (plan is None, Act.PLAN, "nobody said who tells the customer, by which way, and when next"),
        (
            plan is not None and plan.next_at is None,
            Act.PLAN,
            "the communication plan does not say when the customer hears next",
        ),
        (
            call is None or not call.is_settled,
            Act.TRIAGE_CALL,
            "the triage call was neither held nor waived",
        ),
    )


def _resolve(facts: Facts) -> list[Missing]:
    made = facts.progress
    return [
        *_those((not facts.goals, Act.CRITERIA, "no exit criterion is set")),
        *(Missing(Act.CRITERIA, why) for goal in facts.goals if (why := _unmet(goal))),
        *_those(
            (made.validation is None, Act.VALIDATE, "nobody recorded how the fix was validated"),
            (made.communicated is None, Act.TOLD, "the resolution was not communicated"),
            (made.feedback is None, Act.FEEDBACK, "no feedback track is chosen for the product"),
        ),
    ]


def _unmet(goal: Goal) -> str | None:
    text = goal.text if len(goal.text) <= QUOTED else goal.text[: QUOTED - 1].rstrip() + "…"
    if goal.state is CriterionState.OPEN:
        return f"an exit criterion is open: {text}"
    if not goal.evidence.strip():
        return f"an exit criterion was settled without evidence or reason: {text}"
    if goal.state is CriterionState.WAIVED and not goal.settled_by:
        return f"an exit criterion was waived by nobody in particular: {text}"
    return None


def _close(facts: Facts) -> list[Missing]:
    owed = "a short-term action item is" if facts.owed == 1 else f"{facts.owed} short-term action items are"
    return _those(
        (
            facts.progress.confirmation is None,
            Act.CONFIRM,
            "neither the customer's confirmation nor its absence is recorded",
        ),
        (facts.owed > 0, Act.ITEMS, f"{owed} still owed"),
        (facts.retrospective is not None, Act.RETRO, facts.retrospective or ""),
    )


def _those(*checks: tuple[bool, Act, str]) -> list[Missing]:
    return [Missing(act, text) for lacking, act, text in checks if lacking]


_GUARDS: Mapping[Step, Callable[[Facts], list[Missing]]] = {
    Step.TRIAGE: _triage,
    Step.START: _start,
    Step.RESOLVE: _resolve,
    Step.CLOSE: _close,
}
_ONWARD: Mapping[Status, Act] = {
    Status.NEW: Act.CLAIM,
    Status.DISCOVERY: Act.TRIAGE,
    Status.TRIAGE: Act.START,
    Status.IN_PROGRESS: Act.RESOLVE,
    Status.RESOLVED: Act.CLOSE,
}
