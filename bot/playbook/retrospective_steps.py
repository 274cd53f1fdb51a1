"""The way of a retrospective from draft to published: which step may be taken when, and by whom."""

from collections.abc import Collection, Mapping
from typing import Literal

from bot.playbook.labelled import Labelled
from bot.playbook.refusal import Refusal


class State(Labelled):
    """Where a retrospective stands."""

    DRAFT = "draft", "Draft"
    REVIEW = "review", "In review"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"


class Step(Labelled):
    """What somebody does to it; the label completes "can …"."""

    EDIT = "edit", "write in it"
    PLAN = "plan", "plan its meeting"
    ASSIGN = "assign", "change its owner"
    REQUEST = "request", "request approval"
    APPROVE = "approve", "approve it"
    CHANGES = "changes", "ask for changes"
    WITHDRAW = "withdraw", "withdraw the request"
    PUBLISH = "publish", "publish it"
    CORRECT = "correct", "start a correction"


class Part(Labelled):
    """What somebody is to a retrospective; one person may be several."""

    OWNER = "owner", "Owner"
    APPROVER = "approver", "Approver"
    EDITOR = "editor", "Editor"  # may change the escalation
    READER = "reader", "Reader"


_WRITERS = frozenset({Part.OWNER, Part.EDITOR})
WHO: Mapping[Step, frozenset[Part]] = {
    Step.EDIT: _WRITERS,
    Step.PLAN: _WRITERS,
    Step.ASSIGN: _WRITERS,
    Step.REQUEST: frozenset({Part.OWNER}),
    Step.APPROVE: frozenset({Part.APPROVER}),
    Step.CHANGES: frozenset({Part.APPROVER}),
    Step.WITHDRAW: frozenset({Part.OWNER}),
    Step.PUBLISH: frozenset({Part.OWNER}),
    Step.CORRECT: _WRITERS,
}
# Where each step leads. One approval may not be enough: then it stays in review.
MOVES: Mapping[State, Mapping[Step, State]] = {
    State.DRAFT: {
        Step.EDIT: State.DRAFT,
        Step.PLAN: State.DRAFT,
        Step.ASSIGN: State.DRAFT,
        Step.REQUEST: State.REVIEW,
    },
    State.REVIEW: {
        Step.EDIT: State.REVIEW,
        Step.PLAN: State.REVIEW,
        Step.APPROVE: State.APPROVED,
        Step.CHANGES: State.DRAFT,
        Step.WITHDRAW: State.DRAFT,
    },
    State.APPROVED: {
        Step.EDIT: State.REVIEW,
        Step.CHANGES: State.DRAFT,
        Step.WITHDRAW: State.DRAFT,
        Step.PUBLISH: State.PUBLISHED,
    },
    State.PUBLISHED: {Step.CORRECT: State.DRAFT},
}
_NOT_NOW: Mapping[State, Mapping[Step, str]] = {
    State.DRAFT: {
        Step.APPROVE: "It is a draft, so there is nothing to approve yet. A message comes when it is.",
        Step.CHANGES: "It is a draft, so it can simply be changed: press Write on its card.",
        Step.WITHDRAW: "It is a draft, and nobody has been asked to approve it.",
        Step.PUBLISH: "It is a draft. Request approval first; it can be published once it is approved.",
        Step.CORRECT: "It is a draft, so it can simply be changed: press Write on its card.",
    },
    State.REVIEW: {
        Step.ASSIGN: "It is in review. Withdraw the request first, then change the owner.",
        Step.REQUEST: "Approval has been requested already; the card tells who still has to decide.",
        Step.PUBLISH: "It is in review. Publish it once it is approved; the card tells who is to decide.",
        Step.CORRECT: "It is in review, so it can simply be changed: press Write on its card.",
    },
    State.APPROVED: {
        Step.PLAN: "It is approved. Withdraw the request first, to meet about it once more.",
        Step.ASSIGN: "It is approved. Withdraw the request first, then change the owner.",
        Step.REQUEST: "It is approved already. Publish it, or change it, and approval is asked for again.",
        Step.APPROVE: "It has all the approvals it needs already.",
        Step.CORRECT: "It is not published yet, so it can simply be changed: press Write on its card.",
    },
    State.PUBLISHED: {
        Step.EDIT: "This version is published and stays as it is. Start a correction to write another.",
        Step.PLAN: "It is published. Start a correction first, to meet about it once more.",
        Step.ASSIGN: "It is published. Start a correction first; the next version can have another owner.",
        Step.REQUEST: "This version is published. Start a correction to write and approve another.",
        Step.APPROVE: "This version is published, so there is nothing to approve any more.",
        Step.CHANGES: "This version is published and stays as it is. Start a correction to write another.",
        Step.WITHDRAW: "This version is published, so there is no request to withdraw.",
        Step.PUBLISH: "This version is published already. Start a correction to write the next version.",
    },
}
_OWNER_ONLY = (
    "Only the owner of the retrospective can {}. Ask them, or become its owner first. Nothing was changed."
)
_APPROVERS_ONLY = "Only the approvers who were asked can {}. You are not among them, so nothing was changed."
_WRITERS_ONLY = (
    "Only the people who may change this escalation can {} (its retrospective). Nothing was changed."
)
_OWN = "Nobody decides about their own retrospective, and you own this one. Nothing was changed."


def step(state: State, what: Step, parts: Collection[Part]) -> State:
    """Where `what` leads when somebody with these parts does it. Raises Refusal: who can, or why not now."""
    if what in {Step.APPROVE, Step.CHANGES} and Part.OWNER in parts:
        raise Refusal(_OWN)
    if not WHO[what] & set(parts):
        raise Refusal(_sentence(what).format(what.label))
    if what not in MOVES[state]:
        raise Refusal(_NOT_NOW[state][what])
    return MOVES[state][what]


def _sentence(what: Step) -> str:
    if Part.APPROVER in WHO[what]:
        return _APPROVERS_ONLY
    return _WRITERS_ONLY if Part.EDITOR in WHO[what] else _OWNER_ONLY


def needed(need: Literal["all", "any"] | int, asked: Collection[str]) -> int:
    """How many of those who were asked have to approve; at least one, and never more than there are."""
    if need == "all":
        return len(asked)
    return 1 if need == "any" else min(need, len(asked))


def is_decided(need: Literal["all", "any"] | int, asked: Collection[str], approved: Collection[str]) -> bool:
    """True when enough of those who were asked, and are still here, have approved."""
    return bool(asked) and len(set(asked) & set(approved)) >= needed(need, asked)
