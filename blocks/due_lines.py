"""The words of what is due: each clock's name, when it is due, and how it stands."""

from collections.abc import Sequence

from blocks import kit
from bot.playbook.kinds import ClockKind
from storage.clock_records import ClockRow

UPDATES = (ClockKind.INTERNAL, ClockKind.CUSTOMER)
SHOWN = (*UPDATES, ClockKind.TRIAGE_CALL, ClockKind.CONFIRMATION, ClockKind.RETROSPECTIVE)


def name(row: ClockRow) -> str:
    """What is waited for, within a sentence."""
    if row.kind is ClockKind.CUSTOMER and row.promise:
        return "promise to the customer"
    return _NAMES[row.kind]


_NAMES = {
    ClockKind.CLAIM: "claim",
    ClockKind.INTERNAL: "internal update",
    ClockKind.CUSTOMER: "customer update",
    ClockKind.PROMISE: "promise to the customer",
    ClockKind.TRIAGE_CALL: "triage call",
    ClockKind.CONFIRMATION: "customer's confirmation",
    ClockKind.ATTEMPT: "workaround attempt",
    ClockKind.RETROSPECTIVE: "retrospective draft",
    ClockKind.APPROVAL: "retrospective approval",
    ClockKind.ITEM: "action item",
}


def due(row: ClockRow) -> str:
    """When it is due, or that it was missed, is paused or put off; as mrkdwn with date tokens."""
    if row.resumes_at:
        why = f": {kit.escape(kit.short(row.reason, 150))}" if row.reason else ""
        return f"paused until {kit.moment(row.resumes_at)}{why}"
    if row.missed_at:
        return f"missed {kit.moment(row.missed_at)}"
    return f"due {kit.moment(row.target_at)}"


def following(rows: Sequence[ClockRow]) -> str:
    """What is due next in a case, on one line; "" when nothing is."""
    there = [row for kind in SHOWN for row in rows if row.kind is kind]
    return "; ".join(f"{name(row)} {due(row)}" for row in there)


def next_update(rows: Sequence[ClockRow]) -> str:
    """When the next update is due, "" when none is."""
    waiting = [row for row in rows if row.kind in UPDATES]
    soonest = min(waiting, key=lambda row: row.resumes_at or row.target_at, default=None)
    return due(soonest).capitalize() if soonest else ""
