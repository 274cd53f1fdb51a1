"""Person settings: when somebody works, when they want quiet, and whether they get the daily digest."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from bot.playbook.refusal import Refusal
from bot.services import clockwork
from storage import escalations
from storage.clock_records import PersonHours
from storage.database import Tx
from storage.models import Escalation

MOST = 200  # cases of one person that are planned anew at once


@dataclass(frozen=True)
class Hours:
    """Working days and hours, quiet hours (minutes after midnight, None for the policy's), and the digest."""

    days: Sequence[str] = ()
    works: tuple[int, int] | None = None
    quiet: tuple[int, int] | None = None
    digest: bool = True


async def of(tx: Tx, person: str) -> Hours:
    """Somebody's settings; what they never set is as the policy has it."""
    kept = await tx.session.get(PersonHours, person)
    if kept is None:
        return Hours()
    return Hours(
        tuple(kept.days),
        _span(kept.works_from, kept.works_until),
        _span(kept.quiet_from, kept.quiet_until),
        kept.digest,
    )


def _span(start: int | None, end: int | None) -> tuple[int, int] | None:
    return None if start is None or end is None else (start, end)


async def keep(tx: Tx, hours: Hours, *, by: str) -> None:
    """Keep somebody's own settings, and plan the reminders of the cases they lead by them.

    Raises Refusal for working hours that end before they begin, and for hours without days.
    """
    if hours.works and hours.works[0] >= hours.works[1]:
        raise Refusal("Working hours end after they begin, on the same day.", field="works_until")
    if hours.works and not hours.days:
        raise Refusal("Choose the days on which you work these hours.", field="days")
    if hours.quiet and hours.quiet[0] == hours.quiet[1]:
        raise Refusal("Quiet hours cannot begin and end at the same time.", field="quiet_until")
    kept = await tx.session.get(PersonHours, by)
    if kept is None:
        kept = PersonHours(person=by, at=tx.now)
        tx.add(kept)
    kept.days, kept.digest, kept.at = list(hours.days), hours.digest, tx.now
    kept.works_from, kept.works_until = hours.works or (None, None)
    kept.quiet_from, kept.quiet_until = hours.quiet or (None, None)
    await tx.flush()
    led = select(col(Escalation.number)).where(col(Escalation.em) == by, col(Escalation.closed_at).is_(None))
    for number in (await tx.exec(led.order_by(col(Escalation.number)).limit(MOST))).scalars().all():
        if ace := await escalations.lock(tx, number):
            await clockwork.replanned(tx, ace)
