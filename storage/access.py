"""Requests to see a case: each is answered once."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlmodel import col

from storage.case_records import AccessRequest
from storage.database import Tx
from storage.outbox import Effect
from storage.outbox_row import OutboxRow

ASKED, GRANTED, DECLINED = "asked", "granted", "declined"


async def find(tx: Tx, request: int) -> AccessRequest | None:
    """A request by its id."""
    return await tx.session.get(AccessRequest, request)


async def waiting(tx: Tx, number: int) -> list[AccessRequest]:
    """The requests of a case that nobody has answered, oldest first."""
    wanted = select(AccessRequest).where(
        col(AccessRequest.number) == number, col(AccessRequest.state) == ASKED
    )
    return list((await tx.exec(wanted.order_by(col(AccessRequest.id)))).scalars().all())


async def newest(tx: Tx, number: int, person: str) -> AccessRequest | None:
    """The last request of somebody about a case."""
    wanted = select(AccessRequest).where(
        col(AccessRequest.number) == number, col(AccessRequest.person) == person
    )
    found = await tx.exec(wanted.order_by(col(AccessRequest.id).desc()).limit(1))
    return found.scalar_one_or_none()  # type: ignore[no-any-return]


async def count_since(tx: Tx, person: str, since: datetime) -> int:
    """How many requests somebody has made since a time, whatever the case."""
    asked = select(func.count()).where(
        col(AccessRequest.person) == person, col(AccessRequest.asked_at) >= since
    )
    return int((await tx.exec(asked)).scalar_one())


async def answer(tx: Tx, request: int, state: str, *, by: str) -> bool:
    """Settle a request if nobody has yet; False when somebody has. The record in hand follows."""
    settled = await tx.exec(
        update(AccessRequest)
        .where(col(AccessRequest.id) == request, col(AccessRequest.state) == ASKED)
        .values(state=state, answered_by=by, answered_at=tx.now)
        .returning(AccessRequest)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return settled.scalar_one_or_none() is not None


async def shown(tx: Tx, number: int) -> list[OutboxRow]:
    """The rows that show the requests of a case to whoever may answer them."""
    rows = select(OutboxRow).where(
        col(OutboxRow.number) == number, col(OutboxRow.kind) == Effect.ACCESS.value
    )
    return list((await tx.exec(rows)).scalars().all())
