"""A clock's turn: what is to be said now, once, and when to look at it again."""

from collections.abc import Hashable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.playbook.clocks import Clock
from bot.playbook.ladder import Hours, unsaid, waiting
from bot.playbook.pauses import resume
from bot.playbook.policy import Policy
from bot.playbook.rungs import Level, Rung, To

DELAYED = timedelta(minutes=5)  # what comes later than this says so


class Told(NamedTuple):
    """One message: its rung, and the earlier ones for the same recipient that it stands for."""

    rung: Rung
    also: tuple[Rung, ...] = ()

    def is_delayed(self, now: datetime) -> bool:
        """True when it should have come some time ago: after downtime."""
        return now - self.rung.at > DELAYED


class Turn(NamedTuple):
    """The clock as it is afterwards, what to say, and when its next turn is; None when nothing more comes."""

    clock: Clock
    say: tuple[Told, ...]
    next_at: datetime | None


def turn(clock: Clock, policy: Policy, now: datetime, hours: Hours | None = None) -> Turn:
    """Deal with everything that is due by `now`: one message a recipient, however long ago the last turn was.

    The stamp of a miss and the end of a pause come as messages to nobody. What is over the cap is dropped.
    """
    say: list[Told] = []
    if clock.resumes_at is not None and clock.resumes_at <= now:
        say.append(Told(waiting(clock, policy)[0]))
        clock = resume(clock, policy, clock.resumes_at)
    if not clock.is_paused:
        due = [each for each in unsaid(clock, policy, hours, until=now) if each.at <= now]
        told = [each for each in _merged(due) if each.rung.to is not To.EM or _has_room(clock, policy)]
        clock = _after(clock, due, told, now)
        say += told
    left = waiting(clock, policy, hours, until=now)
    return Turn(clock, tuple(say), left[0].at if left else None)


def _merged(due: list[Rung]) -> list[Told]:
    """One message for each recipient: the rung that says most."""
    groups: dict[To | None, list[Rung]] = {}
    for each in due:
        groups.setdefault(each.to, []).append(each)
    return [Told(group[-1], tuple(group[:-1])) for group in groups.values()]


def _has_room(clock: Clock, policy: Policy) -> bool:
    return clock.notices < policy.clocks.notices


def _after(clock: Clock, due: list[Rung], told: list[Told], now: datetime) -> Clock:
    if not due:
        return clock
    said = dict(clock.said)
    for each in due:
        said[each.level] = max(each.number, said.get(each.level, 0))
    missed = clock.missed_at or (clock.limit if any(each.level is Level.MISSED for each in due) else None)
    over = clock.snoozed_until is not None and clock.snoozed_until <= now
    return replace(
        clock,
        said=said,
        missed_at=missed,
        notices=clock.notices + sum(each.rung.to is To.EM for each in told),
        snoozed_until=None if over else clock.snoozed_until,
    )


class Notice(NamedTuple):
    """Something to say to somebody at some place: a channel, a thread or their DMs."""

    where: Hashable
    person: str
    about: Hashable
    told: Told


class Bundle(NamedTuple):
    """One message: everything for one person at one place, the earliest first."""

    where: Hashable
    person: str
    notices: tuple[Notice, ...]
    delayed: bool


def bundled(notices: Iterable[Notice], now: datetime) -> list[Bundle]:
    """What falls together as one message a person and place; after downtime marked as delayed."""
    groups: dict[tuple[Hashable, str], list[Notice]] = {}
    for each in sorted(notices, key=lambda notice: notice.told.rung.at):
        groups.setdefault((each.where, each.person), []).append(each)
    return [
        Bundle(where, person, tuple(group), any(each.told.is_delayed(now) for each in group))
        for (where, person), group in groups.items()
    ]
