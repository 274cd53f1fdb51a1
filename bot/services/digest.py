"""The daily digest: for each EM what of theirs went wrong, is due today, changed, or has gone quiet."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from bot.playbook import zones
from bot.playbook.lifecycle import Status
from bot.playbook.report import Report
from bot.playbook.work import PromiseState
from bot.services import privacy, recipients
from storage import beats, clocks, outbox
from storage.case_records import Promise
from storage.database import Tx
from storage.digest import Digest
from storage.models import Escalation
from storage.outbox import Effect

NAME = "digest"
DAY = timedelta(days=1)
MOST = 50  # cases of one person
_OPEN = (Status.DISCOVERY, Status.TRIAGE, Status.IN_PROGRESS)


async def beat(tx: Tx) -> None:
    """When the time has come, ask for everybody's digest, once however many processes beat."""
    if not tx.policy.digest.enabled:
        return
    if await beats.taken(tx, NAME, _next(tx)) is None:
        return
    day = tx.now.astimezone(zones.zone(tx.policy.organisation.zone)).date()
    for person in await _readers(tx):
        detail = {"to": person}
        await outbox.once(tx, Effect.DIGEST, 0, f"{day}:{person}", detail=detail, priority=outbox.LATER)


def _next(tx: Tx) -> datetime:
    """When the next digest is due, in the organisation's zone."""
    where = zones.zone(tx.policy.organisation.zone)
    hour, minute = map(int, tx.policy.digest.at.split(":"))
    wall = tx.now.astimezone(where).replace(tzinfo=None, hour=hour, minute=minute, second=0, microsecond=0)
    at = zones.nearest(wall, where)
    return at if at > tx.now else zones.nearest(wall + DAY, where)


async def _readers(tx: Tx) -> list[str]:
    """Those who lead an open case or are on call, without who does not want a digest."""
    led = select(col(Escalation.em)).where(col(Escalation.status).in_(_OPEN)).distinct()
    people = {person for person in (await tx.exec(led)).scalars() if person}
    named = [tx.policy.on_call.em, *(tx.policy.on_call_for(key).em for key in tx.policy.products)]
    people.update(person for person in named if person)
    own = await recipients.settings(tx, people)
    return sorted(person for person in people if person not in own or own[person].digest)


async def of_person(tx: Tx, person: str) -> Digest:
    """The digest of one person, as things are now."""
    found = Digest(unclaimed=await _unclaimed(tx, person))
    for ace in await _cases(tx, col(Escalation.em) == person, col(Escalation.status).in_(_OPEN)):
        await _add(tx, found, ace)
    return found


async def _add(tx: Tx, found: Digest, ace: Escalation) -> None:
    running = await clocks.running(tx, ace.number)
    ends = zones.midnight(
        tx.now.astimezone(where := zones.zone(tx.policy.organisation.zone)).date() + DAY, where
    )
    over = [row for row in running if row.missed_at or (not row.paused_at and row.limit_at <= tx.now)]
    found.missed += [(ace, row) for row in over if row.kind.can_be_missed]
    found.today += [(ace, row) for row in running if row not in over and row.target_at < ends]
    deadline = Report.from_json(ace.report).customer_deadline
    if deadline and tx.now - DAY < deadline < ends:
        found.deadlines.append((ace, deadline))
    found.broken += [(ace, promise) for promise in await _broken(tx, ace)]
    if ace.status_at > tx.now - DAY:
        found.changed.append(ace)
    elif ace.updated_at <= tx.now - DAY:
        found.quiet.append(ace)


async def _unclaimed(tx: Tx, person: str) -> list[Escalation]:
    """Cases that wait for an EM, for who is on call for them."""
    waiting = await _cases(tx, col(Escalation.status) == Status.NEW)
    mine = [ace for ace in waiting if tx.policy.on_call_for(ace.product).em == person]
    return [ace for ace in mine if await privacy.sees(tx, ace, person)]


async def _broken(tx: Tx, ace: Escalation) -> Sequence[Promise]:
    since = select(Promise).where(
        col(Promise.number) == ace.number,
        col(Promise.state) == PromiseState.BROKEN,
        col(Promise.settled_at) > tx.now - DAY,
    )
    return (await tx.exec(since)).scalars().all()  # type: ignore[no-any-return]


async def _cases(tx: Tx, *conditions: ColumnElement[bool]) -> Sequence[Escalation]:
    wanted = select(Escalation).where(*conditions).order_by(col(Escalation.number)).limit(MOST)
    return (await tx.exec(wanted)).scalars().all()  # type: ignore[no-any-return]
