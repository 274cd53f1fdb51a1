"""Cover: somebody stands in for a role for a while; reminders go to them, ownership stays where it is."""

from datetime import datetime, timedelta

from bot.playbook.acts import Act
from bot.playbook.refusal import Refusal
from bot.playbook.roles import Role
from bot.playbook.timeline import EntryKind
from bot.services import cases, clockwork, history, teammates
from storage import covers, escalations, outbox, people
from storage.case_records import Cover
from storage.columns import Json
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect

LONGEST = timedelta(days=30)


async def arrange(
    tx: Tx, number: int, role: Role, stand_in: str, until: datetime | None, *, by: str
) -> Cover:
    """Let `stand_in` be reminded in place of whoever holds `role`, from now until then; they are told.

    Another cover of that role ends. Raises Refusal when nobody holds it, when the stand-in cannot take a part
    or holds it already, and for a time that is past or more than 30 days away.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.COVER)
    person = (await escalations.roles(tx, ace.number)).get(role)
    if person is None:
        raise Refusal("Nobody holds that role, so nobody can stand in for it.", field="role")
    await teammates.check(tx, stand_in, field="stand_in")
    if stand_in == person:
        raise Refusal("They hold that role themselves. Choose who stands in for them.", field="stand_in")
    made = Cover(
        number=ace.number,
        role=role,
        person=person,
        stand_in=stand_in,
        since=tx.now,
        until=_checked(until, tx.now),
    )
    for each in await covers.arranged(tx, ace.number):
        if each.role is role:
            await finish(tx, ace, each)
    tx.add(made)
    await tx.flush()
    await teammates.bring_in(tx, ace, stand_in, "cover", by=by, field="stand_in")
    await _arranged(tx, ace, made, by=by)
    return made


def _checked(until: datetime | None, now: datetime) -> datetime:
    if until is None or until <= now:
        raise Refusal("Choose a time that is still to come.", field="until")
    if until - now > LONGEST:
        raise Refusal("That is more than 30 days away: hand the role over instead.", field="until")
    return until


async def _arranged(tx: Tx, ace: Escalation, made: Cover, *, by: str) -> None:
    """Note it, tell the stand-in, and see that it ends by itself."""
    names = await people.names(tx, [made.stand_in, made.person])
    who, whom = (names.get(each, "somebody") for each in (made.stand_in, made.person))
    line = f"{tx.policy.roles[made.role]}: {who} stands in for {whom}"
    until = made.until.isoformat()
    history.note(tx, ace, EntryKind.ROLE, line, by=by, cover=made.id, until=until)
    detail: Json = {"cover": made.id}
    await outbox.once(
        tx, Effect.COVER_END, ace.number, str(made.id), detail=detail, after=made.until - tx.now
    )
    if made.stand_in != by:
        await cases.tell(tx, ace, made.stand_in, "covering", f"cover-{made.id}", cover=made.id)
    await _changed(tx, ace)


async def cancel(tx: Tx, number: int, cover: int, *, by: str) -> None:
    """End a cover before its time. Raises Refusal when it is over already."""
    ace = await cases.changing(tx, number, by=by)
    made = await covers.find(tx, cover)
    if made is None or made.number != ace.number or made.ended_at:
        raise Refusal("That cover is over already. Nothing was changed.")
    await finish(tx, ace, made, by=by)


async def run_out(tx: Tx, cover: int) -> None:
    """The time of a cover is over, unless somebody ended it before."""
    made = await covers.find(tx, cover)
    ace = await escalations.lock(tx, made.number) if made else None
    if made and ace and made.ended_at is None:
        await finish(tx, ace, made)
        await cases.tell(tx, ace, made.person, "cover_over", f"cover-over-{made.id}", cover=made.id)


async def finish(tx: Tx, ace: Escalation, made: Cover, *, by: str | None = None) -> None:
    """Whoever holds the role is reminded again."""
    made.ended_at = min(tx.now, made.until)
    name = (await people.names(tx, [made.stand_in])).get(made.stand_in, "somebody")
    line = f"{tx.policy.roles[made.role]}: {name} stands in no more"
    history.note(tx, ace, EntryKind.ROLE, line, by=by, cover=made.id)
    await _changed(tx, ace)


async def finish_all(tx: Tx, ace: Escalation) -> None:
    """The case is over, and with it every cover."""
    for each in await covers.arranged(tx, ace.number):
        await finish(tx, ace, each)


async def _changed(tx: Tx, ace: Escalation) -> None:
    await clockwork.em_changed(tx, ace)
    await cases.show(tx, ace)
