"""Adherence: how many updates and promises were kept, counted from what happened to the clocks alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.playbook.kinds import ClockKind
from bot.playbook.labelled import Labelled
from bot.playbook.promises import Outcome, outcome


class What(Labelled):
    """What can happen to a clock."""

    NUDGED = "nudged", "Reminded"
    MISSED = "missed", "Missed"
    SNOOZED = "snoozed", "Put off"
    PAUSED = "paused", "Paused"
    RESUMED = "resumed", "Resumed"
    REPLANNED = "replanned", "Planned anew"
    ANSWERED = "answered", "Answered"
    UNDONE = "undone", "Taken back"
    ENDED = "ended", "Ended"


class Happened(NamedTuple):
    """One event of a clock: which clock and cycle, what, when, and what was due in that cycle then."""

    clock: int
    kind: ClockKind
    cycle: int
    what: What
    at: datetime
    target: datetime
    limit: datetime
    promised: bool = False


@dataclass(frozen=True)
class Adherence:
    """How the cycles of one kind of clock ended; those that were called off do not count."""

    kept: int = 0
    late: int = 0
    missed: int = 0
    paused: timedelta = timedelta()

    @property
    def count(self) -> int:
        """How many cycles came to an end or were missed."""
        return self.kept + self.late + self.missed

    @property
    def share(self) -> float | None:
        """The part that was kept by its target or by its limit; None when there was nothing to keep."""
        return (self.kept + self.late) / self.count if self.count else None


def of_kind(events: Iterable[Happened], kind: ClockKind) -> Adherence:
    """Adherence of a kind of clock, from its events in order."""
    mine = [each for each in events if each.kind is kind]
    return _counted(_outcomes(mine), _stood(mine))


def of_promises(events: Iterable[Happened]) -> Adherence:
    """How promises to the customer were kept, each once."""
    return _counted(_outcomes([each for each in events if each.promised]), timedelta())


def _outcomes(events: list[Happened]) -> list[Outcome]:
    """What became of each cycle: of several answers the last one that stands."""
    ends: dict[tuple[int, int], Outcome] = {}
    for each in events:
        cycle = each.clock, each.cycle
        if each.what is What.ANSWERED:
            ends[cycle] = outcome(target=each.target, limit=each.limit, at=each.at)
        elif each.what is What.MISSED:
            ends[cycle] = Outcome.BROKEN
        elif each.what is What.UNDONE and ends.get(cycle) is not Outcome.BROKEN:
            ends.pop(cycle, None)
    return list(ends.values())


def _stood(events: list[Happened]) -> timedelta:
    """How long the clocks stood still, pauses under way left out."""
    since: dict[int, datetime] = {}
    total = timedelta()
    for each in events:
        if each.what is What.PAUSED:
            since[each.clock] = each.at
        elif each.what in {What.RESUMED, What.ENDED} and each.clock in since:
            total += max(each.at - since.pop(each.clock), timedelta())
    return total


def _counted(ends: list[Outcome], paused: timedelta) -> Adherence:
    return Adherence(
        kept=ends.count(Outcome.KEPT),
        late=ends.count(Outcome.LATE),
        missed=ends.count(Outcome.BROKEN),
        paused=paused,
    )
