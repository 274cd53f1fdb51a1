"""Exit criteria: which change fits which state, and what a list takes."""

from itertools import product

import pytest

from bot.playbook import criteria
from bot.playbook.criteria import Change
from bot.playbook.refusal import Refusal
from bot.playbook.work import CriterionState

ALLOWED = {
    (CriterionState.OPEN, Change.MEET),
    (CriterionState.OPEN, Change.WAIVE),
    (CriterionState.OPEN, Change.EDIT),
    (CriterionState.OPEN, Change.REMOVE),
    (CriterionState.MET, Change.REOPEN),
    (CriterionState.MET, Change.REMOVE),
    (CriterionState.WAIVED, Change.REOPEN),
    (CriterionState.WAIVED, Change.REMOVE),
}


@pytest.mark.parametrize(("state", "change"), list(product(CriterionState, Change)))
def test_every_change_of_every_state_is_possible_or_refused(state: CriterionState, change: Change) -> None:
    if (state, change) in ALLOWED:
        criteria.check(change, state, "40 exports without a failure")
        return
    with pytest.raises(Refusal, match=f"is {state.label.lower()} by now. Nothing was changed"):
        criteria.check(change, state, "40 exports without a failure")


@pytest.mark.parametrize(
    ("change", "said", "refused"),
    [
        (Change.MEET, " \n", "Evidence is needed"),
        (Change.WAIVE, "", "Say why it is waived"),
        (Change.EDIT, "", "choose Remove"),
        (Change.EDIT, "x" * 301, "under 300 characters"),
    ],
)
def test_what_a_change_needs_is_asked_for_next_to_the_field(change: Change, said: str, refused: str) -> None:
    with pytest.raises(Refusal, match=refused) as no:
        criteria.check(change, CriterionState.OPEN, said, field="said")
    assert no.value.field == "said"


@pytest.mark.parametrize(
    ("typed", "there", "new"),
    [
        ("Exports work", [], ["Exports work"]),
        ("• Exports work\n- No errors for a day\n\n", [], ["Exports work", "No errors for a day"]),
        ("Exports work\nexports WORK now", ["exports work"], ["exports WORK now"]),
        ("one\none", [], ["one"]),
    ],
)
def test_each_line_is_a_criterion_once(typed: str, there: list[str], new: list[str]) -> None:
    assert criteria.new(typed, there) == new


@pytest.mark.parametrize(
    ("typed", "there", "refused"),
    [
        ("\n - \n", [], "at least one thing"),
        ("x" * 301, [], "under 300 characters"),
        ("Exports WORK", ["exports work"], "on the list already"),
        ("21st", [f"{n}" for n in range(20)], "at most 20"),
    ],
)
def test_a_list_says_what_it_does_not_take(typed: str, there: list[str], refused: str) -> None:
    with pytest.raises(Refusal, match=refused):
        criteria.new(typed, there)


def test_how_far_they_are_is_told_in_a_few_words() -> None:
    open_, met, waived = CriterionState.OPEN, CriterionState.MET, CriterionState.WAIVED
    assert criteria.count([]) == ""
    assert criteria.count([open_, met]) == "1 of 2 met"
    assert criteria.count([waived, met, open_]) == "1 of 3 met, 1 waived"
