"""Action items: what one has to say, what can be done to it in which state, and which is the most urgent."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from bot.playbook.labelled import Labelled
from bot.playbook.refusal import Refusal
from bot.playbook.work import ItemKind, ItemState, Term

LONGEST = 500  # characters of what is to be done
TEAM = 100
LINK = 500
MOST = 90  # of one case; a form takes a hundred blocks
_ADDRESS = re.compile(r"https?://[^\s<>|\"]+", re.IGNORECASE)
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a form says of an item; people by user id, "" for nobody; `due` is aware."""

    text: str
    kind: ItemKind | None
    owner: str = ""
    team: str = ""
    due: datetime | None = None
    committed_by: str = ""
    term: Term = Term.SHORT
    link: str = ""
    product_manager: str = ""
    waiter: str = ""


class Change(Labelled):
    """What somebody does to an item; the label is a button or an entry of its menu."""

    DONE = "done", "Mark done"
    BLOCKED = "blocked", "Mark blocked"
    UNBLOCKED = "unblocked", "Unblock"
    EDIT = "edit", "Edit item"
    CHALLENGE = "challenge", "Challenge deadline"
    ANSWER = "answer", "Answer challenge"
    DROP = "drop", "Drop item"
    REOPEN = "reopen", "Open again"
    AGREE = "agree", "Agree to it"


STATES: Mapping[Change, ItemState] = {
    Change.DONE: ItemState.DONE,
    Change.BLOCKED: ItemState.BLOCKED,
    Change.UNBLOCKED: ItemState.OPEN,
    Change.DROP: ItemState.DROPPED,
    Change.REOPEN: ItemState.OPEN,
}
WHY: Mapping[Change, str] = {  # the changes that take a reason, and the question for it
    Change.BLOCKED: "What blocks it, and who could help?",
    Change.DROP: "Why is it dropped?",
}
_POSSIBLE: Mapping[ItemState, frozenset[Change]] = {
    ItemState.OPEN: frozenset(Change) - {Change.UNBLOCKED, Change.REOPEN},
    ItemState.BLOCKED: frozenset(Change) - {Change.BLOCKED, Change.REOPEN},
    ItemState.DONE: frozenset({Change.REOPEN}),
    ItemState.DROPPED: frozenset({Change.REOPEN}),
}


def menu(state: ItemState, *, due: bool, challenged: bool) -> list[Change]:
    """The entries of an item's menu, at most five."""
    if not state.is_owed:
        return [Change.REOPEN]
    blocked = Change.UNBLOCKED if state is ItemState.BLOCKED else Change.BLOCKED
    date = [Change.ANSWER if challenged else Change.CHALLENGE] if due else []
    return [Change.DONE, blocked, Change.EDIT, *date, Change.DROP]


def check_change(change: Change, state: ItemState, why: str = "", *, field: str | None = None) -> None:
    """Raises Refusal when `change` is not for an item in `state`, or lacks the reason it takes."""
    if change not in _POSSIBLE[state]:
        raise Refusal(f"That action item is {state.label.lower()} by now. Nothing was changed; see the list.")
    if change in WHY and not why.strip():
        raise Refusal("A reason is needed: whoever waits for it will ask.", field=field)


def check(draft: Draft, *, now: datetime, manager: str = "", due_before: datetime | None = None) -> None:
    """Raises Refusal, next to its field, for a draft that cannot be kept.

    `manager` is the owner's, where the policy knows one; a date that stands already may have passed.
    """
    _check_words(draft)
    if not draft.owner and not draft.team:
        raise Refusal("Name who owes it: a person, or at least a team.", field="owner")
    if draft.due and draft.due != due_before and draft.due <= now:
        raise Refusal("That date has passed already. Choose one that is still to come.", field="due")
    if draft.kind is ItemKind.FEATURE and not draft.product_manager:
        raise Refusal("A feature request needs its product manager: name them.", field="product_manager")
    _check_commitment(draft, manager)


def _check_words(draft: Draft) -> None:
    if not draft.text:
        raise Refusal("Say what is to be done, beginning with a verb.", field="text")
    if len(draft.text) > LONGEST:
        raise Refusal(f"Keep it under {LONGEST} characters; details belong behind the link.", field="text")
    if draft.kind is None:
        raise Refusal("Choose the kind of support that it asks for.", field="kind")
    if len(draft.team) > TEAM:
        raise Refusal(f"Keep the team's name under {TEAM} characters.", field="team")
    if draft.link and (not _ADDRESS.fullmatch(draft.link) or len(draft.link) > LINK):
        raise Refusal("That is no web address. Start with https://, or leave it empty.", field="link")


def _check_commitment(draft: Draft, manager: str) -> None:
    if not draft.committed_by:
        return
    if not draft.owner:
        raise Refusal("Nobody can agree for an item without an owner. Name the owner first.", field="owner")
    if manager and draft.committed_by not in {draft.owner, manager}:
        raise Refusal(
            "Only the owner or their manager can agree to it. Leave it empty: the owner is asked.",
            field="committed_by",
        )


def check_proposal(proposed: datetime | None, due: datetime, why: str, *, now: datetime) -> datetime:
    """The date that somebody proposes for `due`. Raises Refusal, next to its field, for one that is none."""
    if proposed is None:
        raise Refusal("Propose the date by which it can be done.", field="proposed")
    if proposed <= now:
        raise Refusal("That date has passed already. Propose one that is still to come.", field="proposed")
    if proposed <= due:
        raise Refusal("That is no later than the deadline, so there is nothing to ask for.", field="proposed")
    if not why.strip():
        raise Refusal("Say what makes the deadline unrealistic.", field="why")
    return proposed


class Owed(Protocol):
    """What an item's urgency depends on."""

    state: ItemState
    term: Term
    due: datetime | None


_Item = TypeVar("_Item", bound=Owed)


def most_urgent(items: Iterable[_Item]) -> list[_Item]:
    """Those that are owed, the most urgent first: short term before long, then by date."""
    owed = [each for each in items if each.state.is_owed]
    return sorted(owed, key=lambda each: (each.term is Term.LONG, each.due or _NEVER))
