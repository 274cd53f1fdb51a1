"""Casework: the rows that leading a case leaves, read together for its cards and its guards."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlmodel import col

from bot.playbook.handover import HandoverState
from storage.case_records import (
    Attempt,
    Contact,
    Cover,
    Criterion,
    Handover,
    Item,
    Promise,
    Stakeholder,
)
from storage.columns import Record
from storage.database import Tx

CONTACTS = 5  # the newest, for a card


@dataclass(frozen=True)
class Casework:
    """The rows of one case, oldest first; what was removed is left out."""

    criteria: list[Criterion] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)  # the newest ones
    promises: list[Promise] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    stakeholders: list[Stakeholder] = field(default_factory=list)
    handover: Handover | None = None  # the one that waits for an answer
    covers: list[Cover] = field(default_factory=list)  # those in force

    @property
    def people(self) -> set[str]:
        """Everyone named in it, by user id."""
        named = [
            *(person for item in self.items for person in _concerned(item)),
            *(each.settled_by for each in self.criteria),
            *(each.started_by for each in self.attempts),
            *(each.by for each in self.contacts),
            *(each.person for each in self.stakeholders),
            *(person for each in self.covers for person in (each.person, each.stand_in)),
            *((self.handover.giver, self.handover.taker) if self.handover else ()),
        ]
        return {person for person in named if person}


def _concerned(item: Item) -> tuple[str | None, ...]:
    return item.owner, item.committed_by, item.product_manager, item.waiter


def _of(table: type[Record], *conditions: Any) -> Select[Any]:
    columns = table.__table__.c
    return select(table).where(columns.number == bindparam("number"), *conditions).order_by(columns.id)


_CRITERIA = _of(Criterion, col(Criterion.removed_at).is_(None))
_ITEMS = _of(Item)
_CONTACTS = (
    select(Contact)
    .where(col(Contact.number) == bindparam("number"))
    .order_by(col(Contact.at).desc(), col(Contact.id).desc())
    .limit(CONTACTS)
)
_PROMISES = _of(Promise)
_ATTEMPTS = _of(Attempt)
_STAKEHOLDERS = _of(Stakeholder, col(Stakeholder.removed_at).is_(None))
_HANDOVER = _of(Handover, col(Handover.state) == HandoverState.OFFERED)
_COVERS = _of(
    Cover,
    col(Cover.ended_at).is_(None),
    col(Cover.since) <= bindparam("now"),
    col(Cover.until) > bindparam("now"),
)


async def of(tx: Tx, number: int) -> Casework:
    """The casework of a case as it is now."""

    async def rows(statement: Select[Any], **more: Any) -> list[Any]:
        found = await tx.exec(statement, params={"number": number, **more})
        return list(found.scalars().all())

    offered = await rows(_HANDOVER)
    return Casework(
        criteria=await rows(_CRITERIA),
        items=await rows(_ITEMS),
        contacts=(await rows(_CONTACTS))[::-1],
        promises=await rows(_PROMISES),
        attempts=await rows(_ATTEMPTS),
        stakeholders=await rows(_STAKEHOLDERS),
        handover=offered[0] if offered else None,
        covers=await rows(_COVERS, now=tx.now),
    )
