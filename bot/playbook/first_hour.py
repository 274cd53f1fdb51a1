"""The first hour: what has to happen at once, a list for each kind of trouble."""

from collections.abc import Mapping
from typing import NamedTuple

from bot.playbook.choices import Kind
from bot.playbook.labelled import Labelled


class FirstStep(Labelled):
    """A point of the checklist. Source: essay, "Acknowledge and contain"; triage playbook, "Escalate"."""

    ACKNOWLEDGED = "acknowledged", "Acknowledged to the customer"
    CONTAINED = "contained", "Contained"
    TRIAGED = "triaged", "Triaged"
    ON_CALL = "on_call", "On-call engineer tagged"
    EXPECTATIONS = "expectations", "Dates and scope held"
    DECIDER = "decider", "Decision maker brought in"
    HEARD = "heard", "Heard in private"
    RELIEVED = "relieved", "Relieved"
    UNDERSTOOD = "understood", "Need understood"
    MANAGER = "manager", "Their manager brought in"

    @property
    def question(self) -> str:
        """What to write when it is done."""
        return _QUESTIONS[self]

    @property
    def names_somebody(self) -> bool:
        """True for the points that bring a person in."""
        return self in {FirstStep.ON_CALL, FirstStep.DECIDER, FirstStep.MANAGER}


_QUESTIONS: Mapping[FirstStep, str] = {
    FirstStep.ACKNOWLEDGED: "Where, and in which words?",
    FirstStep.CONTAINED: "What keeps it from spreading: rolled back, switched off, more capacity?",
    FirstStep.TRIAGED: "What is the impact, who is affected, and what was tried?",
    FirstStep.ON_CALL: "Who looks at it?",
    FirstStep.EXPECTATIONS: "What was put on hold, and what is agreed until it is decided?",
    FirstStep.DECIDER: "Who can clear the way?",
    FirstStep.HEARD: "When did somebody talk with them? Write only what may be read here.",
    FirstStep.RELIEVED: "Which work was taken off their desk, and who does it now?",
    FirstStep.UNDERSTOOD: "Do they need help, time or training?",
    FirstStep.MANAGER: "Who looks after them from here on?",
}
_LISTS: Mapping[Kind, tuple[FirstStep, ...]] = {
    Kind.TECHNICAL: (FirstStep.ACKNOWLEDGED, FirstStep.CONTAINED, FirstStep.TRIAGED, FirstStep.ON_CALL),
    Kind.PROCESS: (FirstStep.ACKNOWLEDGED, FirstStep.EXPECTATIONS, FirstStep.TRIAGED, FirstStep.DECIDER),
    Kind.PEOPLE: (FirstStep.HEARD, FirstStep.RELIEVED, FirstStep.UNDERSTOOD, FirstStep.MANAGER),
}


def checklist(kind: Kind | None) -> tuple[FirstStep, ...]:
    """The points for a kind of trouble; the technical ones while nobody has said which kind it is."""
    return _LISTS[kind or Kind.TECHNICAL]


class Done(NamedTuple):
    """What was written of a point, and whom it names."""

    text: str = ""
    person: str = ""
