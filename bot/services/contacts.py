"""Contacts: what the customer heard and said, what was promised for when, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.playbook import contacts as rules
from bot.playbook.acts import Act
from bot.playbook.contacts import Told
from bot.playbook.promises import Outcome
from bot.playbook.refusal import Refusal
from bot.playbook.timeline import EntryKind
from bot.playbook.work import Direction, PromiseState
from bot.services import cases, clockwork, history, undo
from storage import contacts
from storage.case_records import Contact, Promise
from storage.database import Tx
from storage.models import Escalation

WHAT = "The next update"  # when a promise names only its time


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A promise as somebody records it."""

    what: str = ""
    due_at: datetime | None = None
    reason: str = ""


async def log(tx: Tx, number: int, told: Told, *, by: str) -> Outcome | None:
    """Keep a word to the customer or from them, with what was promised by it.

    By one that they heard, the next update is due anew, and promises that were open are settled; returns what
    became of the one that was due. Raises Refusal for what Told.check finds.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.CONTACT)
    before = await _before(tx, ace)
    outcome = await record(tx, ace, told, by=by, before=before)
    await undo.offer(tx, ace, f"Customer contact logged: {told.said.strip()}", before, by=by)
    return outcome


async def record(
    tx: Tx, ace: Escalation, told: Told, *, by: str, before: undo.Before | None = None
) -> Outcome | None:
    """Keep a contact on a case that is in hand, as a part of another change; `before` notes what is new."""
    told.check(now=tx.now, limit=await clockwork.promise_limit(tx, ace))
    at = min(told.at or tx.now, tx.now)
    contact = Contact(
        number=ace.number,
        direction=told.direction,
        medium=told.medium,
        said=told.said.strip(),
        at=at,
        by=by,
        logged_at=tx.now,
    )
    tx.add(contact)
    await tx.flush()
    _note(tx, ace, contact, by=by)
    due = Promised(what=told.promised, due_at=told.due_at, reason=told.reason)
    made = await _make(tx, ace, due, contact, by=by)
    if before:
        before.added(*(each for each in (contact, made) if each))
    outcome = None
    if told.counts:
        outcome = await clockwork.customer_contact(tx, ace, by=by, promise=made, at=at)
    await _shown(tx, ace)
    return outcome


def _note(tx: Tx, ace: Escalation, contact: Contact, *, by: str) -> None:
    who = "Told the customer" if contact.direction is Direction.OUT else "The customer told us"
    line = f"{who} ({contact.medium.label}): {contact.said}"
    at = contact.at.isoformat()
    history.note(tx, ace, EntryKind.CONTACT, line, by=by, contact=contact.id, at=at)


async def promise(
    tx: Tx, number: int, settled: Mapping[int, PromiseState], made: Promised, *, by: str
) -> None:
    """Settle promises by hand, each once, and record one that was made by the last contact.

    Raises Refusal when one of them was settled already, and for a promise that cannot be.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.PROMISES)
    limit = await clockwork.promise_limit(tx, ace)
    rules.check_due(made.what, made.due_at, made.reason, now=tx.now, limit=limit)
    before = await _before(tx, ace)
    labels = await _settle(tx, ace, settled, by=by)
    last = await contacts.last_heard(tx, ace.number)
    if new := await _make(tx, ace, made, last, by=by):
        before.added(new)
        labels.append("Promise recorded")
        await clockwork.customer_contact(tx, ace, by=by, promise=new, at=last.at if last else None)
    if labels:
        await _shown(tx, ace)
        await undo.offer(tx, ace, "; ".join(labels), before, by=by)


async def _settle(tx: Tx, ace: Escalation, settled: Mapping[int, PromiseState], *, by: str) -> list[str]:
    """Settle each of these; what was done, in words."""
    found = await contacts.promises(tx, ace.number, settled)
    for each in found:
        if each.state is not PromiseState.OPEN:
            raise Refusal(f"That promise was settled already: {each.state.label}. Nothing was changed.")
        each.state, each.settled_at = settled[each.id or 0], tx.now
        line = f"Promise {each.state.label.lower()}: {each.what}"
        history.note(tx, ace, EntryKind.PROMISE, line, by=by, promise=each.id, state=each.state)
    if found:
        await tx.flush()
        await clockwork.promise_settled(tx, ace, by=by)
    return [f"Promise {each.state.label.lower()}" for each in found]


async def _make(
    tx: Tx, ace: Escalation, made: Promised, contact: Contact | None, *, by: str
) -> Promise | None:
    """A promise as a record, when one was made."""
    if made.due_at is None:
        return None
    new = Promise(
        number=ace.number,
        contact=contact.id if contact else None,
        what=made.what.strip() or WHAT,
        due_at=made.due_at,
        why=made.reason.strip(),
        made_by=by,
        made_at=tx.now,
    )
    tx.add(new)
    await tx.flush()
    when = f"{new.due_at.astimezone(ZoneInfo(tx.policy.region_zone(ace.region))):%d %b %H:%M %Z}"
    why = f" (later than usual: {new.why})" if new.why else ""
    line = f"Promised the customer for {when}: {new.what}{why}"
    history.note(tx, ace, EntryKind.PROMISE, line, by=by, promise=new.id, due=new.due_at.isoformat())
    return new


async def _before(tx: Tx, ace: Escalation) -> undo.Before:
    """What a contact may change."""
    waiting = await contacts.open_promises(tx, ace.number)
    return undo.Before(ace, *await clockwork.rows(tx, ace), *waiting)


async def _shown(tx: Tx, ace: Escalation) -> None:
    ace.updated_at = tx.now
    await cases.show(tx, ace)
