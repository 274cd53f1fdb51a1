"""How much of the outbox is left to do: the numbers behind /metrics and `ace doctor`."""

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlmodel import col

from storage.database import Tx
from storage.outbox_row import OutboxRow, RowState


@dataclass(frozen=True)
class Backlog:
    """Rows by where they stand; `oldest_due` is in seconds, 0 when nothing that is due waits."""

    waiting: int  # held ones included
    held: int
    dead: int
    oldest_due: float


async def of(tx: Tx) -> Backlog:
    """Count the rows that are not done; an index leads to each kind, since most rows are."""
    state, available = col(OutboxRow.state), col(OutboxRow.available_at)
    waits = select(
        func.count(),
        func.count(case((col(OutboxRow.lease_owner).is_not(None), 1))),
        func.min(case((available <= tx.now, available))),
    ).where(state == RowState.WAITING)
    waiting, held, oldest = (await tx.exec(waits)).one()
    given_up = select(func.count(col(OutboxRow.id))).where(state == RowState.DEAD)
    dead = (await tx.exec(given_up)).scalar_one()
    return Backlog(waiting, held, dead, (tx.now - oldest).total_seconds() if oldest else 0.0)
