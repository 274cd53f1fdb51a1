"""What one can do to a case: its word behind `/ace`, its button, and when it is offered."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from bot.playbook.labelled import Labelled
from bot.playbook.lifecycle import Status, Step
from bot.playbook.permissions import Permission
from bot.playbook.refusal import Refusal


class Act(Labelled):
    """The value is the word behind `/ace`, the label what stands on a button."""

    CLAIM = "claim", "Claim"
    TRIAGE = "triage", "Start triage"
    START = "start", "Start work"
    RESOLVE = "resolve", "Resolve"
    CLOSE = "close", "Close"
    REOPEN = "reopen", "Reopen"
    DECLINE = "decline", "Decline"
    DE_ESCALATE = "deescalate", "De-escalate"
    STATUS = "status", "Change status"
    ARCHIVE = "archive", "Archive channel"

    SEVERITY = "severity", "Score severity"
    TREND = "trend", "Set trend"
    SCOPE = "scope", "Check scope"
    DISCOVERY_CALL = "discovery", "Record discovery call"
    FIRST_HOUR = "checklist", "Tick first hour"
    ASSESS = "assess", "Answer triage questions"
    SYSTEMIC = "systemic", "Mark systemic"
    NEXT = "next", "Set next step"

    ASSIGN = "assign", "Assign roles"
    HANDOVER = "handover", "Hand over"
    COVER = "cover", "Arrange cover"
    STAKEHOLDERS = "stakeholders", "Name stakeholders"
    PLAN = "plan", "Plan communication"
    TRIAGE_CALL = "call", "Arrange triage call"

    CRITERIA = "criteria", "Edit exit criteria"
    ITEMS = "items", "Edit action items"
    DEADLINE = "deadline", "Challenge deadline"
    ATTEMPT = "attempt", "Try a workaround"
    VALIDATE = "validate", "Record validation"
    TOLD = "told", "Record resolution message"
    FEEDBACK = "feedback", "Choose feedback track"
    CONFIRM = "confirm", "Record confirmation"

    UPDATE = "update", "Post update"
    CONTACT = "contact", "Log customer contact"
    PROMISES = "promises", "Settle promises"
    BRIEF = "brief", "Show brief"
    LOG = "log", "Log to timeline"
    LINKS = "links", "Set call link"

    SNOOZE = "snooze", "Snooze reminders"
    PAUSE = "pause", "Pause a clock"
    RESUME = "resume", "Resume a clock"

    RETRO = "retro", "Write retrospective"

    VISIBILITY = "visibility", "Change who may see it"
    VIEWERS = "viewers", "Show who may see it"
    ACCESS = "access", "Ask to see it"
    SHOW = "show", "Show case"
    UNDO = "undo", "Undo last change"


class Group(StrEnum):
    """The headings under which acts are listed."""

    MOVE = "Move on"
    ASSESS = "Assess"
    TEAM = "Team"
    WORK = "Work"
    CUSTOMER = "Customer and record"
    CLOCKS = "Reminders"
    LEARN = "Learn"
    CASE = "This case"


class Way(NamedTuple):
    """Where an act is listed, in which statuses it is offered, and one example of its words."""

    group: Group
    statuses: frozenset[Status]
    example: str = ""


_ANY = frozenset(Status)
_LED = frozenset({Status.DISCOVERY, Status.TRIAGE, Status.IN_PROGRESS})
_AFTER = frozenset({Status.RESOLVED, Status.CLOSED})
_UNTIL_CLOSED = _LED | {Status.RESOLVED}


def _in(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


WAYS: Mapping[Act, Way] = {
    Act.CLAIM: Way(Group.MOVE, _in(Status.NEW)),
    Act.TRIAGE: Way(Group.MOVE, _in(Status.DISCOVERY), "triage the cause is known to be ours"),
    Act.START: Way(Group.MOVE, _in(Status.TRIAGE), "start engineering has the steps"),
    Act.RESOLVE: Way(Group.MOVE, _in(Status.IN_PROGRESS), "resolve the fix is live"),
    Act.CLOSE: Way(Group.MOVE, _in(Status.RESOLVED), "close the customer is content"),
    Act.REOPEN: Way(Group.MOVE, _AFTER, "reopen it happens again"),
    Act.DECLINE: Way(Group.MOVE, _in(Status.NEW, Status.DISCOVERY), "decline support has the answer"),
    Act.DE_ESCALATE: Way(Group.MOVE, _LED),
    Act.STATUS: Way(Group.MOVE, _ANY, "status triage the scope is clear"),
    Act.ARCHIVE: Way(Group.MOVE, _in(Status.CLOSED)),
    Act.SEVERITY: Way(Group.ASSESS, _LED, "severity high one region only"),
    Act.TREND: Way(Group.ASSESS, _LED, "trend worsening a second region reports it"),
    Act.SCOPE: Way(Group.ASSESS, _LED),
    Act.DISCOVERY_CALL: Way(Group.ASSESS, _in(Status.DISCOVERY)),
    Act.FIRST_HOUR: Way(Group.ASSESS, _LED),
    Act.ASSESS: Way(Group.ASSESS, _LED),
    Act.SYSTEMIC: Way(Group.ASSESS, _LED),
    Act.NEXT: Way(Group.ASSESS, _UNTIL_CLOSED, "next @zoe compare the exports of both regions"),
    Act.ASSIGN: Way(Group.TEAM, _UNTIL_CLOSED, "assign tech lead @zoe"),
    Act.HANDOVER: Way(Group.TEAM, _UNTIL_CLOSED, "handover @zoe"),
    Act.COVER: Way(Group.TEAM, _UNTIL_CLOSED, "cover @zoe"),
    Act.STAKEHOLDERS: Way(Group.TEAM, _LED, "stakeholders @zoe owns the export"),
    Act.PLAN: Way(Group.TEAM, _LED),
    Act.TRIAGE_CALL: Way(Group.TEAM, _LED),
    Act.CRITERIA: Way(Group.WORK, _LED, "criteria invoices of all regions export again"),
    Act.ITEMS: Way(Group.WORK, _UNTIL_CLOSED | {Status.CLOSED}, "items add the missing alert"),
    Act.DEADLINE: Way(Group.WORK, _UNTIL_CLOSED | {Status.CLOSED}),
    Act.ATTEMPT: Way(Group.WORK, _LED, "attempt export month by month"),
    Act.VALIDATE: Way(Group.WORK, _in(Status.IN_PROGRESS)),
    Act.TOLD: Way(Group.WORK, _in(Status.IN_PROGRESS)),
    Act.FEEDBACK: Way(Group.WORK, _in(Status.IN_PROGRESS, Status.RESOLVED)),
    Act.CONFIRM: Way(Group.WORK, _in(Status.RESOLVED)),
    Act.UPDATE: Way(Group.CUSTOMER, _LED, "update the fix is being tested"),
    Act.CONTACT: Way(Group.CUSTOMER, _UNTIL_CLOSED, "contact told them the fix comes tonight"),
    Act.PROMISES: Way(Group.CUSTOMER, _UNTIL_CLOSED),
    Act.BRIEF: Way(Group.CUSTOMER, _ANY),
    Act.LOG: Way(Group.CUSTOMER, _ANY, "log decision: roll back the release"),
    Act.LINKS: Way(Group.CUSTOMER, _UNTIL_CLOSED),
    Act.SNOOZE: Way(Group.CLOCKS, _LED, "snooze 30m"),
    Act.PAUSE: Way(Group.CLOCKS, _LED),
    Act.RESUME: Way(Group.CLOCKS, _LED),
    Act.RETRO: Way(Group.LEARN, _ANY),
    Act.VISIBILITY: Way(Group.CASE, _ANY),
    Act.VIEWERS: Way(Group.CASE, _ANY),
    Act.ACCESS: Way(Group.CASE, frozenset(), "access ACE-0001 I wrote the export"),  # for who sees it not
    Act.SHOW: Way(Group.CASE, _ANY, "show ACE-0001"),
    Act.UNDO: Way(Group.CASE, _ANY),
}


STEPS: Mapping[Act, Step] = {
    Act.CLAIM: Step.CLAIM,
    Act.TRIAGE: Step.TRIAGE,
    Act.START: Step.START,
    Act.RESOLVE: Step.RESOLVE,
    Act.CLOSE: Step.CLOSE,
    Act.DECLINE: Step.DECLINE,
    Act.DE_ESCALATE: Step.DE_ESCALATE,
    Act.REOPEN: Step.REOPEN,
}
_LOOKS = frozenset({Act.SHOW, Act.BRIEF, Act.VIEWERS})
_NEEDS: Mapping[Act, Permission] = {
    **dict.fromkeys(_LOOKS, Permission.SEE),
    Act.LOG: Permission.OBSERVE,
    Act.CLAIM: Permission.CLAIM,
    Act.RESOLVE: Permission.RESOLVE,
    Act.DE_ESCALATE: Permission.RESOLVE,
    Act.CLOSE: Permission.CLOSE,
    Act.DECLINE: Permission.CLOSE,
    Act.ARCHIVE: Permission.CLOSE,
}


def act_of(step: Step) -> Act:
    """The act that takes a step."""
    return next(act for act, taken in STEPS.items() if taken is step)


def needs(act: Act) -> Permission:
    """What the policy must allow somebody who wants to do it."""
    return _NEEDS.get(act, Permission.CHANGE)


def offered(status: Status) -> dict[Group, list[Act]]:
    """The acts that make sense in a status, by heading, in the order people read them."""
    found: dict[Group, list[Act]] = {group: [] for group in Group}
    for act, way in WAYS.items():
        if status in way.statuses:
            found[way.group].append(act)
    return {group: acts for group, acts in found.items() if acts}


def check(act: Act, status: Status, key: str) -> None:
    """Raises Refusal when an act makes no sense in this status: the text says in which it does."""
    statuses = WAYS[act].statuses
    if status in statuses:
        return
    labels = [each.label for each in Status if each in statuses]
    fits = " or ".join(filter(None, [", ".join(labels[:-1]), *labels[-1:]]))
    fits = f"in {fits}" if labels else "that you cannot see"
    way = "Claim it first." if status is Status.NEW else "Reopen it first." if status in _AFTER else ""
    said = f"{key} is {status.label}, and “{act.label}” is for a case {fits}. Nothing was changed."
    raise Refusal(f"{said} {way}".strip())
