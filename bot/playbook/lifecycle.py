"""The way of an escalation from New to Closed, and which steps lead where."""

from collections.abc import Mapping

from bot.playbook.labelled import Labelled
from bot.playbook.refusal import Refusal


class Status(Labelled):
    """Where an escalation stands. Source: handbook, "Workflow statuses"."""

    NEW = "new", "New"
    DISCOVERY = "discovery", "Discovery"
    TRIAGE = "triage", "Triage"
    IN_PROGRESS = "in_progress", "In Progress"
    RESOLVED = "resolved", "Resolved"
    CLOSED = "closed", "Closed"

    @property
    def is_open(self) -> bool:
        """True while somebody still has to solve it: before Resolved."""
        return self not in {Status.RESOLVED, Status.CLOSED}


class Step(Labelled):
    """What somebody does to move an escalation on; the label is the verb on its button."""

    CLAIM = "claim", "Claim"
    TRIAGE = "triage", "Start triage"
    START = "start", "Start work"
    RESOLVE = "resolve", "Resolve"
    CLOSE = "close", "Close"
    DECLINE = "decline", "Decline"
    DE_ESCALATE = "de_escalate", "De-escalate"
    REOPEN = "reopen", "Reopen"


MOVES: Mapping[Status, Mapping[Status, Step]] = {
    Status.NEW: {Status.DISCOVERY: Step.CLAIM, Status.CLOSED: Step.DECLINE},
    Status.DISCOVERY: {
        Status.TRIAGE: Step.TRIAGE,
        Status.RESOLVED: Step.DE_ESCALATE,
        Status.CLOSED: Step.DECLINE,
    },
    Status.TRIAGE: {Status.IN_PROGRESS: Step.START, Status.RESOLVED: Step.DE_ESCALATE},
    Status.IN_PROGRESS: {Status.RESOLVED: Step.RESOLVE},
    Status.RESOLVED: {Status.CLOSED: Step.CLOSE, Status.IN_PROGRESS: Step.REOPEN},
    # A declined case goes back to where it was declined; one that was worked on, to the work.
    Status.CLOSED: {
        Status.NEW: Step.REOPEN,
        Status.DISCOVERY: Step.REOPEN,
        Status.IN_PROGRESS: Step.REOPEN,
    },
}


def move(source: Status, target: Status) -> Step:
    """The step that leads from `source` to `target`.

    Raises Refusal when there is none; the text says where one can go from here.
    """
    step = MOVES[source].get(target)
    if step:
        return step
    if source is target:
        raise Refusal(f"It is in {target.label} already, so there is nothing to change.")
    ways = _either([status.label for status in MOVES[source]])
    raise Refusal(
        f"It is in {source.label} and cannot go straight to {target.label}. From here it can go to {ways}."
    )


def back_to(*, declined: bool, led: bool) -> Status:
    """Where a resolved or closed case goes on when it is reopened: a declined one where it was declined."""
    if not declined:
        return Status.IN_PROGRESS
    return Status.DISCOVERY if led else Status.NEW


def _either(names: list[str]) -> str:
    """The names joined for a sentence: "a", "a or b", "a, b or c"."""
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
