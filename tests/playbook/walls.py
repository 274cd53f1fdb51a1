"""Moments as a table of clocks writes them: "Fri 13 Mar 18:00" on the wall of a zone, in 2026."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.playbook import zones
from bot.playbook.calendars import Place
from bot.playbook.clocks import Clock, start
from bot.playbook.kinds import ClockKind
from bot.playbook.ladder import Hours, waiting
from bot.playbook.policy import Policy
from bot.playbook.severity import Severity

POLICY = Policy.load()
LONDON = "Europe/London"


def at(text: str, zone: str = LONDON) -> datetime:
    """The moment (UTC) when the wall shows `text`; the weekday has to be right."""
    wall = datetime.strptime(f"{text} 2026", "%a %d %b %H:%M %Y")  # noqa: DTZ007 - what a wall shows
    assert f"{wall:%a}" == text[:3], f"{text} is a {wall:%a}"
    return zones.at(wall, ZoneInfo(zone))


def shown(moment: datetime, zone: str = LONDON, *, offset: bool = False) -> str:
    """What the wall of a zone shows at a moment, which is UTC as every moment of ours."""
    assert moment.tzinfo is UTC
    return f"{moment.astimezone(ZoneInfo(zone)):%a %d %b %H:%M{' %z' if offset else ''}}"


def place(text: str) -> Place:
    """ "Europe/London" or, with public holidays, "Europe/London GB-ENG"."""
    zone, _, holidays = text.partition(" ")
    return Place(zone, holidays)


def clock(what: str, since: str, where: str = LONDON, **more: datetime | None) -> Clock:
    """A clock such as "internal high", running from a moment on the wall of `where`."""
    kind, severity = what.split()
    return start(
        ClockKind(kind), at(since, place(where).zone), Severity(severity), POLICY, place(where), **more
    )


def times(clock: Clock, *, offset: bool = False) -> str:
    """Target and limit, "Mon 16 Mar 10:00 / Mon 16 Mar 12:00", on the clock's own wall."""
    zone = clock.place.zone
    return f"{shown(clock.target, zone, offset=offset)} / {shown(clock.limit, zone, offset=offset)}"


def told(made: Clock, hours: Hours | None = None, policy: Policy = POLICY) -> list[str]:
    """The rungs to come, "target Mon 16 Mar 10:00 em", on the clock's own wall."""
    return [
        f"{each.level}{each.number if each.number > 1 else ''} "
        f"{shown(each.at, made.place.zone)} {each.to or '-'}"
        for each in waiting(made, policy, hours)
    ]
