"""The end of a cover: nothing is said here, but from now on others are reminded."""

from bot.effects.courier import Courier, Outcome
from bot.services import cover
from storage.database import Tx


async def run_out(courier: Courier) -> Outcome:
    """Note that the time of a cover is over."""
    which = int(courier.lease.detail["cover"])

    async def record(tx: Tx) -> None:
        await cover.run_out(tx, which)

    return Outcome(record=record)
