"""Escalations: found, filed under the next number, claimed by the first."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, String, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import col

from bot.playbook.lifecycle import Status
from bot.playbook.roles import Role
from storage.database import Tx
from storage.inserts import unless_there
from storage.models import Counter, Escalation, Involved, Linked, Person, RoleSpan
from storage.surfaces import case_channels

INSTANT = timedelta(microseconds=1)
AT_MOST = 200  # cases that one is compared with
LAST = "\U0010ffff"  # after every other letter

# Made once, since making a statement takes longer than running it.
_BY_NUMBER = select(Escalation).where(col(Escalation.number) == bindparam("number"))
_LOCKED = _BY_NUMBER.with_for_update().execution_options(populate_existing=True)
_LOCKED_BY = (
    select(Escalation, Person)
    .outerjoin(Person, col(Person.id) == bindparam("by"))
    .where(col(Escalation.number) == bindparam("number"))
    .with_for_update(of=Escalation)
    .execution_options(populate_existing=True)
)
_FILED = select(col(Escalation.number)).where(col(Escalation.filing) == bindparam("filing"))
_BY_FILING = (  # one row in any case
    select(_FILED.scalar_subquery().label("number"), Person)
    .select_from(Counter)
    .outerjoin(Person, col(Person.id) == bindparam("by"))
    .where(col(Counter.name) == "escalation")
)
_AT_CHANNEL = case_channels(bindparam("channel")).limit(1)
_NUMBERS = update(Counter.__table__).where(col(Counter.name) == "escalation")
_TAKEN = _NUMBERS.values(value=col(Counter.value) + 1).returning(col(Counter.value))
_FILE = insert(Escalation.__table__)
_CLAIM = (
    update(Escalation.__table__)
    .where(
        col(Escalation.number) == bindparam("case"),
        col(Escalation.em).is_(None),
        col(Escalation.status) == Status.NEW,
    )
    .values(version=col(Escalation.version) + 1)
)
_INVOLVE = unless_there(Involved)
_INVOLVED = (
    select(Involved)
    .where(col(Involved.number) == bindparam("number"))
    .order_by(col(Involved.since), col(Involved.person))
)
_SEATED = select(RoleSpan).where(col(RoleSpan.number) == bindparam("number"), col(RoleSpan.until).is_(None))
_UNSEAT = (
    update(RoleSpan.__table__)
    .where(
        col(RoleSpan.number) == bindparam("case"),
        col(RoleSpan.role) == bindparam("seat"),
        col(RoleSpan.until).is_(None),
    )
    .values(until=bindparam("now"))
)
_SEAT = insert(RoleSpan.__table__)
_LINKED = select(Linked).where(
    or_(col(Linked.number) == bindparam("number"), col(Linked.other) == bindparam("number"))
)


async def find(tx: Tx, number: int) -> Escalation | None:
    """The escalation with this number."""
    return await tx.session.get(Escalation, number)


async def lock(tx: Tx, number: int, *, by: str | None = None) -> Escalation | None:
    """The escalation with this number, held until the transaction ends; changes to one case queue here.

    Whoever had to wait for another change comes after it in time, too: the transaction's instant follows.
    What is known of `by`, who will be asked for next, is read at the same time.
    """
    if number in tx.locked:
        return await find(tx, number)
    held = await tx.exec(
        _LOCKED_BY if by else _LOCKED, params={"number": number} | ({"by": by} if by else {})
    )
    row = held.one_or_none()
    found: Escalation | None = row[0] if row else None
    tx.locked.add(number)
    tx.hold(row)
    if found and found.updated_at >= tx.now:
        tx.now = found.updated_at + INSTANT
    return found


async def filed_as(tx: Tx, filing: str, *, by: str) -> Escalation | None:
    """The escalation that a form's view id made already; what is known of `by` is read at the same time."""
    before: Escalation | None = tx.known.filed.get(filing)
    if before:
        return before
    row = (await tx.exec(_BY_FILING, params={"filing": filing, "by": by})).one()
    tx.hold(row)
    return None if row.number is None else await find(tx, row.number)


async def take_number(tx: Tx) -> int:
    """The next number; filings follow one another from here to the commit."""
    return int((await tx.run(_TAKEN)).scalar_one())


def file(tx: Tx, **report: Any) -> Escalation:
    """Keep a new escalation and its filer, at the transaction's end; what is returned is to be read only.

    The commit raises IntegrityError when another process took the same form meanwhile.
    """
    tx.at_end(_FILE, report)
    ace = Escalation(**report)
    tx.known.filed[ace.filing] = ace
    filer = {"number": report["number"], "person": report["filer"], "why": "filer", "since": tx.now}
    tx.at_end(_INVOLVE[tx.dialect], filer)
    return ace


async def number_at(tx: Tx, channel: str) -> int | None:
    """The number of the escalation whose case channel this is."""
    if channel in tx.known.cases:
        return tx.known.cases[channel]
    number: int | None = (await tx.run(_AT_CHANNEL, {"channel": channel})).scalar()
    return number


async def at_channel(tx: Tx, channel: str) -> Escalation | None:
    """The escalation whose case channel this is."""
    number = await number_at(tx, channel)
    return await find(tx, number) if number else None


async def comparable(tx: Tx, *, starts: str, account_id: str | None, since: datetime) -> list[Escalation]:
    """Cases, newest first, open or closed after `since`, whose name `starts` so or whose account it is."""
    values = {"starts": starts, "ends": f"{starts}{LAST}", "since": since, "account": account_id}
    found = await tx.exec(_comparable(tx.dialect, by_account=bool(account_id)), params=values)
    there = {each.number: each for each in found.scalars()}
    account = (account_id or "").lower()
    for each in tx.known.filed.values():  # in this very transaction, which keeps them for its end
        if each.customer_key.startswith(starts) or (account and (each.account_id or "").lower() == account):
            there[each.number] = each
    return [there[number] for number in sorted(there, reverse=True)]


@cache
def _comparable(dialect: str, *, by_account: bool) -> Select[Escalation]:
    """Names are a range on SQLite, whose LIKE reads every case; PostgreSQL orders as a language does."""
    name, closed = col(Escalation.customer_key), col(Escalation.closed_at)
    if dialect == "sqlite":
        same = and_(name >= bindparam("starts"), name < bindparam("ends"))
    else:
        same = name.startswith(bindparam("starts", type_=String), autoescape=False)
    if by_account:
        same = or_(same, func.lower(Escalation.account_id) == func.lower(bindparam("account")))
    return (
        select(Escalation)
        .where(same, or_(closed.is_(None), closed >= bindparam("since")))
        .order_by(col(Escalation.number).desc())
        .limit(AT_MOST)
    )


async def claim(tx: Tx, ace: Escalation, *, em: str) -> bool:
    """Make `em` the manager if nobody is; False when somebody was first. The record in hand follows."""
    changed: dict[str, Any] = {
        "em": em,
        "status": Status.DISCOVERY,
        "status_at": tx.now,
        "claimed_at": tx.now,
        "updated_at": tx.now,
    }
    if (await tx.run(_CLAIM, {"case": ace.number, **changed})).rowcount != 1:
        return False
    for name, value in (changed | {"version": ace.version + 1}).items():
        set_committed_value(ace, name, value)
    return True


def take_seat(tx: Tx, number: int, person: str) -> None:
    """Put whoever claims a case on it, in the EM's seat where nobody sat before, at the transaction's end."""
    tx.at_end(_INVOLVE[tx.dialect], {"number": number, "person": person, "why": "em", "since": tx.now})
    seat = {"number": number, "role": Role.EM, "person": person, "by": person, "since": tx.now}
    tx.at_end(_SEAT, seat)


async def involve(tx: Tx, number: int, person: str, why: str) -> bool:
    """Add somebody to a case; False when they were on it."""
    await tx.catch_up()
    await tx.flush()
    values = {"number": number, "person": person, "why": why, "since": tx.now}
    added = await tx.run(_INVOLVE[tx.dialect], values)
    return added.rowcount == 1


async def involved(tx: Tx, number: int) -> dict[str, str]:
    """Who belongs to a case and why, in the order they came."""
    await tx.catch_up()
    found = await tx.exec(_INVOLVED, params={"number": number})
    return {each.person: each.why for each in found.scalars()}


async def assign(tx: Tx, number: int, role: Role, person: str, *, by: str) -> None:
    """Give a role to `person`, ending whoever held it."""
    await tx.catch_up()
    await tx.flush()
    await tx.run(_UNSEAT, {"case": number, "seat": role, "now": tx.now})
    await tx.run(_SEAT, {"number": number, "role": role, "person": person, "by": by, "since": tx.now})


async def roles(tx: Tx, number: int) -> dict[Role, str]:
    """Who holds which role now."""
    await tx.catch_up()
    found = await tx.exec(_SEATED, params={"number": number})
    return {each.role: each.person for each in found.scalars()}


async def link(tx: Tx, number: int, other: int, *, by: str) -> None:
    """Tie two cases together."""
    await tx.catch_up()
    low, high = sorted((number, other))
    if not await tx.session.get(Linked, (low, high)):
        tx.add(Linked(number=low, other=high, by=by, at=tx.now))


async def linked(tx: Tx, number: int) -> list[int]:
    """The cases tied to this one."""
    found = await tx.exec(_LINKED, params={"number": number})
    return sorted(each.other if each.number == number else each.number for each in found.scalars())


async def unlink(tx: Tx, number: int) -> list[int]:
    """Untie a case from every other; returns which they were."""
    others = await linked(tx, number)
    ties = or_(col(Linked.number) == number, col(Linked.other) == number)
    if others:
        await tx.exec(delete(Linked).where(ties).execution_options(synchronize_session=False))
    return others


async def uninvolve(tx: Tx, number: int, person: str) -> bool:
    """Take somebody off a case; False when they were not on it."""
    await tx.catch_up()
    await tx.flush()
    row = delete(Involved).where(col(Involved.number) == number, col(Involved.person) == person)
    gone = await tx.exec(row.execution_options(synchronize_session=False))
    return int(gone.rowcount) == 1
