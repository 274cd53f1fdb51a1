"""The clocks of a case that was filed or claimed a moment ago: nobody had to wait until they were planned."""

from datetime import datetime

from bot.effects.courier import Courier, Outcome
from bot.services import first_cycles
from storage import escalations
from storage.database import Tx


async def start(courier: Courier) -> Outcome:
    """Start them, counted from when it happened; nothing is told to Slack."""
    by: str | None = courier.lease.detail["by"]
    since = datetime.fromisoformat(courier.lease.detail["since"])

    async def record(tx: Tx) -> None:
        ace = await escalations.lock(tx, courier.number)
        if ace is None:
            return
        if by is None:
            await first_cycles.begin_claim(tx, ace, since=since)
        else:
            await first_cycles.begin_claim(tx, ace, since=ace.filed_at)
            await first_cycles.begin_updates(tx, ace, by=by, since=since)

    return Outcome(record=record)
