"""Roles: who holds which now, as records, and the one way in which the EM's seat passes on."""

from sqlalchemy import bindparam, select, update
from sqlmodel import col

from bot.playbook.roles import Role
from storage.database import Tx
from storage.models import Escalation, RoleSpan

_HELD = select(RoleSpan).where(col(RoleSpan.number) == bindparam("number"), col(RoleSpan.until).is_(None))


async def held(tx: Tx, number: int) -> dict[Role, RoleSpan]:
    """The spans that have no end."""
    await tx.catch_up()
    found = await tx.exec(_HELD, params={"number": number})
    return {each.role: each for each in found.scalars()}


async def give(tx: Tx, span: RoleSpan | None, new: RoleSpan | None) -> None:
    """End the span of whoever held a role, and begin that of whoever holds it from now on."""
    if span:
        span.until = tx.now
        await tx.flush()  # nobody may seem to share a role
    if new:
        tx.add(new)
    await tx.flush()


async def pass_on(tx: Tx, number: int, *, giver: str, taker: str) -> bool:
    """Make `taker` the EM if `giver` still is; False when somebody else is. The record in hand follows."""
    passed = await tx.exec(
        update(Escalation)
        .where(col(Escalation.number) == number, col(Escalation.em) == giver)
        .values(em=taker, updated_at=tx.now, version=Escalation.version + 1)
        .returning(Escalation)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return passed.scalar_one_or_none() is not None
