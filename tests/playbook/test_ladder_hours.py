"""Who is not at work when something is due: told in time before it, or else when work starts."""

import pytest

from bot.playbook.calendars import Place, Schedule
from bot.playbook.ladder import held
from bot.playbook.rungs import To
from tests.playbook.walls import LONDON, POLICY, at, clock, shown, told


def office(zone: str, holidays: str = "") -> Schedule:
    return Schedule(POLICY.calendars["office"], Place(zone, holidays))


@pytest.mark.parametrize(
    ("due", "since", "hears"),
    [
        ("Fri 13 Mar 15:00", "Fri 13 Mar 10:00", "Fri 13 Mar 15:00"),  # at work
        ("Fri 13 Mar 22:00", "Fri 13 Mar 10:00", "Fri 13 Mar 18:00"),  # due tonight
        ("Mon 16 Mar 07:00", "Fri 13 Mar 10:00", "Fri 13 Mar 18:00"),  # due before work starts
        ("Mon 16 Mar 07:00", "Fri 13 Mar 18:00", "Fri 13 Mar 18:00"),  # the closing minute is not over
        ("Mon 16 Mar 07:00", "Fri 13 Mar 18:01", "Mon 16 Mar 09:00"),  # it is
        ("Sat 14 Mar 12:00", "Sat 14 Mar 11:00", "Mon 16 Mar 09:00"),
        ("Mon 06 Apr 12:00", "Fri 03 Apr 09:00", "Tue 07 Apr 09:00"),  # Easter
        ("Fri 13 Mar 11:00", "Fri 13 Mar 14:00", "Fri 13 Mar 14:00"),  # past already
        ("Fri 13 Mar 11:00", "Fri 13 Mar 21:00", "Mon 16 Mar 09:00"),
    ],
)
def test_who_is_not_at_work_hears_at_the_last_working_moment_or_else_the_next(
    due: str, since: str, hears: str
) -> None:
    assert shown(held(at(due), office(LONDON, "GB-ENG"), at(since))) == hears


def test_what_has_happened_waits_for_work_and_never_comes_early() -> None:
    assert shown(held(at("Fri 13 Mar 22:00"), office(LONDON), at("Fri 13 Mar 10:00"), early=False)) == (
        "Mon 16 Mar 09:00"
    )


def test_a_customers_clock_nudges_the_em_in_the_ems_hours() -> None:
    new_york = Schedule(POLICY.calendars["extended"], Place("America/New_York"))
    hours = dict.fromkeys(To, new_york)
    made = clock("customer high", "Tue 17 Mar 07:00", "Australia/Sydney")  # Monday 16:00 in New York

    # the target is Monday 21:00 in New York: due tonight, at 20:00; the miss is at 01:00 there
    assert told(made, hours) == [
        "target Tue 17 Mar 11:00 em",
        "midway Tue 17 Mar 11:00 em",
        "missed Tue 17 Mar 16:00 -",
        "take_over Tue 17 Mar 23:00 backup",
    ]


def test_nobodys_hours_delay_a_critical_nudge() -> None:
    hours = dict.fromkeys(To, office("Asia/Tokyo"))
    made = clock("internal critical", "Sat 14 Mar 03:00")

    assert told(made, hours) == told(made)


def test_near_a_customers_deadline_nudges_come_day_and_night() -> None:
    made = clock("internal high", "Fri 13 Mar 18:00", deadline=at("Sat 14 Mar 18:00"))

    assert told(made)[:3] == [
        "target Fri 13 Mar 22:00 em",
        "midway Fri 13 Mar 23:00 em",
        "missed Sat 14 Mar 00:00 -",
    ]


def test_the_backup_is_not_asked_before_whoever_is_on_call_was() -> None:
    hours = {To.BACKUP: office("Pacific/Honolulu")}
    made = clock("claim medium", "Mon 16 Mar 08:00")  # 11:00 and 13:00; Monday 03:00 in Honolulu

    lines = told(made, hours)

    assert lines[0] == "target Mon 16 Mar 11:00 on_call"
    assert "backup Mon 16 Mar 19:00 backup" in lines  # 09:00 there
