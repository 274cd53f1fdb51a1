"""Retrospectives: found, asked to be approved, decided on, published; and the action items they left."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from bot.playbook.retrospective_publication import Audience
from bot.playbook.retrospective_steps import State
from bot.playbook.visibility import Visibility
from bot.playbook.work import ItemState
from storage.case_records import Item
from storage.columns import Json
from storage.database import Tx
from storage.models import Escalation
from storage.retro_records import RetroDecision, RetroNote, RetroRequest, Retrospective, RetroVersion

_OWED = (ItemState.OPEN, ItemState.BLOCKED)


async def find(tx: Tx, number: int, *, lock: bool = False) -> Retrospective | None:
    """The retrospective of a case; `lock` reads it anew for a change, the case being held already."""
    if not lock:
        return await tx.session.get(Retrospective, number)
    wanted = select(Retrospective).where(col(Retrospective.number) == number).with_for_update()
    found = await tx.exec(wanted.execution_options(populate_existing=True))
    return found.scalar_one_or_none()  # type: ignore[no-any-return]


async def request(tx: Tx, number: int, which: int) -> RetroRequest | None:
    """One time that approval was asked for."""
    return await tx.session.get(RetroRequest, (number, which)) if which else None


async def decisions(tx: Tx, number: int, which: int) -> list[RetroDecision]:
    """What was said to one request, in the order it was said."""
    await tx.flush()
    found = await tx.exec(
        select(RetroDecision)
        .where(col(RetroDecision.number) == number, col(RetroDecision.request) == which)
        .order_by(col(RetroDecision.id))
    )
    return list(found.scalars().all())


async def versions(tx: Tx, number: int) -> list[RetroVersion]:
    """Everything that was published of a case, oldest first."""
    found = await tx.exec(
        select(RetroVersion).where(col(RetroVersion.number) == number).order_by(col(RetroVersion.version))
    )
    return list(found.scalars().all())


async def note(tx: Tx, number: int, key: str) -> RetroNote | None:
    """A message about a retrospective."""
    return await tx.session.get(RetroNote, (key, number))


async def notes(tx: Tx, number: int, starts: str) -> list[RetroNote]:
    """The messages whose key starts so."""
    found = await tx.exec(
        select(RetroNote)
        .where(col(RetroNote.number) == number, col(RetroNote.key).startswith(starts, autoescape=True))
        .order_by(col(RetroNote.key))
    )
    return list(found.scalars().all())


async def is_anonymous(tx: Tx, number: int, detail: Json) -> bool:
    """Whether a message is a version that was published without anything that tells whose it is."""
    if detail.get("what") != "publication":
        return False
    found = await versions(tx, number)
    audience = Audience.ANONYMOUS
    return any(each.version == detail.get("version") and each.audience is audience for each in found)


async def keep_note(tx: Tx, number: int, key: str, **values: object) -> RetroNote:
    """Note what a message is now; what is not given stays as it was."""
    found = await note(tx, number, key)
    if found is None:
        found = RetroNote(key=key, number=number, at=tx.now)
        tx.add(found)
    for name, value in values.items():
        setattr(found, name, value)
    found.at = tx.now
    await tx.flush()
    return found


async def keep_file(tx: Tx, number: int, key: str, name: str, told: Json) -> None:
    """Note where a file of a message stands: {"id", "hash", "shared"}."""
    found = await keep_note(tx, number, key)
    found.files = {**found.files, name: told}
    await tx.flush()


async def items(tx: Tx, number: int) -> list[Item]:
    """The action items that a retrospective left, oldest first; dropped ones are left out."""
    await tx.flush()
    found = await tx.exec(
        select(Item)
        .where(
            col(Item.number) == number,
            col(Item.retrospective).is_(True),
            col(Item.state) != ItemState.DROPPED,
        )
        .order_by(col(Item.id))
    )
    return list(found.scalars().all())


async def owed(tx: Tx, *, limit: int = 200) -> list[tuple[Item, Escalation]]:
    """Every action item of a published retrospective that is still owed, the earliest due first."""
    return await _owed(tx, [], limit=limit)


async def owed_alike(tx: Tx, ace: Escalation, *, limit: int) -> list[tuple[Item, Escalation]]:
    """Those of open cases of the same customer or product, other than this one."""
    same = (col(Escalation.customer_key) == ace.customer_key) | (col(Escalation.product) == ace.product)
    return await _owed(tx, [same, col(Escalation.number) != ace.number], limit=limit)


async def _owed(tx: Tx, more: Sequence[ColumnElement[bool]], *, limit: int) -> list[tuple[Item, Escalation]]:
    found = await tx.exec(
        select(Item, Escalation)
        .join(Escalation, col(Escalation.number) == col(Item.number))
        .join(Retrospective, col(Retrospective.number) == col(Item.number))
        .where(
            col(Item.retrospective).is_(True),
            col(Item.state).in_(_OWED),
            col(Escalation.visibility) == Visibility.EVERYONE,
            col(Retrospective.version) > 0,
            *more,
        )
        .order_by(col(Item.due), col(Item.id))
        .limit(limit)
    )
    return [(item, ace) for item, ace in found.all()]


async def done_since(tx: Tx, since: datetime) -> int:
    """How many action items of retrospectives everyone may see were done since a time."""
    found = await tx.exec(
        select(Item)
        .join(Escalation, col(Escalation.number) == col(Item.number))
        .where(
            col(Item.retrospective).is_(True),
            col(Item.state) == ItemState.DONE,
            col(Item.done_at) >= since,
            col(Escalation.visibility) == Visibility.EVERYONE,
        )
    )
    return len(found.scalars().all())


async def waiting_for(tx: Tx, approver: str) -> list[Retrospective]:
    """The retrospectives in review that somebody was asked to approve."""
    found = await tx.exec(
        select(Retrospective, RetroRequest)
        .join(
            RetroRequest,
            (col(RetroRequest.number) == col(Retrospective.number))
            & (col(RetroRequest.request) == col(Retrospective.request)),
        )
        .where(col(Retrospective.state) == State.REVIEW)
    )
    return [retro for retro, asked in found.all() if approver in asked.approvers]
