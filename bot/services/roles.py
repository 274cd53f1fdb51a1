"""Roles: one person each, given, exchanged and taken back, with history; the EM's passes in ownership."""

from collections.abc import Mapping

from bot.playbook.acts import Act
from bot.playbook.refusal import Refusal
from bot.playbook.roles import GIVEN, Role
from bot.playbook.timeline import EntryKind
from bot.services import cases, clockwork, history, teammates, undo
from storage import people, roles
from storage.database import Tx
from storage.models import Escalation, RoleSpan
from storage.outbox import Effect

SHOWN = (*cases.ROOM, Effect.TOPIC)


async def assign(tx: Tx, number: int, given: Mapping[Role, str | None], *, by: str) -> list[str]:
    """Give each of these roles to somebody, or to nobody; returns a line for each that changed.

    Whoever is given one is brought into the channel and told. Raises Refusal when one of them cannot take a
    part, and for the EM's role, which passes on by a handover alone.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.ASSIGN)
    if set(given) - set(GIVEN):
        raise Refusal(
            "Who leads the case changes by a handover that the other one accepts. Nothing was changed; "
            "use `/ace handover`."
        )
    held = await roles.held(tx, ace.number)
    changed = {role: person for role, person in given.items() if _holder(held, role) != (person or None)}
    for role, person in changed.items():
        if person:
            await teammates.check(tx, person, field=role.value)
    if not changed:
        return []
    before = undo.Before(ace, *(held[role] for role in changed if role in held))
    for role, person in changed.items():
        if new := await _give(tx, ace, held.get(role), role, person=person, by=by):
            before.added(new)
    lines = [
        await _note(tx, ace, held.get(role), role, person=person, by=by) for role, person in changed.items()
    ]
    await clockwork.em_changed(tx, ace)
    await cases.show(tx, ace, *SHOWN)
    await undo.offer(tx, ace, "; ".join(lines), before, by=by)
    return lines


def _holder(held: Mapping[Role, RoleSpan], role: Role) -> str | None:
    return held[role].person if role in held else None


async def _give(
    tx: Tx, ace: Escalation, span: RoleSpan | None, role: Role, *, person: str | None, by: str
) -> RoleSpan | None:
    """One role to one person, who is brought in and told; the new record."""
    if not person:
        await roles.give(tx, span, None)
        return None
    new = RoleSpan(number=ace.number, role=role, person=person, by=by, since=tx.now)
    await roles.give(tx, span, new)
    await teammates.bring_in(tx, ace, person, role.value, by=by, field=role.value)
    if person != by:
        what = f"role-{new.id}-{int(tx.now.timestamp())}"
        await cases.tell(tx, ace, person, "appointed", what, role=role.value, by=by)
    return new


async def _note(
    tx: Tx, ace: Escalation, span: RoleSpan | None, role: Role, *, person: str | None, by: str
) -> str:
    """Write it into the history; what was done, in words."""
    before = span.person if span else None
    names = await people.names(tx, {each for each in (person, before) if each})
    line = f"{tx.policy.roles[role]}: {names.get(person, 'somebody new') if person else 'nobody'}"
    was = f" (before: {names.get(before, 'somebody')})" if before else ""
    history.note(tx, ace, EntryKind.ROLE, line + was, by=by, role=role, person=person, before=before)
    return line
