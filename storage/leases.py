"""Leases: rows of the outbox taken for a while by one process, then settled or given back.

A lease is one process's word for a bounded time. Whoever settles names the lease they hold, so that after it
has passed to somebody else nothing of theirs is recorded; what they did meanwhile is looked at again.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Float,
    Integer,
    and_,
    bindparam,
    case,
    cast,
    extract,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlmodel import col

from storage import outbox
from storage.columns import Json
from storage.database import Tx
from storage.outbox import Effect
from storage.outbox_row import OutboxRow, RowState

A_MOMENT = timedelta(milliseconds=1)
TABLE = OutboxRow.__table__
ROW = TABLE.c
MOMENT = ROW.available_at.type


@dataclass(frozen=True)
class Lease:
    """A row as it was when this process took it."""

    id: int
    key: str
    kind: Effect
    number: int
    detail: Json
    wanted: int
    done: int
    attempts: int  # this one included
    first_try_at: datetime
    may_have_happened: (
        bool  # whether an earlier try may have reached Slack, so that one looks before doing it again
    )
    owner: str


def _wall(dialect: str) -> Any:
    """The time that leases go by: the server's on PostgreSQL, so that the clocks of replicas may differ."""
    if dialect == "postgresql":
        return cast(extract("epoch", func.clock_timestamp()), Float)
    return bindparam("wall", type_=Float)


def _taking(dialect: str) -> Any:
    """The statement that leases rows; made once, since making it takes longer than running it."""
    wall, now = _wall(dialect), bindparam("now", type_=MOMENT)
    heads = (
        select(ROW.id)
        .where(
            ROW.state == RowState.WAITING,
            ROW.available_at <= now,
            or_(ROW.lease_until.is_(None), ROW.lease_until < wall),
            outbox.IS_KNOWN,
            outbox.IS_OPEN,
            outbox.IS_HEAD,
        )
        .order_by(ROW.priority, ROW.available_at, ROW.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
        .cte("heads")
    )
    if dialect == "postgresql":
        heads = heads.prefix_with(
            "MATERIALIZED"
        )  # else the planner may run it, limit and all, once for each row
    return (
        update(TABLE)
        .where(ROW.id.in_(select(heads.c.id)))
        .values(
            lease_owner=bindparam("owner"),
            lease_until=wall + bindparam("seconds", type_=Float),
            attempts=ROW.attempts + 1,
            first_try_at=func.coalesce(ROW.first_try_at, now),
        )
        .returning(TABLE)
    )


_TAKE = {dialect: _taking(dialect) for dialect in ("postgresql", "sqlite")}


async def lease(
    tx: Tx, *, owner: str, seconds: float, limit: int, withheld: Collection[Effect] = ()
) -> list[Lease]:
    """Take up to `limit` due rows, the first of each lane, for `seconds`; `owner` names this very taking.

    Of the kinds in `withheld` only urgent rows are taken.
    """
    values: Json = {"now": tx.now, "most": limit, "owner": owner, "seconds": seconds}
    values["withheld"] = [kind.value for kind in withheld]
    if tx.dialect == "sqlite":
        values["wall"] = time.time()
    taken = await tx.run(_TAKE[tx.dialect], values)
    rows = sorted(taken, key=lambda row: (row.priority, row.id))
    return [_leased(row, owner, tx.now) for row in rows]


def _leased(row: Any, owner: str, now: datetime) -> Lease:
    return Lease(
        id=row.id,
        key=row.key,
        kind=Effect(row.kind),
        number=row.number,
        detail=row.detail,
        wanted=row.wanted,
        done=row.done,
        attempts=row.attempts,
        first_try_at=row.first_try_at,
        may_have_happened=row.first_try_at != now,
        owner=owner,
    )


async def settle(
    tx: Tx, held: Lease, *, posted: tuple[str, str] | None = None, rest: timedelta = timedelta()
) -> bool:
    """Note that a leased row was carried out; False when the lease had passed to somebody else meanwhile.

    Asked for again since it was taken, it waits once more; a redraw then keeps its distance, `rest`. What was
    newly posted may change at once, since people are looking at it.
    """
    more = col(OutboxRow.wanted) > held.wanted
    result: Json = {"result": {"channel": posted[0], "ts": posted[1]}} if posted else {}
    resting = held.kind.is_redraw and not posted
    rested = _time(tx.now + rest if resting else tx.now)
    return await _give_back(
        tx,
        held,
        **result,
        done=held.wanted,
        state=case((more, RowState.WAITING), else_=RowState.DONE),
        attempts=0,
        first_try_at=case((_doubted(held), OutboxRow.first_try_at), else_=None),
        rest_until=rested if resting else None,
        available_at=case((col(OutboxRow.available_at) < rested, rested), else_=OutboxRow.available_at),
        error=None,
    )


async def retry(
    tx: Tx, held: Lease, *, at: datetime, error: str, counted: bool = True, untouched: bool = False
) -> bool:
    """Give a leased row back, to be tried again `at`.

    `counted` False: the attempt does not count, as Slack turned it away unread. `untouched`: nothing of this
    try can have reached Slack, so that the next one need not look.
    """
    values: dict[str, Any] = {"available_at": at, "error": error}
    if not counted:
        values["attempts"] = OutboxRow.attempts - 1
    if untouched and not held.may_have_happened:
        values["first_try_at"] = case((_doubted(held), OutboxRow.first_try_at), else_=None)
    return await _give_back(tx, held, **values)


async def bury(tx: Tx, held: Lease, *, error: str) -> bool:
    """Give a leased row up; it stays, to be seen and tried again."""
    return await _give_back(tx, held, state=RowState.DEAD, error=error)


async def doubt(tx: Tx, held: Lease) -> None:
    """After a lost lease: what we did may have come after what the next holder did, so draw it once more.

    The note survives a settlement by that holder, who took the row before.
    """
    again = (
        update(OutboxRow)
        .where(col(OutboxRow.id) == held.id)
        .values(
            wanted=OutboxRow.wanted + 1,
            state=RowState.WAITING,
            first_try_at=held.first_try_at - A_MOMENT,
        )
        .execution_options(synchronize_session=False)
    )
    await tx.exec(again)
    tx.wakes_outbox = True


async def find(tx: Tx, row: int) -> OutboxRow | None:
    """A row as it stands now."""
    return await tx.session.get(OutboxRow, row)


def _doubted(held: Lease) -> Any:
    """Whether somebody has noted a doubt since the row was taken."""
    return and_(
        col(OutboxRow.first_try_at).is_not(None), col(OutboxRow.first_try_at) != _time(held.first_try_at)
    )


def _time(moment: datetime) -> Any:
    return literal(moment, MOMENT)


async def _give_back(tx: Tx, held: Lease, **values: Any) -> bool:
    freed = (
        update(OutboxRow)
        .where(
            col(OutboxRow.id) == held.id,
            col(OutboxRow.lease_owner) == held.owner,
            col(OutboxRow.state) == RowState.WAITING,
        )
        .values(lease_owner=None, lease_until=None, **values)
        .execution_options(synchronize_session=False)
    )
    return bool((await tx.exec(freed)).rowcount == 1)
