"""Handovers: offers of the EM's seat, each answered once."""

from sqlalchemy import bindparam, select, update
from sqlmodel import col

from bot.playbook.handover import HandoverState
from storage.case_records import Handover
from storage.database import Tx

_WAITING = select(Handover).where(
    col(Handover.number) == bindparam("number"), col(Handover.state) == HandoverState.OFFERED
)


async def find(tx: Tx, handover: int) -> Handover | None:
    """An offer by its id."""
    return await tx.session.get(Handover, handover)


async def waiting(tx: Tx, number: int) -> Handover | None:
    """The offer of a case that waits for an answer."""
    found = await tx.exec(_WAITING, params={"number": number})
    return found.scalar_one_or_none()  # type: ignore[no-any-return]


async def to(tx: Tx, number: int, person: str) -> list[Handover]:
    """Every offer of a case to somebody, whatever became of it."""
    wanted = select(Handover).where(col(Handover.number) == number, col(Handover.taker) == person)
    return list((await tx.exec(wanted)).scalars().all())


async def answer(tx: Tx, handover: int, state: HandoverState, *, why: str = "") -> bool:
    """Settle an offer if nobody has yet; False when somebody has. The record in hand follows."""
    settled = await tx.exec(
        update(Handover)
        .where(col(Handover.id) == handover, col(Handover.state) == HandoverState.OFFERED)
        .values(state=state, answered_at=tx.now, why=why)
        .returning(Handover)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return settled.scalar_one_or_none() is not None
