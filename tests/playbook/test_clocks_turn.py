"""A clock's turns: everything said once, in order, under the cap, and one catch-up after downtime."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.playbook.clocks import Clock
from bot.playbook.kinds import ClockKind
from bot.playbook.ladder import rungs
from bot.playbook.pauses import pause
from bot.playbook.rungs import Level, Rung, To
from bot.playbook.severity import Severity
from bot.playbook.snoozes import choices, snooze
from bot.playbook.turns import Notice, Told, bundled, turn
from tests.playbook.walls import POLICY, at, clock, shown, times

TUESDAY = "Tue 10 Mar 10:00"


def run(made: Clock, until: datetime) -> list[Told]:
    """Everything that is said when each turn comes just on time."""
    took = turn(made, POLICY, made.anchor)
    said = list(took.say)
    while took.next_at is not None and took.next_at <= until:
        took = turn(took.clock, POLICY, took.next_at)
        said += took.say
    return said


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("kind", ClockKind)
def test_turns_on_time_say_every_rung_once_when_it_is_planned(kind: ClockKind, severity: Severity) -> None:
    made = clock(f"{kind.value} {severity.value}", TUESDAY)

    said = [each for told in run(made, made.limit + timedelta(days=5)) for each in (told.rung, *told.also)]

    assert sorted(said) == sorted(
        each for each in rungs(made, POLICY) if each.at <= made.limit + timedelta(days=5)
    )


def test_a_critical_case_without_updates_notifies_the_em_three_times_and_repeats_to_the_backup_five() -> None:
    made = clock("internal critical", TUESDAY)

    counted = Counter(
        (each.rung.to, each.rung.level is Level.REPEAT) for each in run(made, at("Fri 20 Mar 10:00"))
    )

    assert counted == {(To.EM, False): 3, (To.BACKUP, False): 1, (To.BACKUP, True): 5, (None, False): 1}


def test_a_critical_case_with_every_update_on_time_hears_nothing() -> None:
    made = clock("internal critical", TUESDAY)
    said: list[Told] = []
    for _update in range(24):
        said += run(made, made.target - timedelta(minutes=1))
        made = made.renewed(POLICY, made.target - timedelta(minutes=1))

    assert said == []
    assert made.cycle == 25


def test_a_miss_is_stamped_with_its_limit_once_however_late_it_is_seen() -> None:
    made = clock("internal high", TUESDAY)

    late = turn(made, POLICY, at("Wed 11 Mar 09:00"))
    again = turn(late.clock, POLICY, at("Wed 11 Mar 09:01"))

    assert shown(late.clock.missed_at or made.anchor) == "Tue 10 Mar 16:00"
    assert [each.rung.level for each in late.say] == [Level.STILL_YOURS, Level.MISSED, Level.TAKE_OVER]
    assert again.say == ()
    assert again.clock == late.clock


def test_after_a_nights_downtime_each_recipient_gets_one_message_that_stands_for_all() -> None:
    now = at("Wed 11 Mar 09:00")
    took = turn(clock("internal critical", TUESDAY), POLICY, now)
    told = {each.rung.to: each for each in took.say}

    assert len(told) == len(took.say) == 3
    assert told[To.EM].rung.level is Level.STILL_YOURS
    assert [each.level for each in told[To.EM].also] == [Level.TARGET, Level.MIDWAY]
    assert told[To.BACKUP].rung.key == "repeat-5"
    assert all(each.is_delayed(now) for each in took.say)
    assert (took.clock.notices, took.next_at) == (1, None)


def test_the_end_of_a_pause_resumes_by_itself_from_when_it_ended() -> None:
    made = pause(
        clock("internal high", TUESDAY),
        POLICY,
        now=at("Tue 10 Mar 11:00"),
        until=at("Tue 10 Mar 13:00"),
        reason="They asked us to wait.",
    )

    asleep = turn(made, POLICY, at("Tue 10 Mar 12:59"))
    awake = turn(made, POLICY, at("Tue 10 Mar 13:20"))

    assert asleep == (made, (), at("Tue 10 Mar 13:00"))
    assert [each.rung.key for each in awake.say] == ["resumed-1"]
    assert times(awake.clock) == "Tue 10 Mar 16:00 / Tue 10 Mar 18:00"
    assert awake.next_at == at("Tue 10 Mar 16:00")


def test_snoozing_all_the_time_never_gets_past_the_cap_or_the_limit() -> None:
    made = clock("customer medium", "Fri 13 Mar 12:00")
    limit, said, now = made.limit, 0, made.target
    for _look in range(20):
        took = turn(made, POLICY, now)
        made, said = took.clock, said + sum(each.rung.to is To.EM for each in took.say)
        if offered := choices(made, POLICY, now):
            made = snooze(made, POLICY, now=now, until=offered[0].until)
        now = turn(made, POLICY, now).next_at or now + timedelta(days=1)

    assert said == POLICY.clocks.notices
    assert made.limit == made.missed_at == limit


def test_a_snoozed_nudge_comes_back_on_time_and_says_so() -> None:
    nudged = turn(clock("internal high", TUESDAY), POLICY, at("Tue 10 Mar 14:00")).clock
    asleep = snooze(nudged, POLICY, now=at("Tue 10 Mar 14:01"), until=at("Tue 10 Mar 14:16"))

    assert turn(asleep, POLICY, at("Tue 10 Mar 14:15")).say == ()
    back = turn(asleep, POLICY, at("Tue 10 Mar 14:16"))
    assert [each.rung.key for each in back.say] == ["snoozed-1"]
    assert back.clock.snoozed_until is None
    assert back.next_at == at("Tue 10 Mar 15:00")


def test_over_the_cap_the_em_hears_nothing_and_the_miss_is_stamped_all_the_same() -> None:
    made = replace(clock("internal high", TUESDAY), notices=3)

    took = turn(made, POLICY, at("Tue 10 Mar 16:00"))

    assert [each.rung.level for each in took.say] == [Level.MISSED, Level.TAKE_OVER]
    assert took.clock.notices == 3
    assert took.next_at is None


def notice(where: str, person: str, about: str, moment: str) -> Notice:
    due = at(moment)
    return Notice(where, person, about, Told(Rung(Level.TARGET, 1, due, due, To.EM)))


def test_what_falls_together_is_one_message_a_person_and_place() -> None:
    now = at("Tue 10 Mar 14:00")
    notices = [
        notice("C1", "eli", "customer", "Tue 10 Mar 14:00"),
        notice("C1", "eli", "internal", "Tue 10 Mar 13:59"),
        notice("C1", "zoe", "internal", "Tue 10 Mar 14:00"),
        notice("D1", "eli", "internal", "Tue 10 Mar 14:00"),
    ]

    bundles = bundled(notices, now)

    assert sorted((each.where, each.person, [one.about for one in each.notices]) for each in bundles) == [
        ("C1", "eli", ["internal", "customer"]),
        ("C1", "zoe", ["internal"]),
        ("D1", "eli", ["internal"]),
    ]
    assert not any(each.delayed for each in bundles)


def test_a_message_that_should_have_come_some_time_ago_says_so() -> None:
    notices = [
        notice("D1", "eli", "internal", "Tue 10 Mar 13:54"),
        notice("D2", "zoe", "internal", "Tue 10 Mar 13:55"),
    ]

    assert {each.person: each.delayed for each in bundled(notices, at("Tue 10 Mar 14:00"))} == {
        "eli": True,
        "zoe": False,
    }
