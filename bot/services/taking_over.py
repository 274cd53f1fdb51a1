"""Taking over: when an update was missed, the backup becomes the EM with one press."""

from bot.playbook import naming
from bot.playbook.refusal import Refusal
from bot.playbook.roles import Role
from bot.playbook.timeline import EntryKind
from bot.services import cases, clockwork, history, privacy, teammates
from bot.services.found import found
from storage import clocks, outbox, people, roles
from storage.database import Tx
from storage.models import Escalation, RoleSpan
from storage.outbox import Effect


async def take_over(tx: Tx, number: int, *, instead_of: str, by: str) -> Escalation:
    """Make `by` the EM in place of `instead_of`, whose update was missed.

    Raises Refusal when somebody else leads it by now, nothing is missed any more, or `by` may not lead it.
    """
    ace = await found(tx, number, by=by, lock=True)
    key = naming.key(number, tx.policy.keys.prefix)
    if ace.em == by:
        raise Refusal(f"You lead {key} already. Nothing was changed.")
    await privacy.check_claims(tx, ace, by, key=key)
    missed = any(row.missed_at and row.kind.is_update for row in await clocks.running(tx, number))
    if not ace.em or not missed:
        raise Refusal(f"{key} is not overdue any more, so nobody takes it over. Nothing was changed.")
    names = await people.names(tx, [ace.em])
    if ace.em != instead_of or not await roles.pass_on(tx, number, giver=ace.em, taker=by):
        raise Refusal(f"{names.get(ace.em, 'Somebody else')} leads {key} by now. Nothing was changed.")
    await _seat(tx, ace, instead_of, by)
    said = f"{Role.EM.label}: taken over from {names.get(instead_of, 'somebody')}"
    history.note(tx, ace, EntryKind.ROLE, said, by=by, role=Role.EM, person=by, before=instead_of)
    await clockwork.em_changed(tx, ace)
    await cases.show(tx, ace, *cases.EVERYWHERE)
    return ace


async def _seat(tx: Tx, ace: Escalation, before: str, by: str) -> None:
    """The seat passes on; who was in it is told, and stays on the case."""
    held = await roles.held(tx, ace.number)
    if (backup := held.get(Role.BACKUP)) and backup.person == by:
        await roles.give(tx, backup, None)
    new = RoleSpan(number=ace.number, role=Role.EM, person=by, by=by, since=tx.now)
    await roles.give(tx, held.get(Role.EM), new)
    await teammates.bring_in(tx, ace, by, "em")
    await outbox.add(tx, Effect.MEMBERS, ace.number)
    await cases.tell(tx, ace, before, "taken_over", f"taken-over-{new.id}", by=by)
