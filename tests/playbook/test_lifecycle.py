"""The way from New to Closed."""

from itertools import product

import pytest

from bot.playbook.lifecycle import MOVES, Status, Step, move
from bot.playbook.refusal import Refusal
from bot.playbook.roles import Role
from bot.playbook.severity import Severity

ALLOWED = {
    ("New", "Discovery"): Step.CLAIM,
    ("New", "Closed"): Step.DECLINE,
    ("Discovery", "Triage"): Step.TRIAGE,
    ("Discovery", "Resolved"): Step.DE_ESCALATE,
    ("Discovery", "Closed"): Step.DECLINE,
    ("Triage", "In Progress"): Step.START,
    ("Triage", "Resolved"): Step.DE_ESCALATE,
    ("In Progress", "Resolved"): Step.RESOLVE,
    ("Resolved", "Closed"): Step.CLOSE,
    ("Resolved", "In Progress"): Step.REOPEN,
    ("Closed", "New"): Step.REOPEN,
    ("Closed", "Discovery"): Step.REOPEN,
    ("Closed", "In Progress"): Step.REOPEN,
}


@pytest.mark.parametrize(("source", "target"), list(product(Status, Status)))
def test_every_pair_of_statuses_is_a_step_or_a_refusal_that_names_the_ways_on(
    source: Status, target: Status
) -> None:
    step = ALLOWED.get((source.label, target.label))
    if step:
        assert move(source, target) is step
        return

    with pytest.raises(Refusal) as refused:
        move(source, target)

    assert source is target or all(each.label in refused.value.text for each in MOVES[source])
    assert source.label in str(refused.value)


def test_no_status_is_a_dead_end_and_every_one_can_be_reached() -> None:
    assert set(MOVES) == set(Status)
    assert {target for ways in MOVES.values() for target in ways} == set(Status)
    assert all(MOVES.values())


def test_an_escalation_is_open_until_it_is_resolved() -> None:
    assert [status.label for status in Status if status.is_open] == [
        "New",
        "Discovery",
        "Triage",
        "In Progress",
    ]


def test_critical_is_sev_1_and_medium_is_not_major() -> None:
    assert [(each.number, each.label, each.is_major) for each in Severity] == [
        (1, "Critical", True),
        (2, "High", True),
        (3, "Medium", False),
    ]
    assert Severity.HIGH.long_label == "High (Sev 2)"


def test_the_em_is_the_first_of_seven_roles() -> None:
    assert next(iter(Role)) is Role.EM
    assert len(Role) == 7


def test_a_choice_is_stored_as_its_value_and_an_unknown_one_is_none() -> None:
    assert Severity("high") is Severity.HIGH
    assert str(Status.IN_PROGRESS) == "in_progress"
    assert Status.of("nowhere") is None
    assert Status.of(None) is None


def test_a_refusal_carries_its_words_and_the_field_they_are_about() -> None:
    refusal = Refusal("Choose a product.", field="product")

    assert (str(refusal), refusal.text, refusal.field) == (
        "Choose a product.",
        "Choose a product.",
        "product",
    )
