"""How the spans of a policy are counted for one severity at one place."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Self

from bot.playbook import zones
from bot.playbook.calendars import Place, Schedule
from bot.playbook.durations import Counted, Duration
from bot.playbook.kinds import ClockKind, Whose
from bot.playbook.policy import Policy
from bot.playbook.severity import Severity

_MICRO = 10**6


@dataclass(frozen=True, slots=True)
class Measure:
    """The calendar that working time is counted on, and the one for business days; mostly the same."""

    working: Schedule
    business: Schedule

    @classmethod
    def of(cls, kind: ClockKind, severity: Severity, policy: Policy, place: Place) -> Self:
        """What counts for this kind of clock; a round-the-clock case has the organisation's business days."""
        rules = policy.severity(severity)
        working = Schedule(policy.calendars[rules.calendar], place)
        business = Schedule(policy.calendars[rules.business_days], place)
        if working.calendar.is_always and kind.whose is not Whose.ORGANISATION:
            home = Place(policy.organisation.zone, policy.organisation.holidays)
            business = Schedule(business.calendar, home)
        return cls(working, business)

    def open_since(self, moment: datetime | None) -> "Measure":
        """The same, day and night from `moment` on."""
        return Measure(self.working.open_since(moment), self.business.open_since(moment))

    def after(self, moment: datetime, span: Duration) -> datetime:
        """The moment (UTC) when `span` has passed since `moment`."""
        schedule = self._schedule(span)
        if schedule is not None:
            return schedule.after(moment, self.length(span))
        if span.counted is Counted.CALENDAR_DAYS:
            return zones.later(moment, int(span.amount), zones.zone(self.working.place.zone))
        return moment.astimezone(UTC) + self.length(span)

    def before(self, moment: datetime, span: Duration) -> datetime:
        """The moment (UTC) that is `span` before `moment`."""
        schedule = self._schedule(span)
        if schedule is not None:
            return schedule.before(moment, self.length(span))
        if span.counted is Counted.CALENDAR_DAYS:
            return zones.later(moment, -int(span.amount), zones.zone(self.working.place.zone))
        return moment.astimezone(UTC) - self.length(span)

    def between(self, start: datetime, end: datetime, like: Duration) -> timedelta:
        """The time from `start` to `end` as `like` is counted: working time, or all that passes."""
        schedule = self._schedule(like)
        return schedule.between(start, end) if schedule is not None else max(end - start, timedelta())

    def further(self, moment: datetime, amount: timedelta, like: Duration) -> datetime:
        """The moment (UTC) when `amount`, counted as `like` is, has passed since `moment`."""
        schedule = self._schedule(like)
        return schedule.after(moment, amount) if schedule is not None else moment.astimezone(UTC) + amount

    def length(self, span: Duration) -> timedelta:
        """What a span comes to in the time it is counted in; a calendar day is 24 hours here."""
        days = {Counted.BUSINESS_DAYS: self.business.day, Counted.CALENDAR_DAYS: timedelta(days=1)}
        size = days.get(span.counted, timedelta(seconds=1))
        return timedelta(microseconds=round(span.amount * round(size / timedelta(microseconds=1))))

    def gap(self, target: Duration, limit: Duration) -> Duration:
        """What `limit` lasts longer than `target`, counted as `limit` is; nothing when it is shorter."""
        if target.counted is limit.counted:
            return Duration(limit.counted, max(limit.amount - target.amount, Fraction(0)))
        return self.of_length(max(self.length(limit) - self.length(target), timedelta()), limit)

    def scaled(self, span: Duration, factor: Fraction) -> Duration:
        """A part of a span, counted as it is."""
        return self.of_length(timedelta(microseconds=round(_micro(self.length(span)) * factor)), span)

    def of_length(self, amount: timedelta, like: Duration) -> Duration:
        """A span of this length, counted as `like` is."""
        if like.counted is Counted.BUSINESS_DAYS:
            return Duration(like.counted, Fraction(_micro(amount), _micro(self.business.day)))
        counted = Counted.WORKING if like.counted is Counted.WORKING else Counted.ELAPSED
        return Duration(counted, Fraction(_micro(amount), _MICRO))

    def _schedule(self, span: Duration) -> Schedule | None:
        if span.counted is Counted.BUSINESS_DAYS:
            return self.business
        return self.working if span.counted is Counted.WORKING else None


def _micro(amount: timedelta) -> int:
    return amount // timedelta(microseconds=1)
