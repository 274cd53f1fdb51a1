"""What holds for every clock, wherever it runs and wherever the people are."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playbook.calendars import Place, Schedule
from bot.playbook.clocks import Clock, due, start
from bot.playbook.kinds import ClockKind
from bot.playbook.ladder import rungs
from bot.playbook.pauses import latest_resume, pause, resume
from bot.playbook.replanning import with_deadline, with_severity
from bot.playbook.rungs import Level, To
from bot.playbook.severity import Severity
from bot.playbook.snoozes import choices, snooze
from bot.playbook.turns import turn
from tests.playbook.test_calendars import MOMENTS, SCHEDULES, ZONES
from tests.playbook.walls import POLICY

PLACES = st.builds(Place, st.sampled_from(ZONES), st.sampled_from(["", "GB-ENG", "US"]))
SPANS = st.integers(0, 60 * 24 * 10).map(lambda minutes: timedelta(minutes=minutes))
HOURS = st.fixed_dictionaries(dict.fromkeys(To, SCHEDULES))
KINDS, SEVERITIES = st.sampled_from(ClockKind), st.sampled_from(Severity)


@st.composite
def clocks(draw: st.DrawFn, kinds: st.SearchStrategy[ClockKind] = KINDS, *, promised: bool = True) -> Clock:
    """Any clock, now and then with a deadline or a promise."""
    kind, anchor = draw(kinds), draw(MOMENTS)
    later = st.none() | SPANS.map(lambda span: anchor + span)
    promise = draw(later) if promised and kind.takes_promise else None
    return start(kind, anchor, draw(SEVERITIES), POLICY, draw(PLACES), deadline=draw(later), promise=promise)


UPDATES = clocks(st.sampled_from([ClockKind.INTERNAL, ClockKind.CUSTOMER]), promised=False)


@given(clocks())
def test_the_target_is_not_before_the_anchor_and_the_limit_not_before_the_target(made: Clock) -> None:
    assert made.anchor <= made.target <= made.limit


@given(KINDS, SEVERITIES, PLACES, MOMENTS, st.one_of(MOMENTS, SPANS))
def test_who_starts_later_is_due_later(
    kind: ClockKind, severity: Severity, place: Place, anchor: datetime, other: datetime | timedelta
) -> None:
    second = other if isinstance(other, datetime) else anchor + other
    first, second = sorted((anchor, second))

    sooner, later = (due(kind, each, severity, POLICY, place) for each in (first, second))

    assert sooner.target <= later.target
    assert sooner.limit <= later.limit


@given(clocks(), SPANS, HOURS)
def test_nothing_is_planned_before_the_clock_starts_and_the_miss_is_stamped_on_time(
    made: Clock, span: timedelta, hours: dict[To, Schedule]
) -> None:
    planned = rungs(made, POLICY, hours, until=made.limit + span)

    assert all(each.at >= made.planned_at for each in planned)
    assert [each.at for each in planned] == sorted(each.at for each in planned)
    assert {each.at for each in planned if each.level is Level.MISSED} <= {made.limit}
    assert any(each.level is Level.MISSED for each in planned) is made.kind.can_be_missed


OFFICES = st.sampled_from(["office", "extended"])
MISSED = st.sampled_from([ClockKind.INTERNAL, ClockKind.CUSTOMER, ClockKind.TRIAGE_CALL])


@pytest.mark.parametrize("clock_zone", ZONES)
@settings(max_examples=20, deadline=None)  # for each zone of a clock, each with every zone of a recipient
@given(MISSED, MOMENTS, st.sampled_from([Severity.HIGH, Severity.MEDIUM]), OFFICES)
def test_no_nudge_comes_after_its_miss_when_its_recipient_works_before_it(
    clock_zone: str, kind: ClockKind, anchor: datetime, severity: Severity, office: str
) -> None:
    made = start(kind, anchor, severity, POLICY, Place(clock_zone))
    for zone in ZONES:
        works = Schedule(POLICY.calendars[office], Place(zone, "GB-ENG"))
        nudges = [each for each in rungs(made, POLICY, dict.fromkeys(To, works)) if not each.level.follows]

        late = [each for each in nudges if each.at > made.limit]

        assert nudges, zone
        assert not late or works.first_from(made.planned_at) > made.limit, zone
        assert all(works.is_working(each.at) for each in nudges), zone


@given(clocks(), SPANS, st.integers(0, 3))
def test_a_snooze_never_moves_the_deadline_and_ends_before_it(
    made: Clock, span: timedelta, which: int
) -> None:
    now = made.anchor + span
    for choice in choices(made, POLICY, now)[which : which + 1]:
        asleep = snooze(made, POLICY, now=now, until=choice.until)

        assert (asleep.target, asleep.limit) == (made.target, made.limit)
        assert now < choice.until < made.limit
        assert asleep.snoozed_until == choice.until
    assert all(choice.until < made.limit for choice in choices(made, POLICY, now))


@given(UPDATES, SPANS)
def test_pausing_and_resuming_at_once_changes_nothing(made: Clock, span: timedelta) -> None:
    now = made.anchor + span
    stopped = pause(made, POLICY, now=now, until=latest_resume(made, POLICY, now), reason="Waiting.")

    assert resume(stopped, POLICY, now) == made


@given(UPDATES, SPANS, SPANS)
def test_a_pause_only_ever_moves_things_later_and_never_past_the_deadline(
    made: Clock, span: timedelta, length: timedelta
) -> None:
    now = made.anchor + span
    until = min(now + length, latest_resume(made, POLICY, now))

    stopped = replace(made, paused_at=now, resumes_at=until)
    resumed = resume(stopped, POLICY, until)

    assert made.target <= resumed.target <= resumed.limit
    assert made.limit <= resumed.limit
    assert (
        made.deadline is None
        or made.deadline <= made.anchor
        or resumed.limit <= max(made.deadline, made.limit)
    )


@given(clocks(), SPANS, SEVERITIES)
def test_raising_never_gives_more_time_than_ten_minutes_from_now(
    made: Clock, span: timedelta, severity: Severity
) -> None:
    now = made.anchor + span
    changed = with_severity(made, severity, POLICY, now)

    assert changed.target <= changed.limit
    if severity.number < made.severity.number:
        assert changed.target <= max(made.target, now + POLICY.clocks.raised.elapsed)
        assert changed.limit <= max(made.limit, changed.target)


@given(clocks(), SPANS, SPANS)
def test_a_sooner_deadline_never_gives_more_time(made: Clock, span: timedelta, length: timedelta) -> None:
    now = made.anchor + span
    deadline = min(now + length, made.deadline or now + length)

    changed = with_deadline(made, deadline, POLICY, now)

    assert changed.target <= made.target
    assert changed.limit <= made.limit or made.is_promised
    assert changed.target <= changed.limit


@given(clocks(), SPANS, HOURS)
def test_one_late_turn_and_many_on_time_deal_with_the_same_rungs(
    made: Clock, span: timedelta, hours: dict[To, Schedule]
) -> None:
    end = made.limit + span
    at_once = turn(made, POLICY, end, hours)
    took = turn(made, POLICY, made.anchor, hours)
    while took.next_at is not None and took.next_at <= end:
        took = turn(took.clock, POLICY, took.next_at, hours)
        assert took.clock.notices <= POLICY.clocks.notices

    assert {**at_once.clock.said, **took.clock.said} == at_once.clock.said
    assert at_once.clock.missed_at == took.clock.missed_at
    assert len({each.rung.to for each in at_once.say}) == len(at_once.say)
    assert at_once.next_at is None or at_once.next_at > end
