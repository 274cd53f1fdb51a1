"""Contacts with the customer as rules: what a command says, what is refused, what counts as an update."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.playbook.contacts import Told, spoken
from bot.playbook.refusal import Refusal
from bot.playbook.work import Direction, Medium

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
LIMIT = NOW + timedelta(hours=8)


def _told(**changes: Any) -> Told:
    usual = {"direction": Direction.OUT, "medium": Medium.TICKET, "said": "we are on it"}
    return Told(**usual | changes)


@pytest.mark.parametrize(
    ("words", "direction", "said"),
    [
        ("told them the fix comes tonight", Direction.OUT, "the fix comes tonight"),
        ("We told the customer that it is fixed", Direction.OUT, "it is fixed"),
        ("they said: still broken", Direction.IN, "still broken"),
        ("The customer asked for a call", Direction.IN, "a call"),
        ("the fix comes tonight", Direction.OUT, "the fix comes tonight"),
        ("told them", Direction.OUT, "told them"),
    ],
)
def test_a_commands_words_say_who_told_whom(words: str, direction: Direction, said: str) -> None:
    assert spoken(words) == (direction, said)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"said": "  "}, "said"),
        ({"at": NOW + timedelta(minutes=3)}, "at"),
        ({"promised": "a fix"}, "promise"),
        ({"due_at": NOW}, "promise"),
        ({"due_at": LIMIT + timedelta(minutes=1)}, "reason"),
        ({"due_at": LIMIT + timedelta(minutes=1), "reason": "they asked for Monday"}, None),
        ({"due_at": LIMIT}, None),
        ({"at": NOW - timedelta(days=3)}, None),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(changes: dict[str, Any], field: str | None) -> None:
    if field is None:
        _told(**changes).check(now=NOW, limit=LIMIT)
        return
    with pytest.raises(Refusal) as refused:
        _told(**changes).check(now=NOW, limit=LIMIT)
    assert refused.value.field == field


@pytest.mark.parametrize("medium", list(Medium))
@pytest.mark.parametrize("direction", list(Direction))
def test_the_customer_heard_from_us_when_we_spoke(direction: Direction, medium: Medium) -> None:
    spoke = direction is Direction.OUT or medium is Medium.CALL

    assert _told(direction=direction, medium=medium).counts is spoke
    assert _told(direction=direction, medium=medium, due_at=LIMIT).counts
