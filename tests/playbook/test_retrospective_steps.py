"""The retrospective's states as one table: every state, step and person, allowed or refused."""

import pytest

from bot.playbook.refusal import Refusal
from bot.playbook.retrospective_steps import Part, State, Step, is_decided, step

DRAFT, REVIEW, APPROVED, PUBLISHED = State
OWNER, APPROVER, EDITOR, READER = Part

# What each state answers to each step of somebody who may take it: the next state, or how the refusal begins.
ANSWERS: dict[State, dict[Step, State | str]] = {
    DRAFT: {
        Step.EDIT: DRAFT,
        Step.PLAN: DRAFT,
        Step.ASSIGN: DRAFT,
        Step.REQUEST: REVIEW,
        Step.APPROVE: "It is a draft, so there is nothing to approve yet.",
        Step.CHANGES: "It is a draft, so it can simply be changed",
        Step.WITHDRAW: "It is a draft, and nobody has been asked",
        Step.PUBLISH: "It is a draft. Request approval first",
        Step.CORRECT: "It is a draft, so it can simply be changed",
    },
    REVIEW: {
        Step.EDIT: REVIEW,
        Step.PLAN: REVIEW,
        Step.ASSIGN: "It is in review. Withdraw the request first",
        Step.REQUEST: "Approval has been requested already",
        Step.APPROVE: APPROVED,
        Step.CHANGES: DRAFT,
        Step.WITHDRAW: DRAFT,
        Step.PUBLISH: "It is in review. Publish it once it is approved",
        Step.CORRECT: "It is in review, so it can simply be changed",
    },
    APPROVED: {
        Step.EDIT: REVIEW,
        Step.PLAN: "It is approved. Withdraw the request first, to meet",
        Step.ASSIGN: "It is approved. Withdraw the request first, then change the owner",
        Step.REQUEST: "It is approved already. Publish it",
        Step.APPROVE: "It has all the approvals it needs already.",
        Step.CHANGES: DRAFT,
        Step.WITHDRAW: DRAFT,
        Step.PUBLISH: PUBLISHED,
        Step.CORRECT: "It is not published yet",
    },
    PUBLISHED: {
        Step.EDIT: "This version is published and stays as it is.",
        Step.PLAN: "It is published. Start a correction first, to meet",
        Step.ASSIGN: "It is published. Start a correction first; the next version",
        Step.REQUEST: "This version is published. Start a correction to write and approve",
        Step.APPROVE: "This version is published, so there is nothing to approve any more.",
        Step.CHANGES: "This version is published and stays as it is.",
        Step.WITHDRAW: "This version is published, so there is no request to withdraw.",
        Step.PUBLISH: "This version is published already.",
        Step.CORRECT: DRAFT,
    },
}
OWNER_ONLY = (
    "Only the owner of the retrospective can {}. Ask them, or become its owner first. Nothing was changed."
)
APPROVERS_ONLY = "Only the approvers who were asked can {}. You are not among them, so nothing was changed."
WRITERS_ONLY = (
    "Only the people who may change this escalation can {} (its retrospective). Nothing was changed."
)
OWN = "Nobody decides about their own retrospective, and you own this one. Nothing was changed."

# Who may take a step, and what everybody else is told; a person can be several things.
PERSONS: dict[str, set[Part]] = {
    "owner": {OWNER, EDITOR},
    "owner who is named as an approver": {OWNER, EDITOR, APPROVER},
    "approver": {APPROVER, READER},
    "approver on the case": {APPROVER, EDITOR},
    "editor": {EDITOR},
    "reader": {READER},
}
ANYBODY_WHO_WRITES = {"owner", "owner who is named as an approver", "approver on the case", "editor"}
OWNERS = {"owner", "owner who is named as an approver"}
MAY: dict[Step, tuple[set[str], str]] = {
    Step.EDIT: (ANYBODY_WHO_WRITES, WRITERS_ONLY),
    Step.PLAN: (ANYBODY_WHO_WRITES, WRITERS_ONLY),
    Step.ASSIGN: (ANYBODY_WHO_WRITES, WRITERS_ONLY),
    Step.REQUEST: (OWNERS, OWNER_ONLY),
    Step.APPROVE: ({"approver", "approver on the case"}, APPROVERS_ONLY),
    Step.CHANGES: ({"approver", "approver on the case"}, APPROVERS_ONLY),
    Step.WITHDRAW: (OWNERS, OWNER_ONLY),
    Step.PUBLISH: (OWNERS, OWNER_ONLY),
    Step.CORRECT: (ANYBODY_WHO_WRITES, WRITERS_ONLY),
}


@pytest.mark.parametrize("person", PERSONS)
@pytest.mark.parametrize("what", list(Step))
@pytest.mark.parametrize("state", list(State))
def test_every_state_step_and_person_is_allowed_or_refused_in_these_words(
    state: State, what: Step, person: str
) -> None:
    allowed, otherwise = MAY[what]
    expected = ANSWERS[state][what] if person in allowed else otherwise.format(what.label)
    if what in {Step.APPROVE, Step.CHANGES} and person in OWNERS:
        expected = OWN
    if isinstance(expected, State):
        assert step(state, what, PERSONS[person]) is expected
        return
    with pytest.raises(Refusal) as told:
        step(state, what, PERSONS[person])
    assert told.value.text.startswith(expected)


@pytest.mark.parametrize(
    ("need", "asked", "approved", "decided"),
    [
        ("any", ["a", "b"], [], False),
        ("any", ["a", "b"], ["b"], True),
        ("all", ["a", "b"], ["b"], False),
        ("all", ["a", "b"], ["b", "a"], True),
        (2, ["a", "b", "c"], ["c"], False),
        (2, ["a", "b", "c"], ["c", "a"], True),
        (3, ["a", "b"], ["a", "b"], True),  # one of three has left
        ("all", [], [], False),
        ("any", ["a"], ["z"], False),
    ],
)
def test_all_any_or_so_many_have_to_approve(
    need: str | int, asked: list[str], approved: list[str], decided: bool
) -> None:
    assert is_decided(need, asked, approved) is decided  # type: ignore[arg-type]
