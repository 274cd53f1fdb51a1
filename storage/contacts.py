"""Contacts with the customer and promises to them: the newest, those still open."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlmodel import col

from bot.playbook.work import Direction, Medium, PromiseState
from storage.case_records import Contact, Promise
from storage.database import Tx

_HEARD = (
    select(Contact)
    .where(
        col(Contact.number) == bindparam("number"),
        (col(Contact.direction) == Direction.OUT) | (col(Contact.medium) == Medium.CALL),
    )
    .order_by(col(Contact.at).desc(), col(Contact.id).desc())
    .limit(1)
)
_OPEN = (
    select(Promise)
    .where(col(Promise.number) == bindparam("number"), col(Promise.state) == PromiseState.OPEN)
    .order_by(col(Promise.due_at))
)


async def last_heard(tx: Tx, number: int) -> Contact | None:
    """The newest contact by which the customer heard from us."""
    found = await tx.exec(_HEARD, params={"number": number})
    return found.scalar_one_or_none()  # type: ignore[no-any-return]


async def open_promises(tx: Tx, number: int) -> list[Promise]:
    """The promises that nobody has settled, the first due first."""
    return list((await tx.exec(_OPEN, params={"number": number})).scalars().all())


async def promises(tx: Tx, number: int, which: Iterable[int]) -> list[Promise]:
    """Promises of a case by their ids."""
    found = await tx.exec(
        select(Promise).where(col(Promise.number) == number, col(Promise.id).in_(list(which)))
    )
    return list(found.scalars().all())
