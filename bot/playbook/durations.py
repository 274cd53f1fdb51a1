"""Lengths of time as a policy writes them: elapsed, working hours, business days, calendar days."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Self

from pydantic import PlainSerializer, PlainValidator


class Counted(StrEnum):
    """What a duration is counted in."""

    ELAPSED = "elapsed"  # seconds that pass
    WORKING = "working"  # seconds in which the calendar works
    BUSINESS_DAYS = "business_days"  # working days of the calendar, counted in working time
    CALENDAR_DAYS = "calendar_days"  # days later, at the same time on the wall


_UNITS = {
    "s": (Counted.ELAPSED, 1),
    "m": (Counted.ELAPSED, 60),
    "h": (Counted.ELAPSED, 3600),
    "wm": (Counted.WORKING, 60),
    "wh": (Counted.WORKING, 3600),
    "bd": (Counted.BUSINESS_DAYS, 1),
    "d": (Counted.CALENDAR_DAYS, 1),
    "w": (Counted.CALENDAR_DAYS, 7),
}
_FORM = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)\s*(s|m|h|wm|wh|bd|d|w)")
_NOMINAL = {Counted.BUSINESS_DAYS: 9 * 3600, Counted.CALENDAR_DAYS: 24 * 3600}
_MOST = 2 * 366 * 24 * 3600


@dataclass(frozen=True, slots=True, order=False)
class Duration:
    """An amount in seconds (elapsed, working) or days (business, calendar), and what it is counted in.

    >>> Duration.parse("1.5bd")
    Duration(counted=<Counted.BUSINESS_DAYS: 'business_days'>, amount=Fraction(3, 2))
    >>> Duration.parse("30m").amount, str(Duration.parse("2wh"))
    (Fraction(1800, 1), '2wh')
    """

    counted: Counted
    amount: Fraction
    written: str = field(default="", compare=False, repr=False)

    @classmethod
    def parse(cls, text: object) -> Self:
        """Read "5s", "30m", "2h", "90wm", "2wh", "1.5bd", "7d" or "8w"; ValueError says what is legal."""
        found = _FORM.fullmatch(text.strip().lower()) if isinstance(text, str) else None
        if not found:
            raise ValueError(
                f'{text!r} is not a duration; write "30m", "2h", "5s", "2wh" (working hours), '
                '"1.5bd" (business days), "7d" or "8w"'
            )
        counted, size = _UNITS[found[2]]
        amount = Fraction(found[1]) * size
        if not amount:
            raise ValueError(f"{text!r} lasts no time; write a duration above zero")
        if counted is Counted.CALENDAR_DAYS and amount.denominator != 1:
            raise ValueError(f"{text!r}: calendar days and weeks come whole; write hours for a part of a day")
        made = cls(counted, amount, f"{found[1]}{found[2]}")
        if made.nominal > _MOST:
            raise ValueError(f"{text!r} is longer than two years")
        return made

    @property
    def nominal(self) -> Fraction:
        """Seconds it takes at the least, with nine hours for a business day: for comparing, not for dates."""
        return self.amount * _NOMINAL.get(self.counted, 1)

    @property
    def elapsed(self) -> timedelta:
        """The nominal time, for windows where a few hours do not matter."""
        return timedelta(seconds=float(self.nominal))

    def __str__(self) -> str:
        """As the policy wrote it."""
        return self.written or f"{float(self.amount):g} {self.counted}"


def _written(duration: Duration) -> str:
    return str(duration)


Span = Annotated[Duration, PlainValidator(Duration.parse), PlainSerializer(_written, return_type=str)]
"""A Duration as a field of a typed table."""


def may_precede(limit: Duration, target: Duration) -> bool:
    """True when `limit` may be over before `target` is.

    Nights and holidays stretch working time by any amount, elapsed time not at all.
    """
    stretched = {Counted.WORKING, Counted.BUSINESS_DAYS}
    if target.counted in stretched and limit.counted not in stretched:
        return True
    return limit.nominal < target.nominal
