"""Timeline entries: logged, amended, withdrawn, listed."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, select
from sqlmodel import col

from bot.playbook.timeline import EntryKind
from storage.columns import Json
from storage.database import Tx
from storage.models import Entry

_OF_MESSAGE = (
    select(Entry)
    .where(col(Entry.channel) == bindparam("channel"), col(Entry.ts) == bindparam("ts"))
    .with_for_update()
)
_LOGGED = select(col(Entry.id)).where(
    col(Entry.channel) == bindparam("channel"), col(Entry.ts) == bindparam("ts")
)
_COUNT = select(func.count()).where(
    col(Entry.number) == bindparam("number"), col(Entry.withdrawn_at).is_(None)
)
_WRITE = insert(Entry.__table__)
_LOG = insert(Entry.__table__)  # what people wrote; an entry each, whatever else is written
_LOGGABLE = [column.name for column in Entry.__table__.columns if not column.primary_key]


def write(tx: Tx, number: int, kind: EntryKind, text: str, *, by: str | None, data: Json) -> None:
    """Write an entry that tells of a change, at the transaction's end or before entries are read in it."""
    row: Json = {
        "number": number,
        "kind": kind,
        "author": by,
        "text": text,
        "at": tx.now,
        "logged_at": tx.now,
    }
    tx.at_end(_WRITE, row | {"files": [], "earlier": [], "data": data})


def log(tx: Tx, **values: Any) -> Entry:
    """Write the entry of a message, at the transaction's end or before it is looked for; to be read only."""
    entry = Entry(**values)
    tx.at_end(_LOG, {name: getattr(entry, name) for name in _LOGGABLE}, key=(entry.channel, entry.ts))
    return entry


async def from_message(tx: Tx, channel: str, ts: str) -> Entry | None:
    """The entry that a message made."""
    if tx.kept(_LOG, (channel, ts)):
        await tx.catch_up()
    found = await tx.exec(_OF_MESSAGE, params={"channel": channel, "ts": ts})
    return found.scalar_one_or_none()  # type: ignore[no-any-return]


async def is_logged(tx: Tx, channel: str, ts: str) -> bool:
    """Whether a message made an entry."""
    if tx.kept(_LOG, (channel, ts)):
        return True
    if (known := tx.known.logged.get((channel, ts))) is not None:
        return known
    return (await tx.run(_LOGGED, {"channel": channel, "ts": ts})).first() is not None


async def latest(
    tx: Tx, number: int, *, limit: int, kinds: Sequence[EntryKind] = tuple(EntryKind)
) -> list[Entry]:
    """The newest entries of a case that still stand, of these kinds, newest first."""
    await tx.catch_up()
    found = await tx.exec(_newest(tuple(kinds)), params={"number": number, "limit": limit})
    return list(found.scalars().all())


@cache
def _newest(kinds: tuple[EntryKind, ...]) -> Select[Entry]:
    of_kind = [col(Entry.kind).in_(kinds)] if len(kinds) < len(EntryKind) else []
    return (
        select(Entry)
        .where(col(Entry.number) == bindparam("number"), col(Entry.withdrawn_at).is_(None), *of_kind)
        .order_by(col(Entry.at).desc(), col(Entry.id).desc())
        .limit(bindparam("limit"))
    )


async def of_case(tx: Tx, number: int) -> list[Entry]:
    """The whole timeline, oldest first, withdrawn entries included."""
    await tx.catch_up()
    found = await tx.exec(
        select(Entry).where(col(Entry.number) == number).order_by(col(Entry.at), col(Entry.id))
    )
    return list(found.scalars().all())


async def authors(tx: Tx, number: int) -> set[str]:
    """Everyone who is on a case's timeline."""
    await tx.catch_up()
    found = await tx.exec(
        select(col(Entry.author))
        .where(col(Entry.number) == number, col(Entry.author).is_not(None))
        .distinct()
    )
    return set(found.scalars().all())


async def count(tx: Tx, number: int) -> int:
    """How many entries of a case stand."""
    await tx.catch_up()
    found = await tx.exec(_COUNT, params={"number": number})
    return int(found.scalar_one())
