"""A customer's deadline: shorter intervals, day and night in the end, nothing later than it."""

from itertools import pairwise

import pytest

from bot.playbook.kinds import ClockKind
from bot.playbook.replanning import with_deadline
from tests.playbook.walls import LONDON, POLICY, at, clock, times


@pytest.mark.parametrize(
    ("what", "since", "deadline", "expected"),
    [
        # a quarter of four hours, the limits in proportion (3/2 and 2 times the target)
        ("internal critical", "Tue 10 Mar 10:00", "Tue 10 Mar 14:00", "Tue 10 Mar 11:00 / Tue 10 Mar 11:30"),
        ("customer critical", "Tue 10 Mar 10:00", "Tue 10 Mar 14:00", "Tue 10 Mar 11:00 / Tue 10 Mar 12:00"),
        # never more often than every 15 minutes; the limit 22.5 minutes
        ("internal critical", "Tue 10 Mar 10:00", "Tue 10 Mar 10:40", "Tue 10 Mar 10:15 / Tue 10 Mar 10:22"),
        # never past the deadline
        ("internal critical", "Tue 10 Mar 10:00", "Tue 10 Mar 10:20", "Tue 10 Mar 10:15 / Tue 10 Mar 10:20"),
        ("customer critical", "Tue 10 Mar 10:00", "Tue 10 Mar 10:10", "Tue 10 Mar 10:10 / Tue 10 Mar 10:10"),
        # never less often than the policy
        ("internal critical", "Tue 10 Mar 10:00", "Fri 13 Mar 10:00", "Tue 10 Mar 12:00 / Tue 10 Mar 13:00"),
        ("internal high", "Mon 16 Mar 08:00", "Fri 20 Mar 18:00", "Mon 16 Mar 12:00 / Mon 16 Mar 14:00"),
        # in the last 24 hours it counts day and night
        ("internal high", "Fri 13 Mar 18:00", "Sat 14 Mar 18:00", "Fri 13 Mar 22:00 / Sat 14 Mar 00:00"),
        ("internal medium", "Sat 14 Mar 08:00", "Sat 14 Mar 20:00", "Sat 14 Mar 11:00 / Sat 14 Mar 12:30"),
        ("customer medium", "Sat 14 Mar 08:00", "Sat 14 Mar 20:00", "Sat 14 Mar 11:00 / Sat 14 Mar 14:00"),
        # and when it begins before them, from their beginning on: Thursday 18-20, then from 20:00
        ("internal high", "Thu 12 Mar 18:00", "Fri 13 Mar 20:00", "Thu 12 Mar 22:00 / Fri 13 Mar 00:00"),
        # 30 hours / 4 = 7.5 of Medium's 9 hours; 9-15, then from 15:00; the limit 11.25 hours
        ("internal medium", "Mon 16 Mar 09:00", "Tue 17 Mar 15:00", "Mon 16 Mar 16:30 / Mon 16 Mar 20:15"),
        # across the night when the clocks go forward: 8 hours pass from 20:00 to 05:00
        ("internal critical", "Sat 28 Mar 20:00", "Sun 29 Mar 05:00", "Sat 28 Mar 22:00 / Sat 28 Mar 23:00"),
        # a deadline that has passed says nothing any more
        ("internal critical", "Tue 10 Mar 10:00", "Tue 10 Mar 10:00", "Tue 10 Mar 12:00 / Tue 10 Mar 13:00"),
        ("internal high", "Tue 10 Mar 10:00", "Mon 09 Mar 10:00", "Tue 10 Mar 14:00 / Tue 10 Mar 16:00"),
        # clocks that it does not concern
        (
            "confirmation critical",
            "Tue 10 Mar 10:00",
            "Tue 10 Mar 11:00",
            "Tue 10 Mar 14:00 / Tue 10 Mar 14:00",
        ),
        ("triage_call high", "Tue 10 Mar 10:00", "Tue 10 Mar 11:00", "Thu 12 Mar 10:00 / Thu 12 Mar 10:00"),
    ],
)
def test_a_deadline_shortens_what_the_policy_allows(
    what: str, since: str, deadline: str, expected: str
) -> None:
    assert times(clock(what, since, deadline=at(deadline))) == expected


def test_updates_on_time_come_closer_together_until_the_deadline() -> None:
    deadline = at("Sat 14 Mar 18:00")
    made = clock("internal high", "Fri 13 Mar 18:00", deadline=deadline)
    told = []
    while made.target < deadline:
        told.append(made.target)
        made = made.renewed(POLICY, made.target, deadline=deadline)
    gaps = [later - sooner for sooner, later in pairwise(told)]

    assert gaps == sorted(gaps, reverse=True)
    assert {gap.total_seconds() for gap in gaps[-3:]} == {15 * 60}
    assert (
        len(told) == 15
    )  # 20, 16, 12, 9, 6.75, 5.1, 3.8, 2.8, 2.1, 1.6, 1.2, 0.9, 0.65, 0.4, 0.15 hours left


def test_a_promise_is_kept_whatever_the_deadline() -> None:
    made = clock(
        "customer high", "Fri 13 Mar 10:00", deadline=at("Fri 13 Mar 12:00"), promise=at("Fri 13 Mar 11:55")
    )

    assert times(made) == "Fri 13 Mar 11:55 / Fri 13 Mar 12:25"


@pytest.mark.parametrize(
    ("now", "deadline", "expected"),
    [
        # 4 hours are left at 11:00: hourly from now; the limit half an hour later
        ("Tue 10 Mar 11:00", "Tue 10 Mar 15:00", "Tue 10 Mar 12:00 / Tue 10 Mar 12:30"),
        # far away: what was planned stays
        ("Tue 10 Mar 11:00", "Fri 20 Mar 15:00", "Tue 10 Mar 14:00 / Tue 10 Mar 16:00"),
        # overdue already: nothing to bring forward but the limit
        ("Tue 10 Mar 14:30", "Tue 10 Mar 15:30", "Tue 10 Mar 14:00 / Tue 10 Mar 15:30"),
        # it has passed
        ("Tue 10 Mar 11:00", "Tue 10 Mar 10:30", "Tue 10 Mar 14:00 / Tue 10 Mar 16:00"),
    ],
)
def test_a_deadline_that_is_set_in_a_cycle_may_only_bring_it_closer(
    now: str, deadline: str, expected: str
) -> None:
    made = with_deadline(clock("internal high", "Tue 10 Mar 10:00"), at(deadline), POLICY, at(now))

    assert times(made) == expected


def test_a_deadline_that_is_put_off_or_lifted_counts_from_the_last_update() -> None:
    made = clock("internal high", "Tue 10 Mar 10:00", deadline=at("Tue 10 Mar 14:00"))
    later = with_deadline(made, at("Tue 10 Mar 18:00"), POLICY, at("Tue 10 Mar 10:30"))
    lifted = with_deadline(made, None, POLICY, at("Tue 10 Mar 10:30"))

    assert times(made) == "Tue 10 Mar 11:00 / Tue 10 Mar 11:30"
    assert times(later) == "Tue 10 Mar 12:00 / Tue 10 Mar 13:00"
    assert times(lifted) == "Tue 10 Mar 14:00 / Tue 10 Mar 16:00"
    assert (made.plan, lifted.plan) == (1, 2)


@pytest.mark.parametrize("kind", [kind for kind in ClockKind if not kind.is_update])
def test_a_deadline_changes_the_update_clocks_only(kind: ClockKind) -> None:
    made = clock(f"{kind.value} high", "Tue 10 Mar 10:00")

    assert with_deadline(made, at("Tue 10 Mar 11:00", LONDON), POLICY, at("Tue 10 Mar 10:30")) == made
