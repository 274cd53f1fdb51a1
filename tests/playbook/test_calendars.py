"""Working time on calendars, the days without it, and clocks that are put forward or back."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.playbook import zones
from bot.playbook.calendars import Place, Schedule
from bot.playbook.policy_clocks import Calendar, Weekday
from bot.playbook.public_holidays import holidays_in, is_known
from bot.playbook.refusal import Refusal
from tests.playbook.walls import LONDON, POLICY, at, shown

ZONES = (
    "UTC",
    LONDON,
    "America/New_York",
    "America/St_Johns",  # -03:30
    "Asia/Kathmandu",  # +05:45, never changes
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Pacific/Chatham",  # +12:45, southern
    "Australia/Sydney",
    "Australia/Lord_Howe",  # changes by half an hour
    "America/Santiago",  # changes at midnight
    "Africa/Cairo",
    "Pacific/Kiritimati",  # +14:00
    "Pacific/Marquesas",  # -09:30
)
MOMENTS = st.datetimes(datetime(2025, 12, 1), datetime(2027, 2, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0)
)
AMOUNTS = st.integers(0, 60 * 60).map(lambda minutes: timedelta(minutes=minutes))
SCHEDULES = st.builds(
    lambda name, zone, holidays: Schedule(POLICY.calendars[name], Place(zone, holidays)),
    st.sampled_from(["always", "extended", "office"]),
    st.sampled_from(ZONES),
    st.sampled_from(["", "GB-ENG", "US"]),
)
OFFICE = Schedule(POLICY.calendars["office"], Place(LONDON, "GB-ENG"))


def worked(schedule: Schedule, minute: datetime) -> bool:
    """Whether the minute that begins here is worked, said by the wall clock and the calendar alone."""
    local = minute.astimezone(ZoneInfo(schedule.place.zone))
    start, end = schedule.calendar.hours
    day = list(Weekday)[local.weekday()] in schedule.calendar.days
    if schedule.calendar.holidays and local.date() in holidays_in(schedule.place.holidays, local.year):
        day = False
    return day and start <= 60 * local.hour + local.minute < end


@given(SCHEDULES, MOMENTS, st.integers(0, 4 * 24 * 60))
def test_working_time_is_the_minutes_that_the_wall_says_are_worked(
    schedule: Schedule, start: datetime, minutes: int
) -> None:
    passed = [start + timedelta(minutes=each) for each in range(minutes)]

    counted = sum(worked(schedule, each) for each in passed)

    assert schedule.between(start, start + timedelta(minutes=minutes)) == timedelta(minutes=counted)


@given(SCHEDULES, MOMENTS, AMOUNTS)
def test_after_and_before_leave_just_that_much_working_time_between(
    schedule: Schedule, start: datetime, amount: timedelta
) -> None:
    end = schedule.after(start, amount)

    assert end >= start
    assert schedule.between(start, end) == amount
    assert schedule.between(schedule.before(start, amount), start) == amount
    assert not amount or schedule.is_working(end)


@given(SCHEDULES, MOMENTS, MOMENTS, AMOUNTS)
def test_who_starts_later_is_never_done_earlier(
    schedule: Schedule, one: datetime, other: datetime, amount: timedelta
) -> None:
    first, second = sorted((one, other))

    assert schedule.after(first, amount) <= schedule.after(second, amount)


@given(SCHEDULES, MOMENTS)
def test_the_nearest_working_moments_have_no_work_between_them(schedule: Schedule, moment: datetime) -> None:
    last, first = schedule.last_until(moment), schedule.first_from(moment)

    assert last <= moment <= first
    assert schedule.is_working(last)
    assert schedule.is_working(first)
    assert schedule.between(last, first) == timedelta()
    assert schedule.is_working(moment) is (last == first)


@given(SCHEDULES, MOMENTS, MOMENTS, AMOUNTS)
def test_from_the_end_of_a_deadline_on_every_second_counts(
    schedule: Schedule, start: datetime, opening: datetime, amount: timedelta
) -> None:
    hurried = schedule.open_since(opening)
    end = hurried.after(start, amount)

    assert hurried.between(start, end) == amount
    assert hurried.between(hurried.before(start, amount), start) == amount
    assert end <= schedule.after(start, amount)
    assert hurried.last_until(max(start, opening)) == max(start, opening)


@pytest.mark.parametrize(
    ("moment", "last", "first"),
    [
        ("Fri 13 Mar 18:00", "Fri 13 Mar 18:00", "Fri 13 Mar 18:00"),
        ("Fri 13 Mar 18:01", "Fri 13 Mar 18:00", "Mon 16 Mar 09:00"),
        ("Mon 16 Mar 09:00", "Mon 16 Mar 09:00", "Mon 16 Mar 09:00"),
        ("Mon 16 Mar 08:59", "Fri 13 Mar 18:00", "Mon 16 Mar 09:00"),
        ("Sat 04 Apr 12:00", "Thu 02 Apr 18:00", "Tue 07 Apr 09:00"),
        ("Mon 28 Dec 12:00", "Thu 24 Dec 18:00", "Tue 29 Dec 09:00"),
    ],
)
def test_the_closing_minute_belongs_to_the_day(moment: str, last: str, first: str) -> None:
    assert shown(OFFICE.last_until(at(moment))) == last
    assert shown(OFFICE.first_from(at(moment))) == first


@pytest.mark.parametrize(
    ("moment", "next_day"),
    [
        ("Thu 12 Mar 08:00", "Fri 13 Mar 09:00"),
        ("Fri 13 Mar 10:00", "Mon 16 Mar 09:00"),
        ("Thu 02 Apr 17:00", "Tue 07 Apr 09:00"),
    ],
)
def test_the_next_working_day_begins_when_its_work_does(moment: str, next_day: str) -> None:
    assert shown(OFFICE.next_day(at(moment))) == next_day


def test_a_calendar_without_working_days_is_given_up_with_a_sentence() -> None:
    sundays = Calendar(days=(Weekday.SUN,), hours="09:00-09:01")  # type: ignore[arg-type]

    with pytest.raises(Refusal, match="no such working time within twenty years"):
        Schedule(sundays, Place(LONDON)).after(at("Fri 13 Mar 18:00"), timedelta(days=500))


def test_holidays_go_by_region() -> None:
    good_friday, thanksgiving = date(2026, 4, 3), date(2026, 11, 26)

    assert good_friday in holidays_in("GB-ENG", 2026)
    assert thanksgiving in holidays_in("US", 2026)
    assert thanksgiving not in holidays_in("GB-ENG", 2026)
    assert holidays_in("", 2026) == frozenset()
    assert date(2060, 1, 26) in holidays_in("IN", 2060)


def test_a_region_that_nobody_knows_is_refused() -> None:
    assert [is_known(each) for each in ("", "US", "GB-ENG", "GB-XX", "ZZ")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    with pytest.raises(Refusal, match='No public holidays are known for "GB-XX"'):
        holidays_in("GB-XX", 2026)


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("2026-03-13T18:00", LONDON, "2026-03-13T18:00+00:00"),
        ("2026-07-01 18:00", LONDON, "2026-07-01T17:00+00:00"),
        ("2026-10-25T01:30", LONDON, "2026-10-25T00:30+00:00"),  # twice; the earlier
        ("2026-04-05T02:45", "Pacific/Chatham", "2026-04-04T13:00+00:00"),  # twice; the earlier
        ("2026-10-25T01:30:00+00:00", LONDON, "2026-10-25T01:30+00:00"),
        ("2026-10-25T01:30Z", "Asia/Tokyo", "2026-10-25T01:30+00:00"),
    ],
)
def test_a_time_that_a_person_writes_is_one_moment(text: str, zone: str, moment: str) -> None:
    assert zones.moment(text, ZoneInfo(zone)) == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    ("text", "zone", "sentence"),
    [
        (
            "2026-03-29T01:30",
            LONDON,
            "29 March 2026 01:30 does not exist in Europe/London: .* 01:00 to 02:00",
        ),
        ("2026-03-29T01:00", LONDON, "does not exist"),
        ("2026-09-06T00:59", "America/Santiago", "from 00:00 to 01:00"),
        ("2026-10-04T02:15", "Australia/Lord_Howe", "from 02:00 to 02:30"),
        ("2026-02-30T10:00", LONDON, "not a date and time"),
        ("2026-03-13", LONDON, "not a date and time"),
        ("tomorrow", LONDON, "not a date and time"),
        ("٢026-03-13T18:00", LONDON, "not a date and time"),
        ("9999-12-31T23:59", LONDON, "Write a year from 1980 to 2199"),
        ("0001-01-01T00:00+14:00", LONDON, "Write a year from 1980 to 2199"),
    ],
)
def test_a_time_that_is_none_is_refused_with_a_sentence(text: str, zone: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        zones.moment(text, ZoneInfo(zone))


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Europe/Londn", "Did you mean Europe/London"),
        ("London", "Did you mean Europe/London"),
        ("new york", "Did you mean America/New_York"),
        ("", "IANA name"),
        ("../etc/passwd", "There is no time zone"),
        ("Europe", "There is no time zone"),
        ("a\0b", "There is no time zone"),
    ],
)
def test_an_unknown_zone_is_refused_with_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(Refusal, match=hint):
        zones.zone(name)


@given(st.sampled_from(ZONES), MOMENTS, MOMENTS, st.integers(0, 400))
@example(LONDON, datetime(2026, 10, 25, 0, 45, tzinfo=UTC), datetime(2026, 10, 25, 1, 15, tzinfo=UTC), 56)
def test_days_later_is_the_same_time_on_the_wall_and_never_goes_back(
    zone: str, one: datetime, other: datetime, days: int
) -> None:
    where = ZoneInfo(zone)
    first, second = sorted((one, other))
    before, after = first.astimezone(where), zones.later(first, days, where).astimezone(where)

    assert zones.later(first, days, where) <= zones.later(second, days, where)
    assert after.date() - before.date() in {timedelta(days=days), timedelta(days=days + 1)}
    assert (before.fold or (after.hour, after.minute) == (before.hour, before.minute)) or not exists(
        before, days, where
    )


def exists(before: datetime, days: int, where: ZoneInfo) -> bool:
    """Whether the wall shows that time that many days later."""
    try:
        zones.at(before.replace(tzinfo=None) + timedelta(days=days), where)
    except Refusal:
        return False
    return True


def test_one_country_brings_no_other_with_it() -> None:
    program = (
        "import sys; from bot.playbook.public_holidays import holidays_in, is_known;"
        "print(len(holidays_in('GB-ENG', 2026)), is_known('GB-XX'), is_known('XX'), is_known('US-CA'));"
        "print(len([name for name in sys.modules if name.startswith('holidays.countries.')]))"
    )
    said = subprocess.check_output([sys.executable, "-c", program], text=True).split()
    assert said[:4] == ["9", "False", "False", "True"]
    assert int(said[4]) < 20
