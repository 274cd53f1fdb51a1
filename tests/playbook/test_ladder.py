"""Every rung of the ladder: when it is due, whom it reaches, and when they hear of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.playbook.calendars import Place
from bot.playbook.clocks import Clock, start
from bot.playbook.kinds import ClockKind
from bot.playbook.ladder import accountable, next_rung, rungs
from bot.playbook.policy import Policy
from bot.playbook.rungs import Level, To
from bot.playbook.severity import Severity
from bot.playbook.snoozes import snooze
from tests.playbook.walls import LONDON, POLICY, at, clock, shown, told

LADDERS = {
    ("internal critical", "Tue 10 Mar 02:10"): """
        target Tue 10 Mar 04:10 em
        midway Tue 10 Mar 04:40 em
        missed Tue 10 Mar 05:10 -
        take_over Tue 10 Mar 05:10 backup
        still_yours Tue 10 Mar 06:10 em
        repeat Tue 10 Mar 07:10 backup
        repeat2 Tue 10 Mar 09:10 backup
        repeat3 Tue 10 Mar 11:10 backup
        repeat4 Tue 10 Mar 13:10 backup
        repeat5 Tue 10 Mar 15:10 backup""",
    ("internal high", "Fri 13 Mar 18:00"): """
        target Mon 16 Mar 10:00 em
        midway Mon 16 Mar 11:00 em
        missed Mon 16 Mar 12:00 -
        take_over Mon 16 Mar 12:00 backup
        still_yours Mon 16 Mar 14:00 em""",
    # midway is half of the 4.5 working hours between Monday 16:30 and Tuesday 12:00
    ("internal medium", "Fri 13 Mar 16:30"): """
        target Mon 16 Mar 16:30 em
        midway Tue 17 Mar 09:45 em
        missed Tue 17 Mar 12:00 -
        take_over Tue 17 Mar 12:00 backup
        still_yours Tue 17 Mar 16:30 em""",
    ("customer high", "Fri 13 Mar 18:00"): """
        target Mon 16 Mar 10:00 em
        midway Mon 16 Mar 12:00 em
        missed Mon 16 Mar 14:00 -
        take_over Mon 16 Mar 14:00 backup""",
    ("promise high", "Fri 13 Mar 18:00"): """
        target Fri 13 Mar 18:00 em
        midway Fri 13 Mar 18:15 em
        missed Fri 13 Mar 18:30 -
        take_over Fri 13 Mar 18:30 backup""",
    ("claim critical", "Sat 14 Mar 03:00"): """
        target Sat 14 Mar 03:05 on_call
        backup Sat 14 Mar 03:10 backup
        missed Sat 14 Mar 03:15 -
        escalated Sat 14 Mar 03:15 manager
        repeat Sat 14 Mar 03:20 backup
        repeat2 Sat 14 Mar 03:25 backup
        repeat3 Sat 14 Mar 03:30 backup
        repeat4 Sat 14 Mar 03:35 backup
        repeat5 Sat 14 Mar 03:40 backup""",
    # day and night: whoever is on call is woken
    ("claim high", "Sat 14 Mar 03:00"): """
        target Sat 14 Mar 03:15 on_call
        backup Sat 14 Mar 03:30 backup
        missed Sat 14 Mar 04:00 -
        escalated Sat 14 Mar 04:00 manager""",
    ("claim medium", "Sat 14 Mar 03:00"): """
        target Mon 16 Mar 11:00 on_call
        backup Mon 16 Mar 13:00 backup
        missed Mon 16 Mar 17:00 -
        escalated Mon 16 Mar 17:00 manager""",
    ("triage_call critical", "Fri 13 Mar 18:00"): """
        notice Sat 14 Mar 18:00 em
        notice2 Sun 15 Mar 14:00 em
        due Sun 15 Mar 18:00 em
        missed Sun 15 Mar 18:00 -""",
    # what falls into High's weekend is told on Friday evening, in one message; the miss is stamped on time
    ("triage_call high", "Fri 13 Mar 18:00"): """
        notice Fri 13 Mar 20:00 em
        notice2 Fri 13 Mar 20:00 em
        due Fri 13 Mar 20:00 em
        missed Sun 15 Mar 18:00 -""",
    ("triage_call medium", "Mon 16 Mar 10:00"): """
        notice Tue 17 Mar 10:00 em
        notice2 Tue 17 Mar 18:00 em
        due Wed 18 Mar 10:00 em
        missed Wed 18 Mar 10:00 -""",
    ("confirmation medium", "Fri 13 Mar 12:00"): "due Tue 17 Mar 12:00 em",
    ("attempt medium", "Sat 14 Mar 23:55"): "due Sun 15 Mar 00:05 owner",
    ("retrospective high", "Fri 13 Mar 16:30"): """
        due Fri 20 Mar 16:30 em
        missed Fri 20 Mar 16:30 -""",
    ("approval critical", "Mon 16 Mar 09:00"): """
        target Tue 17 Mar 18:00 approvers
        again Thu 19 Mar 18:00 approvers
        again2 Mon 23 Mar 18:00 approvers
        late Wed 25 Mar 18:00 em""",
    ("item medium", "Wed 11 Mar 10:00"): """
        half Wed 08 Apr 10:00 owner
        before Wed 29 Apr 10:00 owner
        due Wed 06 May 10:00 owner
        missed Wed 06 May 10:00 -
        again Wed 13 May 10:00 owner
        late Wed 13 May 10:00 manager""",
    # agreed in a Critical night; nobody is woken for it eight weeks later
    ("item critical", "Thu 12 Mar 03:00"): """
        half Wed 08 Apr 18:00 owner
        before Wed 29 Apr 18:00 owner
        due Wed 06 May 18:00 owner
        missed Thu 07 May 03:00 -
        again Thu 14 May 09:00 owner
        late Thu 14 May 09:00 manager""",
}


@pytest.mark.parametrize(("what", "since"), LADDERS)
def test_a_ladder_has_just_these_rungs(what: str, since: str) -> None:
    expected = [line.strip() for line in LADDERS[what, since].splitlines() if line.strip()]

    assert told(clock(what, since)) == expected


def test_there_is_a_ladder_here_for_every_clock() -> None:
    assert {what.split()[0] for what, _since in LADDERS} == {kind.value for kind in ClockKind}


def test_midway_across_the_night_when_the_clocks_change_is_half_of_the_time_that_passes() -> None:
    made = clock("customer critical", "Sat 28 Mar 22:30")  # target 00:30, limit 03:30 BST

    assert told(made)[1] == "midway Sun 29 Mar 02:30 em"


def test_repeats_go_on_in_the_interval_of_the_deadline() -> None:
    made = clock("internal critical", "Tue 10 Mar 10:00", deadline=at("Tue 10 Mar 14:00"))

    assert [line for line in told(made) if "repeat" in line][:2] == [
        "repeat Tue 10 Mar 12:30 backup",
        "repeat2 Tue 10 Mar 13:30 backup",
    ]


def test_high_and_medium_go_silent_after_the_miss_and_one_question() -> None:
    after = {
        severity: [
            each.level for each in rungs(clock(f"internal {severity.value}", "Tue 10 Mar 10:00"), POLICY)
        ][4:]
        for severity in Severity
    }

    assert after[Severity.HIGH] == after[Severity.MEDIUM] == [Level.STILL_YOURS]
    assert after[Severity.CRITICAL] == [Level.STILL_YOURS, *[Level.REPEAT] * 5]


def to_the_em(made: Clock, cap: int) -> int:
    policy = Policy.of({"clocks": {"notices": cap}})
    return sum(line.endswith(" em") for line in told(made, policy=policy))


@pytest.mark.parametrize("cap", [1, 2, 3])
def test_the_em_is_never_notified_more_often_than_the_cap(cap: int) -> None:
    assert to_the_em(clock("internal high", "Tue 10 Mar 10:00"), cap) == cap


@pytest.mark.parametrize("cap", [1, 2, 3])
def test_what_falls_together_counts_as_one_notification(cap: int) -> None:
    assert to_the_em(clock("triage_call high", "Fri 13 Mar 18:00"), cap) == 3


def test_a_snooze_brings_the_nudge_back_once_and_moves_nothing_else() -> None:
    now = at("Tue 10 Mar 14:00")
    nudged = replace(clock("internal high", "Tue 10 Mar 10:00"), said={Level.TARGET: 1}, notices=1)

    assert told(snooze(nudged, POLICY, now=now, until=now + timedelta(minutes=15))) == [
        "snoozed Tue 10 Mar 14:15 em",
        "midway Tue 10 Mar 15:00 em",
        "missed Tue 10 Mar 16:00 -",
        "take_over Tue 10 Mar 16:00 backup",
    ]


def test_a_snooze_past_midway_brings_back_the_nudge_with_what_midway_adds() -> None:
    now = at("Tue 10 Mar 14:30")
    nudged = replace(clock("internal high", "Tue 10 Mar 10:00"), said={Level.TARGET: 1}, notices=1)

    assert told(snooze(nudged, POLICY, now=now, until=at("Tue 10 Mar 15:30"))) == [
        "midway Tue 10 Mar 15:30 em",
        "missed Tue 10 Mar 16:00 -",
        "take_over Tue 10 Mar 16:00 backup",
        "still_yours Tue 10 Mar 18:00 em",
    ]


def test_a_snooze_before_the_first_nudge_only_delays_it() -> None:
    made = clock("internal high", "Tue 10 Mar 10:00")
    early = snooze(made, POLICY, now=at("Tue 10 Mar 11:00"), until=at("Tue 10 Mar 12:00"))
    late = snooze(made, POLICY, now=at("Tue 10 Mar 13:45"), until=at("Tue 10 Mar 14:45"))

    assert told(early) == told(made)
    assert told(late)[0] == "target Tue 10 Mar 14:45 em"


def test_a_paused_clock_waits_for_the_end_of_its_pause_only() -> None:
    made = replace(
        clock("internal high", "Tue 10 Mar 10:00"),
        paused_at=at("Tue 10 Mar 11:00"),
        resumes_at=at("Tue 10 Mar 13:00"),
    )

    assert told(made) == ["resumed Tue 10 Mar 13:00 -"]


def test_the_next_rung_is_the_first_that_was_not_said() -> None:
    made = clock("internal high", "Tue 10 Mar 10:00")
    after = replace(made, said={Level.TARGET: 1, Level.MIDWAY: 1})
    done = replace(made, said={each.level: each.number for each in rungs(made, POLICY)})
    first, third = next_rung(made, POLICY), next_rung(after, POLICY)

    assert first is not None
    assert third is not None
    assert (first.key, third.key, next_rung(done, POLICY)) == ("target-1", "missed-1", None)


def test_an_items_reminders_go_on_every_week() -> None:
    made = clock("item high", "Wed 11 Mar 10:00")
    later = replace(made, said={**dict.fromkeys(Level, 1), Level.AGAIN: 3})
    upcoming = next_rung(later, POLICY)

    assert upcoming is not None
    assert (upcoming.key, shown(upcoming.at)) == ("again-4", "Wed 03 Jun 10:00")


def test_the_policy_decides_which_reminders_an_item_has() -> None:
    policy = Policy.of({"items": {"half": False, "before": "5bd"}})

    assert told(clock("item medium", "Wed 11 Mar 10:00"), policy=policy)[:2] == [
        "before Wed 29 Apr 10:00 owner",
        "due Wed 06 May 10:00 owner",
    ]


def test_every_clock_has_somebody_who_answers_for_it() -> None:
    assert {kind: accountable(kind) for kind in ClockKind if accountable(kind) is not To.EM} == {
        ClockKind.CLAIM: To.ON_CALL,
        ClockKind.ATTEMPT: To.OWNER,
        ClockKind.ITEM: To.OWNER,
        ClockKind.APPROVAL: To.APPROVERS,
    }


def test_approvers_are_reminded_in_order_however_the_policy_lists_it_or_not_at_all() -> None:
    mixed = Policy.of({"retrospectives": {"approver_nudges": ["4bd", "2bd"]}})
    none = Policy.of({"retrospectives": {"approver_nudges": []}})

    asked = start(ClockKind.APPROVAL, at("Mon 16 Mar 09:00"), Severity.MEDIUM, mixed, Place(LONDON))

    assert told(asked, policy=mixed)[:2] == [
        "target Tue 17 Mar 18:00 approvers",
        "again Thu 19 Mar 18:00 approvers",
    ]
    assert told(asked, policy=none) == ["late Wed 25 Mar 18:00 em"]
