"""Open cases, the newest first, for a choice among them."""

from sqlalchemy import bindparam, select
from sqlmodel import col

from bot.playbook.lifecycle import Status
from storage.database import Tx
from storage.models import Escalation

_OPEN = (
    select(Escalation)
    .where(col(Escalation.status) != Status.CLOSED)
    .order_by(col(Escalation.number).desc())
    .limit(bindparam("limit"))
)


async def newest(tx: Tx, *, limit: int) -> list[Escalation]:
    """At most so many; who may see them is for the caller to ask."""
    return list((await tx.exec(_OPEN, params={"limit": limit})).scalars().all())
