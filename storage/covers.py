"""Covers: who stands in for whom in a role, until when."""

from sqlalchemy import bindparam, select
from sqlmodel import col

from storage.case_records import Cover
from storage.database import Tx

_ARRANGED = (
    select(Cover)
    .where(col(Cover.number) == bindparam("number"), col(Cover.ended_at).is_(None))
    .order_by(col(Cover.id))
)


async def find(tx: Tx, cover: int) -> Cover | None:
    """A cover by its id."""
    return await tx.session.get(Cover, cover)


async def arranged(tx: Tx, number: int) -> list[Cover]:
    """The covers of a case that nobody has ended."""
    return list((await tx.exec(_ARRANGED, params={"number": number})).scalars().all())


async def in_force(tx: Tx, number: int) -> list[Cover]:
    """Those whose time is not over."""
    return [each for each in await arranged(tx, number) if each.since <= tx.now < each.until]
