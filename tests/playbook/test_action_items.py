"""Action items: what a draft needs, which change fits which state, what is the most urgent."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from bot.playbook import action_items
from bot.playbook.action_items import Change, Draft
from bot.playbook.refusal import Refusal
from bot.playbook.work import ItemKind, ItemState, Term

NOW = datetime(2026, 3, 11, 10, tzinfo=UTC)
WEEK = timedelta(days=7)
DRAFT = Draft(text="Add the missing alert", kind=ItemKind.BUG, owner="U1", due=NOW + WEEK)
SETTLED = (ItemState.DONE, ItemState.DROPPED)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"due": None},
        {"owner": "", "team": "Legal", "kind": ItemKind.TEAM},
        {"committed_by": "U1"},
        {"committed_by": "U9"},  # the owner's manager
        {"kind": ItemKind.FEATURE, "product_manager": "U3"},
        {"link": "https://bugs.example.com/7?a=b"},
    ],
)
def test_a_draft_with_what_it_needs_is_taken(changes: dict[str, Any]) -> None:
    action_items.check(replace(DRAFT, **changes), now=NOW, manager="U9")


@pytest.mark.parametrize(
    ("changes", "field", "refused"),
    [
        ({"text": ""}, "text", "Say what is to be done"),
        ({"text": "x" * 501}, "text", "under 500 characters"),
        ({"kind": None}, "kind", "kind of support"),
        ({"owner": "", "team": ""}, "owner", "a person, or at least a team"),
        ({"team": "x" * 101}, "team", "under 100 characters"),
        ({"due": NOW}, "due", "passed already"),
        ({"link": "bugs.example.com/7"}, "link", "Start with https://"),
        ({"link": "https://x/ <!channel>"}, "link", "Start with https://"),
        ({"kind": ItemKind.FEATURE}, "product_manager", "needs its product manager"),
        ({"committed_by": "U2"}, "committed_by", "Only the owner or their manager"),
        ({"owner": "", "team": "Legal", "committed_by": "U1"}, "owner", "without an owner"),
    ],
)
def test_a_draft_is_refused_next_to_what_it_lacks(changes: dict[str, Any], field: str, refused: str) -> None:
    with pytest.raises(Refusal, match=refused) as no:
        action_items.check(replace(DRAFT, **changes), now=NOW, manager="U9")
    assert no.value.field == field


def test_a_date_that_stands_already_may_have_passed() -> None:
    action_items.check(replace(DRAFT, due=NOW - WEEK), now=NOW, due_before=NOW - WEEK)


@pytest.mark.parametrize(("state", "change"), list(product(ItemState, Change)))
def test_every_change_of_every_state_is_possible_or_refused(state: ItemState, change: Change) -> None:
    fits = {
        Change.REOPEN: state in SETTLED,
        Change.BLOCKED: state is ItemState.OPEN,
        Change.UNBLOCKED: state is ItemState.BLOCKED,
    }.get(change, state not in SETTLED)
    if fits:
        action_items.check_change(change, state, "waits for legal")
        return
    with pytest.raises(Refusal, match=f"is {state.label.lower()} by now"):
        action_items.check_change(change, state, "waits for legal")


@pytest.mark.parametrize(
    ("state", "due", "challenged"), list(product(ItemState, (True, False), (True, False)))
)
def test_a_menu_has_at_most_five_entries_and_only_those_that_work(
    state: ItemState, due: bool, challenged: bool
) -> None:
    entries = action_items.menu(state, due=due, challenged=challenged)
    assert 1 <= len(entries) <= 5
    for each in entries:
        action_items.check_change(each, state, "why")
    assert (Change.ANSWER in entries) == (due and challenged and state.is_owed)


@pytest.mark.parametrize("change", [Change.BLOCKED, Change.DROP])
def test_being_blocked_or_dropped_takes_a_reason(change: Change) -> None:
    with pytest.raises(Refusal, match="A reason is needed"):
        action_items.check_change(change, ItemState.OPEN, " ")


@pytest.mark.parametrize(
    ("proposed", "why", "field"),
    [
        (None, "too early", "proposed"),
        (NOW, "too early", "proposed"),
        (NOW + WEEK, "too early", "proposed"),
        (NOW + 2 * WEEK, " ", "why"),
    ],
)
def test_a_proposal_is_a_later_date_with_a_reason(proposed: datetime | None, why: str, field: str) -> None:
    with pytest.raises(Refusal) as no:
        action_items.check_proposal(proposed, NOW + WEEK, why, now=NOW)
    assert no.value.field == field
    assert action_items.check_proposal(NOW + 2 * WEEK, NOW + WEEK, "too early", now=NOW) == NOW + 2 * WEEK


@dataclass
class Some:
    """An item as far as its urgency goes."""

    name: str
    state: ItemState = ItemState.OPEN
    term: Term = Term.SHORT
    due: datetime | None = None


def test_short_term_comes_before_long_and_then_the_earlier_date() -> None:
    there = [
        Some("long", term=Term.LONG, due=NOW),
        Some("undated"),
        Some("later", due=NOW + WEEK),
        Some("done", state=ItemState.DONE, due=NOW),
        Some("blocked", state=ItemState.BLOCKED, due=NOW),
    ]
    assert [each.name for each in action_items.most_urgent(there)] == ["blocked", "later", "undated", "long"]
