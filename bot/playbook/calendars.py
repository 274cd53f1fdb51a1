"""Working time: a calendar of the policy kept somewhere, and sums on it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import count
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from bot.playbook import zones
from bot.playbook.policy_clocks import Calendar, Weekday
from bot.playbook.public_holidays import holidays_in
from bot.playbook.refusal import Refusal

_END = datetime.max.replace(tzinfo=UTC)
_DAY = timedelta(days=1)
_HORIZON = 20 * 366  # days after which a sum is given up
_NONE = timedelta()
_WEEK = tuple(Weekday)


class Place(NamedTuple):
    """Where a clock runs: an IANA zone, and the region of its public holidays ("GB-ENG", "" for none)."""

    zone: str
    holidays: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A calendar at a place: from its opening minute to its closing minute, both included, on working days.

    From `open_from` on every second counts. All moments are aware; what comes back is UTC. Every method that
    looks for working time raises Refusal when there is none for twenty years.
    """

    calendar: Calendar
    place: Place
    open_from: datetime | None = None

    @property
    def day(self) -> timedelta:
        """The working time of one day."""
        start, end = self.calendar.hours
        return timedelta(minutes=end - start)

    def open_since(self, moment: datetime | None) -> Self:
        """The same calendar that works day and night from `moment` on."""
        return replace(self, open_from=moment)

    def after(self, start: datetime, amount: timedelta) -> datetime:
        """When `amount` of working time has passed since `start`; closing time, not the next opening."""
        if amount <= _NONE:
            return start.astimezone(UTC)
        left = amount
        for begin, end in self._from(start):
            begin = max(begin, start)  # noqa: PLW2901 - what is left of the span
            if end - begin >= left:
                return (begin + left).astimezone(UTC)
            left -= max(end - begin, _NONE)
        raise AssertionError  # _from never ends by itself

    def before(self, end: datetime, amount: timedelta) -> datetime:
        """The moment from which `amount` of working time is left until `end`."""
        if amount <= _NONE:
            return end.astimezone(UTC)
        left = amount
        if self.open_from is not None and end > self.open_from:
            if end - self.open_from >= left:
                return (end - left).astimezone(UTC)
            left, end = left - (end - self.open_from), self.open_from
        for begin, close in self._days(end, -1):
            close = min(close, end)  # noqa: PLW2901 - what is left of the span
            if close - begin >= left:
                return (close - left).astimezone(UTC)
            left -= max(close - begin, _NONE)
        raise AssertionError  # _days never ends by itself

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from `start` to `end`; none when `end` comes first."""
        total = _NONE
        if end <= start:
            return total
        for begin, close in self._from(start):
            if begin >= end:
                break
            total += max(min(close, end) - max(begin, start), _NONE)
        return total

    def last_until(self, moment: datetime) -> datetime:
        """The last working moment that is not after `moment`: itself, or an earlier closing time."""
        if self.open_from is not None and moment >= self.open_from:
            return moment.astimezone(UTC)
        for begin, end in self._days(moment, -1):
            if begin <= moment:
                return min(end, moment).astimezone(UTC)
        raise AssertionError  # _days never ends by itself

    def first_from(self, moment: datetime) -> datetime:
        """The first working moment that is not before `moment`: itself, or a later opening time."""
        for begin, end in self._from(moment):
            if end >= moment:
                return max(begin, moment).astimezone(UTC)
        raise AssertionError  # _from never ends by itself

    def next_day(self, moment: datetime) -> datetime:
        """When work starts on the next working day there, after the day of `moment`."""
        where = zones.zone(self.place.zone)
        return self.first_from(zones.midnight(moment.astimezone(where).date() + _DAY, where))

    def is_working(self, moment: datetime) -> bool:
        """True from the opening to the closing minute of a working day."""
        return self.first_from(moment) == moment

    def _from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Spans of working time in order, from one that may be over before `moment`."""
        for begin, end in self._days(moment, 1):
            if self.open_from is not None and end >= self.open_from:
                yield min(begin, self.open_from), _END
                return
            yield begin, end

    def _days(self, moment: datetime, step: int) -> Iterator[tuple[datetime, datetime]]:
        """One span a working day, beginning a day early: a zone may turn its clocks back over midnight."""
        where = zones.zone(self.place.zone)
        first = moment.astimezone(where).date() - step * _DAY
        for passed in count():
            if passed > _HORIZON:
                raise Refusal(
                    f"There is no such working time within twenty years in {self.place.zone}. "
                    "Use a calendar with more hours, or a shorter time."
                )
            day = first + passed * step * _DAY
            if self._is_working_day(day):
                yield _span(day, self.calendar.hours, where)

    def _is_working_day(self, day: date) -> bool:
        if _WEEK[day.weekday()] not in self.calendar.days:
            return False
        return not self.calendar.holidays or day not in holidays_in(self.place.holidays, day.year)


@lru_cache(maxsize=4096)
def _span(day: date, hours: tuple[int, int], where: ZoneInfo) -> tuple[datetime, datetime]:
    midnight = datetime.combine(day, time())
    opening, closing = (zones.nearest(midnight + timedelta(minutes=each), where) for each in hours)
    return opening, closing
