"""Clockwork: what every change of a case does to its clocks, in the transaction of that change."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import col

from bot.playbook import clocks as rules
from bot.playbook import replanning
from bot.playbook.adherence import What
from bot.playbook.kinds import ClockKind
from bot.playbook.ladder import accountable
from bot.playbook.lifecycle import Status
from bot.playbook.promises import Outcome, outcome
from bot.playbook.rungs import To
from bot.playbook.severity import Severity
from bot.playbook.timeline import EntryKind
from bot.playbook.work import PromiseState
from bot.services import history, recipients
from bot.services.cycles import Cycles
from storage import clocks, outbox, reminders
from storage.case_records import Attempt, Item, Promise
from storage.clock_records import ClockRow
from storage.columns import Json
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect

SHOWN = (Effect.OPENING, Effect.TRACKER)
_OPEN_PROMISES = select(Promise).where(
    col(Promise.number) == bindparam("number"), col(Promise.state) == PromiseState.OPEN
)
AT_CLAIM = (ClockKind.INTERNAL, ClockKind.CUSTOMER, ClockKind.TRIAGE_CALL)
_UPDATES = (ClockKind.INTERNAL, ClockKind.CUSTOMER)
_LED = (Status.DISCOVERY, Status.TRIAGE, Status.IN_PROGRESS)


async def rows(tx: Tx, ace: Escalation) -> list[ClockRow]:
    """The clocks of a case, for `undo.Before`: undoing a change puts them back too."""
    return await clocks.of_case(tx, ace.number)


async def filed(tx: Tx, ace: Escalation) -> None:
    """The case waits for somebody to claim it, from now on; see bot.services.first_cycles."""
    await _soon(tx, ace, None)


async def claimed(tx: Tx, ace: Escalation, *, by: str) -> None:
    """Somebody leads it: updates are due, counted from now; see bot.services.first_cycles."""
    await _soon(tx, ace, by)


async def _soon(tx: Tx, ace: Escalation, by: str | None) -> None:
    """Whoever files or claims need not wait until the clocks are planned: the outbox sees to it at once."""
    since = tx.now.isoformat()
    what = f"{'claimed' if by else 'filed'}-{since}"
    detail: Json = {"since": since, "by": by}
    await outbox.once(tx, Effect.CLOCKS, ace.number, what, detail=detail, priority=outbox.URGENT)


async def status_changed(tx: Tx, ace: Escalation, before: Status, *, by: str | None = None) -> None:
    """End what does not run in the new status, and start what begins with it; `ace` has the new one."""
    cycles = Cycles(tx, ace)
    for row in await cycles.running():
        if not row.kind.runs_in(ace.status):
            await cycles.close(row, by=by, answered=False)
    for kind in _beginning(ace.status, before):
        await cycles.start(kind)
    await show(tx, ace)


def _beginning(status: Status, before: Status) -> Sequence[ClockKind]:
    """The clocks that begin with a change of status."""
    if status is Status.NEW:
        return (ClockKind.CLAIM,)
    if status is Status.RESOLVED:
        return (ClockKind.CONFIRMATION,)
    if not status.is_open or before in _LED:
        return ()
    return AT_CLAIM if status is Status.DISCOVERY else _UPDATES


async def severity_changed(tx: Tx, ace: Escalation, before: Severity) -> None:
    """Plan again what depends on the severity: raising brings it closer, lowering counts from the anchor."""
    cycles = Cycles(tx, ace)
    for row in await cycles.running():
        clock = clocks.clock_of(row)
        await cycles.replan(row, replanning.with_severity(clock, ace.severity, tx.policy, tx.now))
    if before is not ace.severity:
        await show(tx, ace)


async def em_changed(tx: Tx, ace: Escalation) -> None:
    """Somebody else is reminded from now on; the clocks move to their zone with the next cycle."""
    cycles = Cycles(tx, ace)
    for row in await cycles.running():
        await cycles.look_again(row)
        reach, _ = await cycles.reach(row.kind, row.owners)
        if (to := accountable(row.kind)) is To.EM and reach[to]:
            await reminders.readdress(tx, row, reach[to][0])
        else:
            await reminders.redraw(tx, row)
    await show(tx, ace)


async def customer_deadline_changed(tx: Tx, ace: Escalation) -> None:
    """Updates come closer to the customer's own deadline, or go back to the usual pace."""
    cycles = Cycles(tx, ace)
    for row in await cycles.running():
        clock = clocks.clock_of(row)
        changed = replanning.with_deadline(clock, cycles.deadline, tx.policy, tx.now)
        await cycles.replan(row, changed)
    await show(tx, ace)


async def internal_update(tx: Tx, ace: Escalation, *, by: str) -> ClockRow | None:
    """Somebody posted an update, or said that there is nothing new: the next one is due an interval later.

    Returns the clock, None when it does not run.
    """
    row = await Cycles(tx, ace).renew(ClockKind.INTERNAL, tx.now, by=by)
    await show(tx, ace)
    return row


async def customer_contact(
    tx: Tx, ace: Escalation, *, by: str, promise: Promise | None = None, at: datetime | None = None
) -> Outcome | None:
    """The customer heard from us at `at`; `promise` is the new one, which sets when they hear next.

    Promises that were open are settled by it. Returns what became of the one that this cycle was about.
    """
    when = min(at or tx.now, tx.now)
    cycles = Cycles(tx, ace)
    before = await cycles.going(ClockKind.CUSTOMER)
    kept = None
    if before and before.promise:
        kept = outcome(target=before.target_at, limit=before.limit_at, at=when)
    await _settle(tx, ace, when, besides=promise)
    due_at = promise.due_at if promise else None
    await cycles.renew(ClockKind.CUSTOMER, when, by=by, promise=due_at)
    await show(tx, ace)
    return kept


async def promise_settled(tx: Tx, ace: Escalation, *, by: str) -> None:
    """The promise of this cycle was settled by hand: the usual cadence goes on."""
    cycles = Cycles(tx, ace)
    row = await cycles.going(ClockKind.CUSTOMER)
    if row and row.promise:
        await cycles.renew(ClockKind.CUSTOMER, tx.now, by=by)
        await show(tx, ace)


async def promise_limit(tx: Tx, ace: Escalation) -> datetime:
    """The limit of a customer cycle that would begin now: a later promise needs a reason."""
    deadline, place = Cycles(tx, ace).deadline, recipients.customers(tx, ace)
    return rules.due(ClockKind.CUSTOMER, tx.now, ace.severity, tx.policy, place, deadline=deadline).limit


async def triage_call_set(tx: Tx, ace: Escalation, when: datetime | None) -> None:
    """The call has a time: the reminders lead up to it; without one it is due as the policy says."""
    cycles = Cycles(tx, ace)
    if (
        when
        and await cycles.going(ClockKind.TRIAGE_CALL) is None
        and ClockKind.TRIAGE_CALL.runs_in(ace.status)
    ):
        await cycles.start(ClockKind.TRIAGE_CALL)  # it was held or waived, and there is another one now
    if row := await cycles.going(ClockKind.TRIAGE_CALL):
        clock = clocks.clock_of(row)
        usual = rules.due(clock.kind, clock.anchor, clock.severity, tx.policy, clock.place)
        await cycles.replan(row, replanning.moved_to(clock, when or usual.target, tx.now))
        await show(tx, ace)


async def triage_call_held(tx: Tx, ace: Escalation, *, by: str) -> None:
    """The call was held, or waived."""
    cycles = Cycles(tx, ace)
    await cycles.begun(ClockKind.TRIAGE_CALL)
    await cycles.end(ClockKind.TRIAGE_CALL, by=by)
    await show(tx, ace)


async def confirmation_recorded(tx: Tx, ace: Escalation, *, by: str) -> None:
    """The customer confirmed, or it is recorded that they did not."""
    await Cycles(tx, ace).end(ClockKind.CONFIRMATION, by=by)


async def attempt_started(tx: Tx, ace: Escalation, attempt: Attempt) -> None:
    """A workaround is tried until the end of its box; whoever tries it is asked how it went."""
    await Cycles(tx, ace).start(
        ClockKind.ATTEMPT,
        subject=attempt.id or 0,
        owners=[attempt.started_by],
        promise=attempt.ends_at,
    )


async def attempt_ended(tx: Tx, ace: Escalation, attempt: Attempt, *, by: str) -> None:
    """It was tried, and it is known how it went."""
    await Cycles(tx, ace).end(ClockKind.ATTEMPT, attempt.id or 0, by=by)


async def item_agreed(tx: Tx, ace: Escalation, item: Item) -> None:
    """An action item has an owner and was agreed: its service level begins, or is planned anew."""
    if item.owner and item.agreed_at:
        await Cycles(tx, ace).start(
            ClockKind.ITEM,
            subject=item.id or 0,
            owners=[item.owner],
            anchor=item.agreed_at,
            promise=max(item.due, item.agreed_at) if item.due else None,
        )


async def item_settled(tx: Tx, ace: Escalation, item: Item, *, by: str) -> None:
    """An action item is done or dropped."""
    await Cycles(tx, ace).end(ClockKind.ITEM, item.id or 0, by=by)


async def retrospective_opened(tx: Tx, ace: Escalation) -> None:
    """The draft is due some business days later."""
    await Cycles(tx, ace).start(ClockKind.RETROSPECTIVE, anchor=ace.resolved_at)


async def retrospective_settled(tx: Tx, ace: Escalation, *, by: str) -> None:
    """The draft is written: it went to its approvers, or was published or withdrawn."""
    await Cycles(tx, ace).end(ClockKind.RETROSPECTIVE, by=by)


async def approval_asked(tx: Tx, ace: Escalation, subject: int, approvers: Sequence[str]) -> None:
    """These people still have to decide; asked again with fewer, the time goes on."""
    cycles = Cycles(tx, ace)
    row = await cycles.going(ClockKind.APPROVAL, subject)
    if row and approvers and set(approvers) <= set(row.owners):
        row.owners = list(approvers)
        await reminders.redraw(tx, row)
        return
    await cycles.start(ClockKind.APPROVAL, subject=subject, owners=approvers)


async def approval_settled(tx: Tx, ace: Escalation, subject: int, *, by: str) -> None:
    """Nobody has to decide any more."""
    await Cycles(tx, ace).end(ClockKind.APPROVAL, subject, by=by)


async def _settle(tx: Tx, ace: Escalation, at: datetime, *, besides: Promise | None) -> None:
    """Every promise that was open is kept, late or broken now: once."""
    if ace.progress is None:
        return
    found = await tx.exec(_OPEN_PROMISES, params={"number": ace.number})
    for promise in found.scalars():
        if besides is None or promise.id != besides.id:
            settle_promise(tx, ace, promise, at)


async def promise_missed(tx: Tx, ace: Escalation, row: ClockRow) -> None:
    """The moment that the customer was promised is over: what was promised until then is broken."""
    found = await tx.exec(_OPEN_PROMISES, params={"number": ace.number})
    for promise in found.scalars():
        if row.promise and promise.due_at <= row.promise:
            settle_promise(tx, ace, promise, tx.now)


async def replanned(tx: Tx, ace: Escalation) -> None:
    """Somebody's hours changed: when each clock is looked at follows them."""
    cycles = Cycles(tx, ace)
    for row in await cycles.running():
        await cycles.look_again(row)


async def restored(tx: Tx, ace: Escalation) -> None:
    """The clocks were put back to what they were before a change: what they said is drawn anew."""
    cycles = Cycles(tx, ace)
    answered = await clocks.answered(tx, ace.number)
    for row in await cycles.running():
        if (row.id, row.cycle) in answered:
            clocks.note(tx, row, What.UNDONE)
        await cycles.look_again(row)
        await reminders.redraw(tx, row)


def settle_promise(tx: Tx, ace: Escalation, promise: Promise, at: datetime) -> None:
    """Note what became of one promise, at the moment it was met or missed."""
    place = recipients.customers(tx, ace)
    due = rules.due(ClockKind.PROMISE, promise.due_at, ace.severity, tx.policy, place)
    became = outcome(target=due.target, limit=due.limit, at=at)
    promise.state, promise.settled_at = PromiseState(became.value), tx.now
    text = f"Promise {became.label.lower()}: {promise.what}"
    history.note(tx, ace, EntryKind.PROMISE, text, by=None, promise=promise.id, state=promise.state)


async def show(tx: Tx, ace: Escalation) -> None:
    """Draw the cards that tell what is due next."""
    for effect in SHOWN:
        await outbox.add(tx, effect, ace.number)
