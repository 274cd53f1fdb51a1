"""The words of what is due: each clock's name, when it is due, and how it stands."""

from collections.abc import Sequence
from datetime import timedelta

from blocks import kit
from bot.playbook import adherence
from bot.playbook.adherence import Adherence, Happened
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


def kept(happened: Sequence[Happened]) -> str:
    """How well updates and promises were kept so far, and how long the clocks stood still; "" for neither."""
    counted = [(name, adherence.of_kind(happened, kind)) for name, kind in _KEPT]
    counted.append(("promises", adherence.of_promises(happened)))
    parts = [
        f"{name} kept {each.kept} of {each.count}{_besides(each)}" for name, each in counted if each.count
    ]
    paused = sum((each.paused for _, each in counted[:2]), timedelta())
    if paused:
        parts.append(f"paused for {paused // timedelta(minutes=1)} min")
    return f"So far: {'; '.join(parts)}." if parts else ""


def _besides(found: Adherence) -> str:
    late = [f"{found.late} late"] if found.late else []
    missed = [f"{found.missed} missed"] if found.missed else []
    return f" ({', '.join(late + missed)})" if late or missed else ""


_KEPT = (("internal updates", ClockKind.INTERNAL), ("customer updates", ClockKind.CUSTOMER))


def next_update(rows: Sequence[ClockRow]) -> str:
    """When the next update is due, "" when none is."""
    waiting = [row for row in rows if row.kind in UPDATES]
    soonest = min(waiting, key=lambda row: row.resumes_at or row.target_at, default=None)
    return due(soonest).capitalize() if soonest else ""
