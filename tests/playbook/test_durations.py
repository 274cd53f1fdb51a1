"""Lengths of time in a policy."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playbook.durations import Counted, Duration, may_precede


@pytest.mark.parametrize(
    ("text", "counted", "amount"),
    [
        ("5s", Counted.ELAPSED, 5),
        ("30m", Counted.ELAPSED, 1800),
        ("2h", Counted.ELAPSED, 7200),
        ("1.5h", Counted.ELAPSED, 5400),
        (" 2 H ", Counted.ELAPSED, 7200),
        ("30wm", Counted.WORKING, 1800),
        ("2wh", Counted.WORKING, 7200),
        ("1bd", Counted.BUSINESS_DAYS, 1),
        ("1.5bd", Counted.BUSINESS_DAYS, Fraction(3, 2)),
        ("7d", Counted.CALENDAR_DAYS, 7),
        ("8w", Counted.CALENDAR_DAYS, 56),
    ],
)
def test_a_duration_knows_what_it_is_counted_in(text: str, counted: Counted, amount: Fraction | int) -> None:
    duration = Duration.parse(text)

    assert (duration.counted, duration.amount) == (counted, amount)
    assert Duration.parse(str(duration)) == duration


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2",
        "h",
        "-2h",
        "2 hours",
        "0m",
        "0.0h",
        "1.5d",
        "2h30m",
        "٢h",
        "9999999h",
        "800d",
        2,
        None,
        ["2h"],
    ],
)
def test_anything_else_is_refused_with_what_is_legal(text: object) -> None:
    with pytest.raises(ValueError, match=r"duration|lasts no time|come whole|longer than two years"):
        Duration.parse(text)


@pytest.mark.parametrize(
    ("target", "limit", "precedes"),
    [
        ("2h", "3h", False),
        ("2h", "2h", False),
        ("3h", "2h", True),
        ("4wh", "6wh", False),
        ("6wh", "4wh", True),
        ("1bd", "1.5bd", False),
        ("5s", "1.5bd", False),
        ("1bd", "48h", True),
        ("2wh", "7d", True),
        ("8wh", "1bd", False),
        ("10wh", "1bd", True),
        ("23h", "1d", False),
    ],
)
def test_a_limit_must_not_be_over_before_its_target(target: str, limit: str, precedes: bool) -> None:
    assert may_precede(Duration.parse(limit), Duration.parse(target)) is precedes


@given(st.integers(1, 999), st.sampled_from(["s", "m", "h", "wm", "wh", "bd", "d"]))
def test_twice_as_much_is_twice_as_long(number: int, unit: str) -> None:
    if number * 2 > 300:
        number = 150
    once, twice = Duration.parse(f"{number}{unit}"), Duration.parse(f"{2 * number}{unit}")

    assert twice.nominal == 2 * once.nominal
    assert twice.elapsed == 2 * once.elapsed
