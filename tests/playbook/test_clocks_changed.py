"""What raising, lowering, pausing and putting off do to a clock within its cycle."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.playbook.clocks import Clock
from bot.playbook.pauses import latest_resume, pause, resume
from bot.playbook.promises import Outcome, check_promise, outcome
from bot.playbook.refusal import Refusal
from bot.playbook.replanning import with_severity
from bot.playbook.rungs import Level
from bot.playbook.severity import Severity
from bot.playbook.snoozes import choices, snooze
from tests.playbook.walls import POLICY, at, clock, shown, times

TUESDAY = "Tue 10 Mar 10:00"  # High: 14:00 / 16:00


def paused(made: Clock, now: str, until: str) -> Clock:
    return pause(made, POLICY, now=at(now), until=at(until), reason="They asked us to wait.")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("Tue 10 Mar 11:00", "Tue 10 Mar 13:00 / Tue 10 Mar 14:00"),  # two hours from now; one more
        ("Tue 10 Mar 12:00", "Tue 10 Mar 14:00 / Tue 10 Mar 15:00"),
        ("Tue 10 Mar 13:00", "Tue 10 Mar 14:00 / Tue 10 Mar 15:00"),  # the present target is earlier
        ("Tue 10 Mar 14:00", "Tue 10 Mar 14:10 / Tue 10 Mar 15:10"),  # already past: ten minutes
        ("Tue 10 Mar 15:30", "Tue 10 Mar 15:40 / Tue 10 Mar 16:00"),  # the old limit is earlier
        ("Tue 10 Mar 17:00", "Tue 10 Mar 17:10 / Tue 10 Mar 17:10"),  # never before the target
    ],
)
def test_a_raised_severity_may_only_bring_the_next_update_closer(now: str, expected: str) -> None:
    raised = with_severity(clock("internal high", TUESDAY), Severity.CRITICAL, POLICY, at(now))

    assert times(raised) == expected
    assert (raised.severity, raised.plan) == (Severity.CRITICAL, 2)


def test_raising_at_the_weekend_to_high_counts_working_time() -> None:
    made = clock("customer medium", "Fri 13 Mar 12:00")  # Mon 12:00 / Tue 12:00

    raised = with_severity(made, Severity.HIGH, POLICY, at("Sat 14 Mar 12:00"))

    assert times(raised) == "Mon 16 Mar 12:00 / Mon 16 Mar 16:00"


def test_raising_ends_a_snooze_and_a_pause() -> None:
    made = snooze(
        clock("internal high", TUESDAY), POLICY, now=at("Tue 10 Mar 14:00"), until=at("Tue 10 Mar 14:30")
    )
    stopped = paused(made, "Tue 10 Mar 14:10", "Wed 11 Mar 10:00")

    raised = with_severity(stopped, Severity.CRITICAL, POLICY, at("Tue 10 Mar 14:20"))

    assert (raised.snoozed_until, raised.paused_at, raised.resumes_at) == (None, None, None)
    assert times(raised) == "Tue 10 Mar 14:30 / Tue 10 Mar 15:30"


def test_an_unclaimed_case_that_is_raised_is_claimed_sooner() -> None:
    raised = with_severity(
        clock("claim medium", "Tue 10 Mar 10:00"), Severity.CRITICAL, POLICY, at("Tue 10 Mar 10:30")
    )

    assert times(raised) == "Tue 10 Mar 10:35 / Tue 10 Mar 10:45"


def test_a_promise_stays_when_the_severity_changes_and_only_its_grace_shrinks() -> None:
    made = clock("customer high", TUESDAY, promise=at("Tue 10 Mar 12:00"))

    assert times(with_severity(made, Severity.CRITICAL, POLICY, at("Tue 10 Mar 11:30"))) == (
        "Tue 10 Mar 12:00 / Tue 10 Mar 12:10"
    )
    assert times(with_severity(made, Severity.MEDIUM, POLICY, at("Tue 10 Mar 11:30"))) == (
        "Tue 10 Mar 12:00 / Tue 10 Mar 14:00"
    )


def test_a_lowered_severity_counts_from_the_last_update_and_a_miss_stays() -> None:
    made = replace(
        clock("internal critical", "Tue 10 Mar 02:10"),
        missed_at=at("Tue 10 Mar 05:10"),
        said={Level.TARGET: 1, Level.MIDWAY: 1, Level.MISSED: 1, Level.TAKE_OVER: 1},
        notices=2,
    )

    lowered = with_severity(made, Severity.HIGH, POLICY, at("Tue 10 Mar 06:00"))

    assert times(lowered) == "Tue 10 Mar 12:00 / Tue 10 Mar 14:00"
    assert lowered.missed_at == at("Tue 10 Mar 05:10")
    assert lowered.said == {Level.MISSED: 1, Level.TAKE_OVER: 1}
    assert lowered.notices == 2


def test_lowering_does_not_forget_the_time_it_stood_still() -> None:
    stopped = paused(clock("internal high", TUESDAY), "Tue 10 Mar 11:00", "Tue 10 Mar 13:00")
    resumed = resume(stopped, POLICY, at("Tue 10 Mar 13:00"))

    lowered = with_severity(resumed, Severity.MEDIUM, POLICY, at("Tue 10 Mar 14:00"))

    # nine hours from Tuesday 10:00 are Wednesday 10:00, and the two hours of the pause
    assert times(lowered) == "Wed 11 Mar 12:00 / Wed 11 Mar 16:30"


@pytest.mark.parametrize("what", ["triage_call", "attempt", "retrospective", "approval", "item"])
def test_what_does_not_hang_on_the_severity_keeps_its_moments(what: str) -> None:
    made = clock(f"{what} high", TUESDAY)

    assert times(with_severity(made, Severity.CRITICAL, POLICY, at("Tue 10 Mar 11:00"))) == times(made)


@pytest.mark.parametrize(
    ("since", "now", "until", "expected"),
    [
        (TUESDAY, "Tue 10 Mar 11:00", "Tue 10 Mar 13:00", "Tue 10 Mar 16:00 / Tue 10 Mar 18:00"),
        # after the nudge only the limit moves
        (TUESDAY, "Tue 10 Mar 15:00", "Tue 10 Mar 17:00", "Tue 10 Mar 14:00 / Tue 10 Mar 18:00"),
        # after the miss nothing moves
        (TUESDAY, "Tue 10 Mar 17:00", "Tue 10 Mar 19:00", "Tue 10 Mar 14:00 / Tue 10 Mar 16:00"),
        # a night takes no working time: an hour in the evening and one in the morning
        ("Tue 10 Mar 18:00", "Tue 10 Mar 19:00", "Wed 11 Mar 09:00", "Wed 11 Mar 12:00 / Wed 11 Mar 14:00"),
        # a weekend takes none at all
        ("Fri 13 Mar 18:00", "Sat 14 Mar 09:00", "Sun 15 Mar 21:00", "Mon 16 Mar 10:00 / Mon 16 Mar 12:00"),
    ],
)
def test_a_pause_keeps_the_time_that_was_left(since: str, now: str, until: str, expected: str) -> None:
    stopped = paused(clock("internal high", since), now, until)

    assert times(resume(stopped, POLICY, at(until))) == expected


def test_an_update_on_a_paused_clock_starts_the_next_cycle_and_leaves_it_paused() -> None:
    stopped = paused(clock("internal high", TUESDAY), "Tue 10 Mar 11:00", "Tue 10 Mar 15:00")

    updated = stopped.renewed(POLICY, at("Tue 10 Mar 12:00"))
    resumed = resume(updated, POLICY, at("Tue 10 Mar 15:00"))

    assert updated.is_paused
    assert times(resumed) == "Tue 10 Mar 19:00 / Wed 11 Mar 09:00"


@pytest.mark.parametrize(
    ("what", "latest"),
    [
        ("internal critical", "Tue 10 Mar 19:00"),
        ("internal high", "Fri 13 Mar 11:00"),
        ("customer medium", "Tue 24 Mar 11:00"),
    ],
)
def test_a_pause_has_a_longest_time(what: str, latest: str) -> None:
    made, now = clock(what, TUESDAY), at("Tue 10 Mar 11:00")

    assert shown(latest_resume(made, POLICY, now)) == latest
    assert pause(made, POLICY, now=now, until=at(latest), reason="Waiting.").resumes_at == at(latest)
    with pytest.raises(
        Refusal, match=f"at most, until {latest[:3]} {int(latest[4:6])} Mar 2026 {latest[-5:]}"
    ):
        pause(made, POLICY, now=now, until=at(latest) + timedelta(seconds=1), reason="Waiting.")


@pytest.mark.parametrize(
    ("what", "until", "reason", "sentence"),
    [
        ("internal high", "Tue 10 Mar 12:00", "  ", "Say why it is paused"),
        ("internal high", "Tue 10 Mar 11:00", "Waiting.", "has passed already"),
        ("claim high", "Tue 10 Mar 12:00", "Waiting.", "Only the clocks for updates"),
        ("promise high", "Tue 10 Mar 12:00", "Waiting.", "was promised this time"),
    ],
)
def test_a_pause_that_cannot_be_is_refused(what: str, until: str, reason: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        pause(clock(what, TUESDAY), POLICY, now=at("Tue 10 Mar 11:00"), until=at(until), reason=reason)


def test_a_clock_is_paused_once_and_resumed_once() -> None:
    made = clock("internal high", TUESDAY)

    with pytest.raises(Refusal, match="paused already"):
        paused(paused(made, "Tue 10 Mar 11:00", "Tue 10 Mar 12:00"), "Tue 10 Mar 11:30", "Tue 10 Mar 12:30")
    with pytest.raises(Refusal, match="not paused"):
        resume(made, POLICY, at("Tue 10 Mar 11:00"))


@pytest.mark.parametrize(
    ("what", "since", "now", "offered"),
    [
        ("internal high", TUESDAY, "Tue 10 Mar 14:00", ["14:15", "14:30", "15:00"]),
        ("internal high", TUESDAY, "Tue 10 Mar 15:30", ["15:45"]),  # 16:00 is the limit, not before it
        ("internal high", "Tue 10 Mar 15:00", "Tue 10 Mar 19:00", ["19:15", "19:30", "20:00", "08:00"]),
        ("internal critical", TUESDAY, "Tue 10 Mar 12:00", ["12:15", "12:30"]),
        ("internal critical", TUESDAY, "Tue 10 Mar 12:50", []),
        ("customer medium", "Fri 13 Mar 12:00", "Mon 16 Mar 12:00", ["12:15", "12:30", "13:00", "09:00"]),
        ("triage_call high", TUESDAY, "Thu 12 Mar 10:00", []),
    ],
)
def test_only_snoozes_that_end_before_the_limit_are_offered(
    what: str, since: str, now: str, offered: list[str]
) -> None:
    assert [shown(each.until)[-5:] for each in choices(clock(what, since), POLICY, at(now))] == offered


def test_critical_can_be_put_off_for_thirty_minutes_twice() -> None:
    made, now = clock("customer critical", TUESDAY), at("Tue 10 Mar 12:00")

    with pytest.raises(Refusal, match="30m at most"):
        snooze(made, POLICY, now=now, until=now + timedelta(minutes=31))
    for _time in range(2):
        made = snooze(made, POLICY, now=now, until=now + timedelta(minutes=30))
        now += timedelta(minutes=30)
    assert choices(made, POLICY, now) == []
    with pytest.raises(Refusal, match="as often as it can be"):
        snooze(made, POLICY, now=now, until=now + timedelta(minutes=15))


@pytest.mark.parametrize(
    ("change", "until", "sentence"),
    [
        ({}, "Tue 10 Mar 14:00", "has passed already"),
        ({}, "Tue 10 Mar 16:00", "will have been missed"),
        ({"missed_at": at("Tue 10 Mar 16:00")}, "Tue 10 Mar 14:30", "missed already"),
        ({"notices": 3}, "Tue 10 Mar 14:30", "No more nudges"),
        ({"paused_at": at("Tue 10 Mar 14:00")}, "Tue 10 Mar 14:30", "It is paused"),
    ],
)
def test_a_snooze_that_cannot_be_is_refused(change: dict[str, object], until: str, sentence: str) -> None:
    made = replace(clock("internal high", TUESDAY), **change)  # type: ignore[arg-type]

    with pytest.raises(Refusal, match=sentence):
        snooze(made, POLICY, now=at("Tue 10 Mar 14:00"), until=at(until))


def test_a_promise_is_for_later_and_a_late_one_has_a_reason() -> None:
    now, limit = at("Tue 10 Mar 10:00"), at("Tue 10 Mar 18:00")

    check_promise(limit, now=now, limit=limit)
    check_promise(at("Wed 11 Mar 10:00"), now=now, limit=limit, reason="They asked for tomorrow.")
    with pytest.raises(Refusal, match="has passed already"):
        check_promise(now, now=now, limit=limit)
    with pytest.raises(Refusal, match="Say why"):
        check_promise(at("Tue 10 Mar 18:01"), now=now, limit=limit, reason=" ")


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ("Tue 10 Mar 12:00", Outcome.KEPT),
        ("Tue 10 Mar 12:01", Outcome.LATE),
        ("Tue 10 Mar 12:30", Outcome.LATE),
        ("Tue 10 Mar 12:31", Outcome.BROKEN),
    ],
)
def test_a_promise_is_kept_late_or_broken(done: str, expected: Outcome) -> None:
    assert outcome(target=at("Tue 10 Mar 12:00"), limit=at("Tue 10 Mar 12:30"), at=at(done)) is expected
