"""Taking over: when an update was missed, the backup becomes the EM with one press."""

from bot.playbook import naming
from bot.playbook.refusal import Refusal
from bot.playbook.roles import Role
from bot.services import cases, handover, leadership, privacy
from bot.services.found import found
from storage import clocks, roles
from storage.database import Tx
from storage.models import Escalation


async def take_over(tx: Tx, number: int, *, instead_of: str, by: str) -> Escalation:
    """Make `by` the EM in place of `instead_of`, whose update was missed or who has left.

    Raises Refusal when somebody else leads it by now, nothing is missed any more, or `by` may not lead it.
    """
    ace = await found(tx, number, by=by, lock=True)
    key = naming.key(number, tx.policy.keys.prefix)
    if ace.em == by:
        raise Refusal(f"You lead {key} already. Nothing was changed.")
    await privacy.check_claims(tx, ace, by, key=key)
    running = await clocks.running(tx, number)
    misses = [row.missed_at for row in running if row.missed_at and row.kind.is_update]
    gone = await leadership.has_left(tx, ace)
    if not ace.em or not (misses or gone):
        raise Refusal(f"{key} is not overdue any more, so nobody takes it over. Nothing was changed.")
    held = (await roles.held(tx, number)).get(Role.EM)
    if ace.em != instead_of or (held and misses and held.since > max(misses)):
        raise Refusal(f"{await leadership.name(tx, ace.em)} leads {key} by now. Nothing was changed.")
    await handover.end(tx, ace, by=by, why=f"{await leadership.name(tx, by)} took the case over")
    await leadership.pass_on(tx, ace, giver=instead_of, taker=by, by=by, how="took over")
    told = f"{by}-{int(tx.now.timestamp())}"
    await cases.announce(tx, ace, "took_over", f"took-over-{told}", giver=instead_of, taker=by)
    await cases.tell(tx, ace, instead_of, "taken_over", f"taken-over-{told}", by=by)
    return ace
