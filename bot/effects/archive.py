"""Archiving a closed case's channel, when somebody asked for it."""

from bot.effects.courier import NOTHING, Courier, Outcome, Record, Refused
from bot.playbook.lifecycle import Status
from bot.services import room_events
from storage import outbox, overview
from storage.database import Tx
from storage.outbox import Effect

GONE = {"already_archived", "is_archived", "channel_not_found"}


async def archive(courier: Courier) -> Outcome:
    """Archive the channel unless the case goes on meanwhile; refused, tell whoever asked for it."""
    detail = courier.lease.detail
    async with courier.store.read() as tx:
        case = await overview.of(tx, courier.number)
    if case is None or case.ace.status is not Status.CLOSED or case.room != detail["channel"]:
        return NOTHING
    try:
        await courier.call(courier.client.conversations_archive, channel=detail["channel"])
    except Refused as no:
        if no.code not in GONE:
            return Outcome(record=_refused(courier, no.code), problem=no.code)
    return Outcome(record=_archived(courier))


def _archived(courier: Courier) -> Record:
    detail = courier.lease.detail

    async def record(tx: Tx) -> None:
        await room_events.archived(tx, detail["channel"], by=detail["by"])

    return record


def _refused(courier: Courier, code: str) -> Record:
    detail = courier.lease.detail

    async def record(tx: Tx) -> None:
        told = {"what": "not_archived", "to": detail["by"], "code": code}
        await outbox.once(tx, Effect.SAY, courier.number, f"not-archived-{courier.lease.id}", detail=told)

    return record
