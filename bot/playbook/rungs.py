"""The rungs of the reminder ladder: what they are called, whom they reach, and when."""

from datetime import datetime
from typing import NamedTuple

from bot.playbook.labelled import Labelled


class To(Labelled):
    """Whom a rung notifies."""

    ON_CALL = "on_call", "on-call EM"
    EM = "em", "EM"
    BACKUP = "backup", "backup EM"
    MANAGER = "manager", "manager"  # the on-call's; of an action item the owner's, or else the EM
    OWNER = "owner", "owner"  # of an action item or an attempt
    APPROVERS = "approvers", "approvers"


class Level(Labelled):
    """What a rung is, in the order in which those of one moment are told: the later says more."""

    RESUMED = "resumed", "the pause is over"
    NOTICE = "notice", "heads-up before it is due"
    HALF = "half", "half of the time is over"
    BEFORE = "before", "shortly before it is due"
    TARGET = "target", "nudge"
    SNOOZED = "snoozed", "the nudge again after a snooze"
    MIDWAY = "midway", "the nudge is edited, and a DM"
    BACKUP = "backup", "the backup is asked"
    DUE = "due", "it is due now"
    AGAIN = "again", "still open"
    MISSED = "missed", "marked missed"
    TAKE_OVER = "take_over", "a line to the backup, who can take over"
    ESCALATED = "escalated", "the manager is asked"
    LATE = "late", "somebody else hears of it"
    STILL_YOURS = "still_yours", "is it still yours?"
    REPEAT = "repeat", "the backup hears again"

    @property
    def rank(self) -> int:
        """Its place in that order."""
        return _RANKS[self]

    @property
    def follows(self) -> bool:
        """True for what is said because something has come to pass; it waits and never comes early."""
        return self in _FOLLOWING


_RANKS = {level: rank for rank, level in enumerate(Level)}
_FOLLOWING = frozenset(
    {
        Level.RESUMED,
        Level.SNOOZED,
        Level.AGAIN,
        Level.MISSED,
        Level.TAKE_OVER,
        Level.ESCALATED,
        Level.LATE,
        Level.STILL_YOURS,
        Level.REPEAT,
    }
)


class Rung(NamedTuple):
    """One rung: due at `due` by the policy, delivered at `at`, when `to` works (both aware UTC).

    `number` counts the rungs of a level from 1. `to` is None for what notifies nobody: the stamp of a miss,
    the end of a pause. `at` is before `due` for what is "due tonight", after it for what waits till morning.
    """

    level: Level
    number: int
    due: datetime
    at: datetime
    to: To | None

    @property
    def key(self) -> str:
        """What it is called within a plan of a cycle, such as "repeat-3"."""
        return f"{self.level}-{self.number}"
