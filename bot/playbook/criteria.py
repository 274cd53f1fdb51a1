"""Exit criteria: what can be done to one in which state, and how far all of them are."""

from collections.abc import Iterable, Mapping

from bot.playbook.labelled import Labelled
from bot.playbook.refusal import Refusal
from bot.playbook.work import CriterionState

MOST = 20  # of one case; what takes more to end is several cases
LONGEST = 300  # characters of one


class Change(Labelled):
    """What somebody does to an exit criterion; the label is an entry of its menu."""

    MEET = "meet", "Mark met"
    WAIVE = "waive", "Waive"
    EDIT = "edit", "Edit"
    REOPEN = "reopen", "Open again"
    REMOVE = "remove", "Remove"

    @property
    def asks(self) -> bool:
        """True when it takes a text: evidence, a reason, new words."""
        return self in {Change.MEET, Change.WAIVE, Change.EDIT}


POSSIBLE: Mapping[CriterionState, tuple[Change, ...]] = {
    CriterionState.OPEN: (Change.MEET, Change.WAIVE, Change.EDIT, Change.REMOVE),
    CriterionState.MET: (Change.REOPEN, Change.REMOVE),
    CriterionState.WAIVED: (Change.REOPEN, Change.REMOVE),
}
_ASKED: Mapping[Change, str] = {
    Change.MEET: "What shows that it holds? Evidence is needed: a test, a number, the customer's word.",
    Change.WAIVE: "Say why it is waived: whoever reads the record later will ask.",
    Change.EDIT: "Write what must hold. To take it off the list, choose Remove.",
}


def check(change: Change, state: CriterionState, said: str, *, field: str | None = None) -> None:
    """Raises Refusal when `change` is not for a criterion in `state`, or lacks the text it needs."""
    if change not in POSSIBLE[state]:
        raise Refusal(f"That criterion is {state.label.lower()} by now. Nothing was changed; see the list.")
    if change.asks and not said.strip():
        raise Refusal(_ASKED[change], field=field)
    if change is Change.EDIT and len(said) > LONGEST:
        raise Refusal(f"Keep it under {LONGEST} characters: one thing that must hold.", field=field)


def new(text: str, there: Iterable[str], *, field: str | None = None) -> list[str]:
    """The criteria in what was typed, one a line, without those that are `there` already.

    Raises Refusal when there is none, one is too long, or the list would be.
    """
    known = [*there]
    lines = dict.fromkeys(filter(None, (line.strip(" \t•-*") for line in text.splitlines())))
    if not lines:
        raise Refusal("Write at least one thing that must hold before the case is resolved.", field=field)
    if any(len(line) > LONGEST for line in lines):
        raise Refusal(f"Keep each under {LONGEST} characters: one thing that must hold.", field=field)
    fresh = [line for line in lines if line.casefold() not in {each.casefold() for each in known}]
    if not fresh:
        raise Refusal("That is on the list already. Nothing was added.", field=field)
    if len(known) + len(fresh) > MOST:
        raise Refusal(f"A case has at most {MOST} exit criteria. Nothing was added.", field=field)
    return fresh


def count(states: Iterable[CriterionState]) -> str:
    """How far they are, such as "1 of 3 met, 1 waived"; "" when there are none."""
    found = [*states]
    met, waived = found.count(CriterionState.MET), found.count(CriterionState.WAIVED)
    if not found:
        return ""
    return f"{met} of {len(found)} met" + (f", {waived} waived" if waived else "")
