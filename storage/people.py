"""People and user groups as last heard from Slack, and the inbox of events."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlmodel import col

from storage.database import Tx
from storage.inserts import each, unless_there
from storage.models import Inbox, Person, Usergroup

_NAMED = select(Person).where(col(Person.id).in_(bindparam("people", expanding=True)))
_NEWEST = (
    select(col(Person.id), col(Person.zone))
    .where(col(Person.deactivated).is_(False))
    .order_by(col(Person.learned_at).desc())
    .limit(bindparam("most"))
)
_NOTE = unless_there(Inbox)
_NOTE_SEVERAL = each(
    lambda insert: insert(Inbox.__table__).on_conflict_do_nothing().returning(col(Inbox.event_id))
)
EVENT = 64  # characters of an event's id, at most


async def find(tx: Tx, person: str) -> Person | None:
    """What we know of somebody; asked again in a transaction, the same record."""
    found = await tx.session.get(Person, person)
    tx.hold(found)
    return found


async def zones(tx: Tx, *, limit: int) -> dict[str, str]:
    """The time zones of those whom we learned of last, by user id."""
    found = await tx.run(_NEWEST, {"most": limit})
    return {row.id: row.zone for row in found}


async def meet(tx: Tx, people: Iterable[str]) -> None:
    """Read several people at once, so that finding each of them later in the transaction asks nothing."""
    if wanted := sorted(set(people)):
        found = await tx.exec(_NAMED, params={"people": wanted})
        tx.hold(found.scalars().all())


async def names(tx: Tx, people: Iterable[str]) -> dict[str, str]:
    """Display names by user id, of those we know."""
    wanted = sorted(set(people))
    if not wanted:
        return {}
    found = await tx.exec(_NAMED, params={"people": wanted})
    return {each.id: each.name for each in found.scalars()}


async def group(tx: Tx, reference: str) -> Usergroup | None:
    """A user group by id or by handle, with or without the @."""
    handle = reference.removeprefix("@")
    found = await tx.exec(
        select(Usergroup).where((col(Usergroup.id) == reference) | (col(Usergroup.handle) == handle)).limit(1)
    )
    return found.scalar_one_or_none()  # type: ignore[no-any-return]


async def members(tx: Tx, references: Iterable[str]) -> list[str]:
    """Everyone named by a list of user ids, group ids and @handles; unknown groups have nobody."""
    everyone: dict[str, None] = {}
    for reference in references:
        if reference.startswith(("U", "W")):
            everyone[reference] = None
        elif found := await group(tx, reference):
            everyone.update(dict.fromkeys(found.members))
    return list(everyone)


async def first_delivery(tx: Tx, event_id: str) -> bool:
    """Whether an event has not been acted on before; noted in this transaction."""
    if (known := tx.known.deliveries.pop(event_id, None)) is not None:
        return known  # this once: a second one that comes in the same transaction is not the first
    values = {"event_id": event_id[:EVENT], "at": tx.now}
    noted = await tx.run(_NOTE[tx.dialect], values)
    return noted.rowcount == 1


async def first_deliveries(tx: Tx, event_ids: Iterable[str]) -> set[str]:
    """Which of several events have not been acted on before; noted in this transaction."""
    wanted = dict.fromkeys(event_ids)
    rows = [{"event_id": event_id[:EVENT], "at": tx.now} for event_id in wanted]
    noted = await tx.run(_NOTE_SEVERAL[tx.dialect], rows)
    first = {row.event_id for row in noted}
    return {event_id for event_id in wanted if event_id[:EVENT] in first}


async def prune(tx: Tx, *, before: datetime) -> int:
    """Forget events of before a time; how many there were."""
    old = delete(Inbox).where(col(Inbox.at) < before).execution_options(synchronize_session=False)
    return int((await tx.exec(old)).rowcount)
