"""Where each rung of each clock is said."""

from datetime import UTC, datetime

import pytest

from bot.playbook.kinds import ClockKind
from bot.playbook.reach import Where, places
from bot.playbook.rungs import Level, Rung, To

AT = datetime(2026, 3, 16, 9, tzinfo=UTC)


def rung(level: Level, to: To | None) -> Rung:
    return Rung(level, 1, AT, AT, to)


@pytest.mark.parametrize(
    ("kind", "level", "to", "where"),
    [
        (ClockKind.CLAIM, Level.TARGET, To.ON_CALL, (Where.THREAD, Where.DIRECT)),
        (ClockKind.CLAIM, Level.ESCALATED, To.MANAGER, (Where.THREAD, Where.DIRECT)),
        (ClockKind.INTERNAL, Level.TARGET, To.EM, (Where.CASE,)),
        (ClockKind.CUSTOMER, Level.MIDWAY, To.EM, (Where.DIRECT,)),
        (ClockKind.CUSTOMER, Level.TAKE_OVER, To.BACKUP, (Where.ALERT,)),
        (ClockKind.INTERNAL, Level.REPEAT, To.BACKUP, (Where.THREAD,)),
        (ClockKind.INTERNAL, Level.STILL_YOURS, To.EM, (Where.CASE,)),
        (ClockKind.TRIAGE_CALL, Level.NOTICE, To.EM, (Where.CASE,)),
        (ClockKind.ATTEMPT, Level.DUE, To.OWNER, (Where.CASE,)),
        (ClockKind.ITEM, Level.HALF, To.OWNER, (Where.DIRECT,)),
        (ClockKind.ITEM, Level.LATE, To.MANAGER, (Where.DIRECT,)),
        (ClockKind.APPROVAL, Level.AGAIN, To.APPROVERS, (Where.DIRECT,)),
        (ClockKind.APPROVAL, Level.LATE, To.EM, (Where.CASE,)),
    ],
)
def test_a_rung_is_told_where_its_recipient_looks(
    kind: ClockKind, level: Level, to: To, where: tuple[Where, ...]
) -> None:
    assert places(kind, rung(level, to)) == where


@pytest.mark.parametrize("kind", list(ClockKind))
def test_what_notifies_nobody_is_said_nowhere(kind: ClockKind) -> None:
    assert places(kind, rung(Level.MISSED, None)) == ()
