"""Twins: a call whose answer never came takes effect after all, when another was made in its place."""

from dataclasses import asdict
from datetime import timedelta

from bot.effects.courier import NOTHING, Courier, Outcome, Refused
from bot.effects.retract import GONE
from bot.effects.sought import Sought
from storage import outbox
from storage.database import Tx
from storage.outbox import Effect

LATE = timedelta(minutes=1)  # after which no call that was cut off is under way any more


async def looked_for(tx: Tx, courier: Courier) -> None:
    """Look for the twin of what was just posted, if there was a doubt, once it must have come."""
    if courier.again:
        lease = courier.lease
        detail = courier.again | asdict(Sought.of(lease))
        await outbox.once(
            tx, Effect.TWINS, lease.number, f"{lease.id}:{lease.wanted}", detail=detail, after=LATE
        )


async def remove(courier: Courier) -> Outcome:
    """Delete every message that says the same thing as the one that is recorded."""
    detail = courier.lease.detail
    sought = Sought(detail["key"], detail["after"], detail["wanted"], detail["since"])
    try:
        async for ts in courier.messages(sought, detail["channel"], detail.get("thread")):
            if ts != detail["ts"]:
                await courier.call(courier.client.chat_delete, channel=detail["channel"], ts=ts)
    except Refused as no:
        if no.code not in GONE | {"thread_not_found"}:
            raise
    return NOTHING
