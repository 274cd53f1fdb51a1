"""Beats: what happens once at a time of its own, however many processes look whether that has come."""

from datetime import datetime

from sqlalchemy import bindparam, update
from sqlmodel import col

from storage import inserts
from storage.clock_records import Beat
from storage.database import Tx

_TYPE = Beat.__table__.c.next_at.type
_BEGIN = inserts.unless_there(Beat)
_MOVE = (
    update(Beat.__table__)
    .where(col(Beat.name) == bindparam("beat"), col(Beat.next_at) == bindparam("old", type_=_TYPE))
    .values(next_at=bindparam("new", type_=_TYPE))
)


async def taken(tx: Tx, name: str, following: datetime) -> datetime | None:
    """The moment that was due, if this transaction is the one to act on it; the next is at `following`.

    None when it is not due yet, somebody else was first, or it is known only from now on.
    """
    there = await tx.session.get(Beat, name)
    if there is None:
        await tx.run(_BEGIN[tx.dialect], {"name": name, "next_at": following})
        return None
    due = there.next_at
    if due > tx.now:
        return None
    moved = await tx.run(_MOVE, {"beat": name, "old": due, "new": following})
    return due if moved.rowcount == 1 else None
