"""Recipients: whom each rung of a clock reaches, when they work, and where their clocks run."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import bindparam, select
from sqlmodel import col

from bot.playbook import zones
from bot.playbook.calendars import Place, Schedule
from bot.playbook.kinds import ClockKind, Whose
from bot.playbook.ladder import Hours
from bot.playbook.policy_clocks import Calendar, Weekday
from bot.playbook.refusal import Refusal
from bot.playbook.roles import Role
from bot.playbook.rungs import To
from bot.services import privacy
from storage import people
from storage.case_records import Cover
from storage.clock_records import PersonHours
from storage.database import Tx
from storage.models import Escalation

DAY = 24 * 60  # minutes
Reached = Mapping[To, list[str]]
Known = dict[str, PersonHours | None]  # the settings of people who were asked for, by user id

_COVERS = select(Cover).where(
    col(Cover.number) == bindparam("number"),
    col(Cover.ended_at).is_(None),
    col(Cover.since) <= bindparam("now", type_=Cover.__table__.c.since.type),
    col(Cover.until) > bindparam("now", type_=Cover.__table__.c.since.type),
)
_HOURS = select(PersonHours).where(col(PersonHours.person).in_(bindparam("people", expanding=True)))


async def reached(
    tx: Tx, ace: Escalation, kind: ClockKind, owners: Sequence[str], seats: Mapping[Role, str]
) -> Reached:
    """Who each kind of recipient is now; nobody where the case and the policy name nobody.

    Whoever stands in for somebody is reminded in their place; ownership stays where it is. In place of an EM
    who has left the workspace it is the backup.
    """
    if kind is ClockKind.CLAIM:
        return await _on_call(tx, ace)
    stand_ins = await _stand_ins(tx, ace)
    leading = [stand_ins.get(Role.EM, ace.em)] if ace.em else []
    seated = stand_ins.get(Role.BACKUP) or seats.get(Role.BACKUP)
    backup = await _backup(tx, ace, seated, {ace.em, *leading})
    em = await _still_here(tx, leading) or (backup if leading else [])
    owing = [each for each in owners if each]
    found = {To.EM: em, To.OWNER: owing, To.APPROVERS: owing, To.MANAGER: _managers(tx, owing) or em}
    return found | {To.BACKUP: backup}


async def _still_here(tx: Tx, persons: Iterable[str | None]) -> list[str]:
    """Those of them who have not left the workspace, as far as we know."""
    known = [(each, await people.find(tx, each)) for each in persons if each]
    return [each for each, person in known if not (person and person.deactivated)]


async def _stand_ins(tx: Tx, ace: Escalation) -> dict[Role, str]:
    if ace.progress is None:  # nothing of the kind was ever arranged
        return {}
    covers = await tx.exec(_COVERS, params={"number": ace.number, "now": tx.now})
    return {each.role: each.stand_in for each in covers.scalars()}


async def _backup(tx: Tx, ace: Escalation, seated: str | None, leading: Collection[str | None]) -> list[str]:
    """The backup of the case, else the policy's; for a private case only somebody who may lead it."""
    named = [seated]
    if ace.visibility.is_private:
        named += await privacy.group(tx, ace.visibility)
    else:
        named.append(tx.policy.on_call_for(ace.product).backup)
    return (await _still_here(tx, [each for each in named if each not in leading]))[:1]


async def _on_call(tx: Tx, ace: Escalation) -> Reached:
    """On-call EM, backup and manager; a private case is put to those of its group, one after the other."""
    named = tx.policy.on_call_for(ace.product)
    order = [named.em, named.backup, named.manager]
    if ace.visibility.is_private:
        group = await privacy.group(tx, ace.visibility)
        rest = [each for each in group if each not in order]
        order = [each if each in group else (rest.pop(0) if rest else "") for each in order]
    return {to: [person] if person else [] for to, person in zip(_ON_CALL, order, strict=True)}


_ON_CALL = (To.ON_CALL, To.BACKUP, To.MANAGER)


def _managers(tx: Tx, owners: Iterable[str]) -> list[str]:
    found = (tx.policy.managers.get(owner, "") for owner in owners)
    return list(dict.fromkeys(each for each in found if each))


async def hours(tx: Tx, reach: Reached, known: Known) -> Hours:
    """When those work who set hours of their own; the others keep the calendar of the clock.

    `known` is what was read of people's settings already, and is added to.
    """
    first = {to: people[0] for to, people in reach.items() if people}
    if new := set(first.values()) - known.keys():
        known.update(dict.fromkeys(new) | await settings(tx, new))
    found = {}
    for to, person in first.items():
        if (kept := known[person]) and (schedule := await schedule_of(tx, kept)):
            found[to] = schedule
    return found


async def settings(tx: Tx, persons: Iterable[str]) -> dict[str, PersonHours]:
    """The settings of those who have any, by user id."""
    wanted = sorted(set(persons))
    if not wanted:
        return {}
    found = await tx.exec(_HOURS, params={"people": wanted})
    return {each.person: each for each in found.scalars()}


async def schedule_of(tx: Tx, kept: PersonHours) -> Schedule | None:
    """Somebody's own working hours, in their zone."""
    if kept.works_from is None or kept.works_until is None or not kept.days:
        return None
    days = tuple(Weekday(each) for each in kept.days)
    span = f"{_clock(kept.works_from)}-{_clock(kept.works_until)}"
    calendar = Calendar.model_validate({"days": days, "hours": span})
    return Schedule(calendar, await place_of_person(tx, kept.person))


async def quiet(tx: Tx, person: str) -> timedelta:
    """How long somebody's quiet hours still last; nothing outside of them."""
    kept = (await settings(tx, [person])).get(person)
    if kept is None or kept.quiet_from is None or kept.quiet_until is None:
        return timedelta()
    where = zones.zone((await place_of_person(tx, person)).zone)
    local = tx.now.astimezone(where)
    minute = 60 * local.hour + local.minute
    lasts = (kept.quiet_until - kept.quiet_from) % DAY
    if (minute - kept.quiet_from) % DAY >= lasts:
        return timedelta()
    return timedelta(minutes=(kept.quiet_until - minute) % DAY, seconds=-local.second)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


async def place(tx: Tx, ace: Escalation, kind: ClockKind, owners: list[str]) -> Place:
    """Where a cycle of this kind of clock starts to run. Source: product, "Clocks"."""
    match kind.whose:
        case Whose.CUSTOMER:
            return customers(tx, ace)
        case Whose.EM:
            return await place_of_person(tx, ace.em or "")
        case Whose.ON_CALL:
            reach = await _on_call(tx, ace)
            return await place_of_person(tx, next(iter(reach[To.ON_CALL]), ""))
        case Whose.OWNER:
            return await place_of_person(tx, next(iter(owners), ""))
        case Whose.ORGANISATION:
            return home(tx)


def home(tx: Tx) -> Place:
    """The organisation's place."""
    return Place(tx.policy.organisation.zone, tx.policy.organisation.holidays)


def customers(tx: Tx, ace: Escalation) -> Place:
    """Where the customer's clocks run."""
    region = tx.policy.regions.get(ace.region)
    return Place(region.zone, region.holidays) if region else home(tx)


async def place_of_person(tx: Tx, person: str) -> Place:
    """Somebody's zone with the holidays of the region it lies in; the organisation's while we do not know."""
    known = await people.find(tx, person) if person else None
    if known is None:
        return home(tx)
    try:
        zones.zone(known.zone)
    except Refusal:
        return home(tx)
    region = tx.policy.regions.get(tx.policy.guess_region(known.zone))
    return Place(known.zone, region.holidays if region else "")
