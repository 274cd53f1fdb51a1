"""Time zones: what the clock on the wall shows, and which moment that is."""

import re
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from bot.playbook.refusal import Refusal

YEARS = range(1980, 2200)  # what a person may write; beyond it no zone has rules worth the name
_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?")


def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises Refusal, with the nearest name, for anything else."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError) as fault:
        near = _nearest(name)
        hint = f"Did you mean {near}?" if near else 'Write an IANA name such as "Europe/London".'
        raise Refusal(f'There is no time zone "{name}". {hint}', field="zone") from fault


def moment(text: str, where: ZoneInfo) -> datetime:
    """The moment (aware, UTC) that a person writes as "2026-03-13T18:00", on the wall in `where`.

    With an offset ("+01:00" or "Z") it is that moment, whatever the zone. Raises Refusal as `at` does, and
    for text that is no date and time.
    """
    read = _read(text)
    if read is None:
        raise Refusal(f'"{text}" is not a date and time. Write it as "2026-03-13T18:00".', field="time")
    if read.year not in YEARS:
        raise Refusal(f"Write a year from {YEARS[0]} to {YEARS[-1]}, not {read.year}.", field="time")
    return read.astimezone(UTC) if read.tzinfo else at(read, where)


def at(wall: datetime, where: ZoneInfo) -> datetime:
    """The moment (aware, UTC) when the wall clock of `where` shows `wall` (naive); of two, the earlier.

    Raises Refusal for a time that the wall clock never shows because it is put forward over it.
    """
    before, after = _readings(wall, where)
    if after < before:
        gap = _turn(wall, where)
        last, first = (gap - timedelta(microseconds=1)).astimezone(where), gap.astimezone(where)
        since = (last + timedelta(microseconds=1)).replace(tzinfo=None)
        raise Refusal(
            f"{wall:%d %B %Y %H:%M} does not exist in {where.key}: the clocks go from "
            f"{since:%H:%M} to {first:%H:%M} then. Choose a time before or after.",
            field="time",
        )
    return before


def nearest(wall: datetime, where: ZoneInfo) -> datetime:
    """As `at`, but a time that does not exist counts as the moment the clocks are put forward."""
    before, after = _readings(wall, where)
    return _turn(wall, where) if after < before else before


def midnight(day: date, where: ZoneInfo) -> datetime:
    """When a day begins there (aware, UTC)."""
    return nearest(datetime.combine(day, time()), where)


def wall(moment: datetime, where: ZoneInfo) -> datetime:
    """What the wall clock of `where` shows (naive), never going back.

    While it shows an hour for the second time it counts as standing at the end of that hour, so that a later
    moment never comes before an earlier one.
    """
    local = moment.astimezone(where)
    shown = local.replace(tzinfo=None, fold=0)
    if local.fold:
        first, _second = _readings(shown, where)
        return shown + (_turn(shown, where) - first)
    return shown


def later(moment: datetime, days: int, where: ZoneInfo) -> datetime:
    """`days` calendar days later (or earlier, below zero) at the same time on the wall (aware, UTC)."""
    return nearest(wall(moment, where) + timedelta(days=days), where)


def _read(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if _FORM.fullmatch(text) else None
    except ValueError:  # such as 30 February
        return None


def _readings(wall: datetime, where: ZoneInfo) -> tuple[datetime, datetime]:
    """`wall` as a moment by the offset before and after a change of the clocks; the same away from one."""
    first = wall.replace(tzinfo=where, fold=0).astimezone(UTC)
    return first, wall.replace(tzinfo=where, fold=1).astimezone(UTC)


def _turn(wall: datetime, where: ZoneInfo) -> datetime:
    """The moment of the change of the clocks that makes `wall` ambiguous or skips it, to the second."""
    low, high = sorted(_readings(wall, where))
    low, high = low.replace(microsecond=0) - timedelta(seconds=1), high.replace(microsecond=0)
    high += timedelta(seconds=1)
    offset = low.astimezone(where).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if middle.astimezone(where).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high


def _nearest(name: str) -> str:
    """The zone whose name, or whose city, is most like it."""
    cities = {each.rpartition("/")[2].lower(): each for each in sorted(available_timezones())}
    known = cities | {each.lower(): each for each in cities.values()}
    close = get_close_matches(name.strip().lower().replace(" ", "_"), known, n=1, cutoff=0.75)
    return known[close[0]] if close else ""
