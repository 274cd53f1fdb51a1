"""Adherence and kept promises, counted from what happened to the clocks alone."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.playbook.adherence import Adherence, Happened, What, of_kind, of_promises
from bot.playbook.kinds import ClockKind

START = datetime(2026, 3, 16, 9, tzinfo=UTC)
TARGET, LIMIT = START + timedelta(hours=2), START + timedelta(hours=3)


def happened(what: What, hours: float, *, cycle: int = 1, promised: bool = False) -> Happened:
    at = START + timedelta(hours=hours)
    return Happened(1, ClockKind.INTERNAL, cycle, what, at, TARGET, LIMIT, promised)


@pytest.mark.parametrize(
    ("events", "wanted"),
    [
        ([], Adherence()),
        ([(What.REPLANNED, 0)], Adherence()),
        ([(What.ANSWERED, 2)], Adherence(kept=1)),
        ([(What.NUDGED, 2), (What.ANSWERED, 2.5)], Adherence(late=1)),
        ([(What.ANSWERED, 3)], Adherence(late=1)),
        ([(What.MISSED, 3), (What.ANSWERED, 4)], Adherence(missed=1)),
        ([(What.ANSWERED, 1), (What.UNDONE, 1.1)], Adherence()),
        ([(What.ANSWERED, 1), (What.UNDONE, 1.1), (What.ANSWERED, 2.5)], Adherence(late=1)),
        ([(What.MISSED, 3), (What.ENDED, 4)], Adherence(missed=1)),
        ([(What.PAUSED, 1), (What.RESUMED, 2.5)], Adherence(paused=timedelta(hours=1.5))),
        ([(What.PAUSED, 1), (What.ENDED, 2)], Adherence(paused=timedelta(hours=1))),
        ([(What.PAUSED, 1)], Adherence()),
    ],
)
def test_how_one_cycle_counts(events: list[tuple[What, float]], wanted: Adherence) -> None:
    assert of_kind([happened(*each) for each in events], ClockKind.INTERNAL) == wanted


def test_each_cycle_counts_once_and_other_clocks_do_not() -> None:
    events = [
        happened(What.ANSWERED, 1),
        happened(What.MISSED, 3, cycle=2),
        happened(What.ANSWERED, 4, cycle=2),
    ]

    found = of_kind(events, ClockKind.INTERNAL)
    assert (found.kept, found.missed, found.count, found.share) == (1, 1, 2, 0.5)
    assert of_kind(events, ClockKind.CUSTOMER).share is None


def test_promises_are_counted_by_themselves() -> None:
    events = [happened(What.ANSWERED, 1), happened(What.ANSWERED, 2.5, cycle=2, promised=True)]

    assert of_promises(events) == Adherence(late=1)
