"""What a timeline entry can be, and the words that turn a message into one."""

import re

from bot.playbook.labelled import Labelled


class EntryKind(Labelled):
    """The first four are noted by people, the others write themselves."""

    OBSERVATION = "observation", "Observation"
    CHANGE = "change", "Change"
    DECISION = "decision", "Decision"
    HYPOTHESIS = "hypothesis", "Hypothesis"
    FILING = "filing", "Filing"
    STATUS = "status", "Status"
    SEVERITY = "severity", "Severity"
    TREND = "trend", "Trend"
    ROLE = "role", "Role"
    UPDATE = "update", "Update"
    CONTACT = "contact", "Customer contact"
    PROMISE = "promise", "Promise"
    ATTEMPT = "attempt", "Attempt"
    CHECK = "check", "Check"
    PLAN = "plan", "Plan"
    CRITERION = "criterion", "Exit criterion"
    ITEM = "item", "Action item"
    APPROVAL = "approval", "Approval"
    CHANNEL = "channel", "Channel"
    LINK = "link", "Link"
    VISIBILITY = "visibility", "Visibility"
    CLOCK = "clock", "Clock"
    RETROSPECTIVE = "retrospective", "Retrospective"

    @property
    def is_noted(self) -> bool:
        """True for the kinds that people note themselves."""
        return self in NOTED


NOTED = (EntryKind.OBSERVATION, EntryKind.CHANGE, EntryKind.DECISION, EntryKind.HYPOTHESIS)

_MARKS = "*_~"
_PREFIX = re.compile(
    rf"\s*(?P<opening>[{_MARKS}]*)\s*(?P<kind>{'|'.join(NOTED)})\s*(?P<closing>[{_MARKS}]*)"
    r"\s*[:\uff1a]\s*(?P<text>.*)",
    re.IGNORECASE | re.DOTALL,
)


def prefixed(text: str) -> tuple[EntryKind, str] | None:
    """Kind and words of a message such as "observation: disk is full", else None.

    Upper and lower case, spaces and the marks of bold, italic and strike-through around the first word
    do not matter. A prefix with nothing behind it is no entry.
    """
    found = _PREFIX.match(text)
    if not found:
        return None
    words = found["text"].strip()
    if found["opening"] and not found["closing"]:
        words = _without(words, found["opening"][::-1])
    return (EntryKind(found["kind"].lower()), words) if words else None


def _without(words: str, marks: str) -> str:
    """`words` without the closing half of marks that were opened before the prefix."""
    if words.startswith(marks):
        return words.removeprefix(marks).strip()
    return words.removesuffix(marks).strip()
