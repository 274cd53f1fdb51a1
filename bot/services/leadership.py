"""Leadership: who may lead a case, and the EM's seat passing from one to the other in one step."""

from bot.playbook import naming
from bot.playbook.permissions import Permission
from bot.playbook.refusal import Refusal
from bot.playbook.roles import Role
from bot.playbook.timeline import EntryKind
from bot.services import cases, clockwork, cover, history, privacy, teammates
from storage import covers, escalations, people, roles
from storage.database import Tx
from storage.models import Escalation, RoleSpan
from storage.outbox import Effect


async def pass_on(tx: Tx, ace: Escalation, *, giver: str, taker: str, by: str, how: str) -> None:
    """Move the seat in one step: there is never nobody in it, nor two. The offer or press was checked before.

    Raises Refusal when `giver` does not lead the case any more.
    """
    if not await roles.pass_on(tx, ace.number, giver=giver, taker=taker):
        key = naming.key(ace.number, tx.policy.keys.prefix)
        raise Refusal(f"{await name(tx, ace.em or '')} leads {key} by now, so nothing was changed.")
    held = await roles.held(tx, ace.number)
    await roles.give(tx, held.get(Role.EM), _span(tx, ace, taker, by))
    if (backup := held.get(Role.BACKUP)) and backup.person == taker:
        await roles.give(tx, backup, None)
        line = f"{tx.policy.roles[Role.BACKUP]}: nobody, since they lead the case now"
        history.note(tx, ace, EntryKind.ROLE, line, by=by, role=Role.BACKUP, person=None, before=taker)
    await teammates.bring_in(tx, ace, taker, Role.EM.value, by=by)
    for each in await covers.in_force(tx, ace.number):
        if each.role is Role.EM:
            await cover.finish(tx, ace, each)
    line = f"{tx.policy.roles[Role.EM]}: {await name(tx, taker)} {how} (before: {await name(tx, giver)})"
    history.note(tx, ace, EntryKind.ROLE, line, by=by, role=Role.EM, person=taker, before=giver)
    await clockwork.em_changed(tx, ace)
    await cases.show(tx, ace, *cases.EVERYWHERE, Effect.MEMBERS)


def _span(tx: Tx, ace: Escalation, taker: str, by: str) -> RoleSpan:
    return RoleSpan(number=ace.number, role=Role.EM, person=taker, by=by, since=tx.now)


async def leads(tx: Tx, ace: Escalation, by: str) -> bool:
    """Whether `by` is the EM, or stands in for them."""
    stand_ins = [each.stand_in for each in await covers.in_force(tx, ace.number) if each.role is Role.EM]
    return by in {ace.em, *stand_ins}


async def check_leads(tx: Tx, ace: Escalation, by: str, *, key: str) -> None:
    """Raises Refusal unless `by` is the EM, or stands in for them."""
    if not await leads(tx, ace, by):
        raise Refusal(
            f"Only {await name(tx, ace.em or '')}, who leads {key}, or their stand-in can do that. "
            "Nothing was changed."
        )


async def check_can_lead(tx: Tx, ace: Escalation, person: str, *, key: str, field: str | None = None) -> None:
    """Raises Refusal when somebody may not lead a case: by the policy, or since it is private to others."""
    await teammates.check(tx, person, field=field)
    if ace.visibility.is_private:
        group = await privacy.group(tx, ace.visibility)
        fits = person in group or person in await escalations.involved(tx, ace.number)
        why = "it is a private case, and they are neither on it nor in its group"
    else:
        fits = await privacy.may(tx, Permission.CLAIM, person) and await privacy.sees(tx, ace, person)
        why = "the policy does not let them"
    if not fits:
        who = await name(tx, person)
        raise Refusal(
            f"{who} cannot lead {key}: {why}. Nothing was changed; name somebody else.", field=field
        )


async def has_left(tx: Tx, ace: Escalation) -> bool:
    """Whether the EM is no longer in the workspace, so that nobody can be handed the case by them."""
    known = await people.find(tx, ace.em) if ace.em else None
    return bool(known and known.deactivated)


async def name(tx: Tx, person: str) -> str:
    """A display name, or something to say instead."""
    return (await people.names(tx, [person])).get(person, "Somebody else") if person else "Nobody"
