"""First cycles: the clocks that begin when a case is filed and claimed, started a moment after.

Planning them takes longer than the change itself, and nobody has to wait for it: the change leaves an outbox
row (`clockwork.filed`, `clockwork.claimed`), and they are counted from when it was made.
"""

from datetime import datetime

from bot.playbook.kinds import ClockKind
from bot.playbook.lifecycle import Status
from bot.services import clockwork
from bot.services.cycles import Cycles
from storage import surfaces
from storage.database import Tx
from storage.models import Escalation, SurfaceKind


async def begin_claim(tx: Tx, ace: Escalation, *, since: datetime) -> None:
    """Start the clock of a case that waits for its claim; `since` is when it was filed."""
    cycles = Cycles(tx, ace)
    if ace.status is not Status.CLOSED and await cycles.find(ClockKind.CLAIM) is None:
        await cycles.start(ClockKind.CLAIM, anchor=since)


async def begin_updates(tx: Tx, ace: Escalation, *, by: str, since: datetime) -> None:
    """End the wait for a claim, and start what begins with it; `by` claimed it at `since`.

    What runs already was started by something that was faster, and goes on.
    """
    cycles = Cycles(tx, ace)
    await cycles.end(ClockKind.CLAIM, by=by, at=since)
    for kind in clockwork.AT_CLAIM:
        if kind.runs_in(ace.status) and await cycles.find(kind) is None:
            await cycles.start(kind, anchor=since)
    if await surfaces.find(tx, ace.number, SurfaceKind.CHANNEL):
        await clockwork.show(tx, ace)  # else the cards follow the channel
