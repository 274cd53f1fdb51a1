"""Planning: the next step and whose it is, and who tells the customer when."""

from dataclasses import replace

from bot.playbook import planning
from bot.playbook.acts import Act
from bot.playbook.intake import is_said
from bot.playbook.planning import Planned
from bot.playbook.progress import NextStep, Noted
from bot.playbook.refusal import Refusal, check_length
from bot.playbook.timeline import EntryKind
from bot.services import cases, history, teammates, undo
from storage.database import Tx
from storage.models import Escalation

LONGEST = 500  # characters


async def set_next(tx: Tx, number: int, owner: str, what: str, blocked: str = "", *, by: str) -> bool:
    """Say what is done next, by whom, and what it waits for; another owner than `by` is named in the channel.

    Returns whether that is new. Raises Refusal, with the field, when nobody or nothing is named.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.NEXT)
    await teammates.check(tx, owner, field="owner")
    if not is_said(what):
        raise Refusal("Write what is done next.", field="what")
    check_length("what", what, LONGEST)
    check_length("blocked", blocked, LONGEST)
    made = cases.progress(ace)
    earlier = made.next_step
    if earlier and (earlier.owner, earlier.what, earlier.blocked) == (owner, what, blocked):
        return False
    before = undo.Before(ace)
    step = NextStep(owner=owner, what=what, blocked=blocked, noted=Noted(by=by, at=tx.now))
    cases.keep(tx, ace, replace(made, next_step=step))
    waits = f" (blocked: {blocked})" if blocked else ""
    line = f"Next step: {await teammates.name(tx, owner)}: {what}{waits}"
    history.note(tx, ace, EntryKind.PLAN, line, by=by, owner=owner)
    await teammates.bring_in(tx, ace, owner, "next step", by=by, field="owner")
    if owner != by and (earlier is None or (earlier.owner, earlier.what) != (owner, what)):
        await teammates.call_on(tx, ace, owner, "next_step", did=what)
    await cases.show(tx, ace)
    await undo.offer(tx, ace, "Next step set", before, by=by)
    return True


async def plan(tx: Tx, number: int, planned: Planned, *, by: str) -> Escalation:
    """Keep who tells the customer, by which medium, and when next; another teller is named in the channel.

    Raises Refusal, with the field, when one of these is missing or past. Source: handbook, "Communications".
    """
    ace = await cases.changing(tx, number, by=by, act=Act.PLAN)
    await teammates.check(tx, planned.teller, field="teller")
    made = cases.progress(ace)
    earlier = made.plan
    kept = planning.checked(planned, Noted(by=by, at=tx.now), earlier.next_at if earlier else None)
    if earlier and replace(earlier, noted=kept.noted) == kept and earlier.noted.text == kept.noted.text:
        return ace
    before = undo.Before(ace)
    cases.keep(tx, ace, replace(made, plan=kept))
    note = f" ({planned.note})" if planned.note else ""
    line = (
        f"Communication plan: {await teammates.name(tx, planned.teller)} by {kept.medium.label.lower()}, "
        f"next {kept.next_at:%d %b %H:%M} UTC{note}"
    )
    history.note(tx, ace, EntryKind.PLAN, line, by=by, teller=planned.teller)
    await teammates.bring_in(tx, ace, planned.teller, "customer contact", by=by, field="teller")
    if planned.teller != by and (earlier is None or earlier.teller != planned.teller):
        await teammates.call_on(tx, ace, planned.teller, "teller")
    await cases.show(tx, ace)
    await undo.offer(tx, ace, "Communication plan set", before, by=by)
    return ace
