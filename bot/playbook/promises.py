"""Promises to the customer: when one can be made, and whether what was due was kept."""

from datetime import datetime

from bot.playbook.labelled import Labelled
from bot.playbook.refusal import Refusal


class Outcome(Labelled):
    """What became of something that was due."""

    KEPT = "kept", "Kept"
    LATE = "late", "Late"
    BROKEN = "broken", "Broken"


def check_promise(promised: datetime, *, now: datetime, limit: datetime, reason: str = "") -> None:
    """Raise Refusal for a promise in the past, and without a reason for one later than `limit`.

    `limit` is that of the cycle which would begin now without a promise. All moments are aware.
    """
    if promised <= now:
        raise Refusal("That time has passed already. Promise one that is still to come.", field="promise")
    if promised > limit and not reason.strip():
        raise Refusal(
            "That is later than customers of such a case usually hear. Say why, or promise an earlier time.",
            field="reason",
        )


def outcome(*, target: datetime, limit: datetime, at: datetime) -> Outcome:
    """Kept when it was done by the target, late by the limit, else broken."""
    if at <= target:
        return Outcome.KEPT
    return Outcome.LATE if at <= limit else Outcome.BROKEN
