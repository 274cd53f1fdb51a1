"""Action items of retrospectives: owned, dated, and remembered when the same trouble returns."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from bot.playbook import naming
from bot.playbook.calendars import Place
from bot.playbook.kinds import ClockKind
from bot.playbook.measures import Measure
from bot.playbook.refusal import Refusal
from bot.playbook.retrospective import Content
from bot.playbook.retrospective_steps import State, Step
from bot.playbook.timeline import EntryKind
from bot.playbook.work import ItemKind, ItemState, Term
from bot.services import (
    cases,
    clockwork,
    history,
    retrospective_approvals,
    retrospective_approvers,
    retrospectives,
)
from bot.services.retrospective_writing import Changed, said_otherwise
from storage import escalations, outbox, people
from storage import retrospectives as records
from storage.case_records import Item
from storage.columns import Json
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect
from storage.retro_records import Retrospective

REMEMBERED = 5  # open items that are shown when the same customer or product escalates again
MOST = 30  # items of one retrospective
TEXT = 300  # characters of what is to be done


@dataclass(frozen=True, kw_only=True)
class Task:
    """An action item as the form has it; `committed_by` agreed to the date: the owner or their manager."""

    text: str
    owner: str
    team: str = ""
    due: datetime | None = None
    committed_by: str = ""
    term: Term = Term.SHORT
    kind: ItemKind = ItemKind.TEAM
    link: str = ""


async def save(tx: Tx, number: int, which: int, task: Task, *, by: str, seen: str = "") -> Item:
    """Add an action item, or change the one with the id `which`; `seen` is what its writer had before them.

    Raises Changed when somebody else changed it meanwhile, Refusal next to an answer.
    """
    ace, retro, state = await retrospectives.taking(tx, number, Step.EDIT, by=by)
    before = await retrospectives.content(tx, retro)
    there = {item.id: item for item in await records.items(tx, number)}
    await _check(tx, ace, task, there.get(which))
    if which and which not in there:
        raise Refusal("That action item was taken out meanwhile. Nothing was changed; add it again.")
    if not which and len(there) >= MOST:
        raise Refusal(f"There are {MOST} action items already. Join some of them first.", field="text")
    if seen and which and seen != item_hash(there[which]) and task != _task(there[which]):
        raise Changed(await _told(tx, there[which]), item_hash(there[which]))
    item = there.get(which) or _new(number, by=by, at=tx.now)
    _fill(item, task, at=tx.now)
    tx.add(item)
    await tx.flush()
    history.note(tx, ace, EntryKind.ITEM, f"Action item: {task.text}", by=by, item=item.id, person=task.owner)
    await clockwork.item_agreed(tx, ace, item)
    await _edited(tx, (ace, retro, state), before, by=by)
    return item


async def _edited(
    tx: Tx, taken: tuple[Escalation, Retrospective, State], before: Content, *, by: str
) -> None:
    """The content is another one by its action items."""
    ace, retro, state = taken
    after = await retrospectives.content(tx, retro)
    retro.edited_at, retro.edited_by = tx.now, by
    await retrospective_approvals.edited(tx, ace, retro, state, before=before, after=after, by=by)
    await retrospectives.show(tx, ace)


def item_hash(item: Item) -> str:
    """What an action item stands at, to notice that somebody else changed it."""
    return hashlib.sha256(repr(_task(item)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _task(item: Item) -> Task:
    return Task(
        text=item.text,
        owner=item.owner or "",
        team=item.team,
        due=item.due,
        committed_by=item.committed_by or "",
        term=item.term,
        kind=item.kind,
        link=item.link,
    )


def drafted(tx: Tx, which: int, task: Task, *, by: str) -> Item:
    """The action item `which` as a form has it, not kept anywhere."""
    item = _new(0, by=by, at=tx.now)
    item.id = which
    _fill(item, task, at=tx.now)
    return item


async def _told(tx: Tx, item: Item) -> str:
    """An action item as plain text, for whoever was about to change it."""
    names = await people.names(tx, {each for each in (item.owner, item.committed_by) if each})
    parts = [
        names.get(item.owner or "", "no owner yet"),
        item.team,
        f"due {item.due:%d %b %Y %H:%M} UTC" if item.due else "no date yet",
        f"agreed by {names.get(item.committed_by, 'somebody')}" if item.committed_by else "",
        item.term.label.partition(":")[0],
        item.kind.label,
        item.link,
    ]
    return f"{item.text}\n{', '.join(part for part in parts if part)}"


async def reword(tx: Tx, number: int, found: Json, *, by: str) -> None:
    """Put the words that the blameless check offers into an action item. Raises Refusal."""
    taken = await retrospectives.taking(tx, number, Step.EDIT, by=by)
    before = await retrospectives.content(tx, taken[1])
    item = next((each for each in await records.items(tx, number) if each.id == found["which"]), None)
    if item is None:
        raise Refusal("That action item was taken out meanwhile. Nothing was changed.")
    item.text = said_otherwise(item.text, found)[:TEXT]
    await tx.flush()
    history.note(tx, taken[0], EntryKind.ITEM, f"Action item: {item.text}", by=by, item=item.id)
    await _edited(tx, taken, before, by=by)


async def _check(tx: Tx, ace: Escalation, task: Task, there: Item | None) -> None:
    if not task.text:
        raise Refusal("Say what is to be done, beginning with a verb.", field="text")
    moved = there is None or there.due != task.due
    if task.due and moved and task.due <= tx.now:
        raise Refusal("That date is in the past. Choose when it can be done.", field="due")
    if task.owner:
        await retrospective_approvers.check_person(tx, ace, task.owner, field="owner")
    if task.committed_by:
        await retrospective_approvers.check_person(tx, ace, task.committed_by, field="committed_by")


def _new(number: int, *, by: str, at: datetime) -> Item:
    return Item(number=number, kind=ItemKind.TEAM, text="", retrospective=True, added_by=by, added_at=at)


def _fill(item: Item, task: Task, *, at: datetime) -> None:
    """Its service level begins when somebody agrees to it."""
    item.text, item.team, item.due, item.link = task.text, task.team, task.due, task.link
    item.owner, item.term, item.kind = task.owner or None, task.term, task.kind
    if task.committed_by and not (item.agreed_at and item.committed_by == task.committed_by):
        item.agreed_at = at
    item.committed_by = task.committed_by or None


async def drop(tx: Tx, number: int, which: int, *, by: str) -> None:
    """Take an action item out of the retrospective. Raises Refusal."""
    ace, retro, state = await retrospectives.taking(tx, number, Step.EDIT, by=by)
    before = await retrospectives.content(tx, retro)
    item = next((each for each in await records.items(tx, number) if each.id == which), None)
    if item is None:
        return
    item.state, item.why = ItemState.DROPPED, "Taken out of the retrospective"
    await tx.flush()
    history.note(tx, ace, EntryKind.ITEM, f"Took out the action item: {item.text}", by=by, item=item.id)
    await clockwork.item_settled(tx, ace, item, by=by)
    await _edited(tx, (ace, retro, state), before, by=by)


def usual_due(tx: Tx, ace: Escalation) -> datetime:
    """When an item that is agreed now is due by the policy's service level."""
    place = Place(tx.policy.organisation.zone, tx.policy.organisation.holidays)
    return Measure.of(ClockKind.ITEM, ace.severity, tx.policy, place).after(tx.now, tx.policy.items.slo)


async def agree_all(tx: Tx, ace: Escalation) -> None:
    """The retrospective is published: what nobody had agreed to yet runs from today."""
    for item in await records.items(tx, ace.number):
        if item.owner and item.state.is_owed and item.agreed_at is None:
            item.agreed_at = tx.now
            await tx.flush()
            await clockwork.item_agreed(tx, ace, item)


async def in_new_room(tx: Tx, number: int) -> None:
    """The case has a channel: the card of its retrospective goes there, and what earlier ones left open."""
    ace = await escalations.find(tx, number)
    if ace is None:
        return
    if await records.find(tx, number):
        await outbox.add(tx, Effect.RETROSPECTIVE, number)
    await recall(tx, ace)


async def recall(tx: Tx, ace: Escalation) -> None:
    """Say once in the case channel which items of earlier retrospectives are still open, if any are.

    Those of the same customer or product count; private cases tell nothing.
    """
    room = await cases.room(tx, ace)
    owed = await records.owed_alike(tx, ace, limit=REMEMBERED) if room else []
    if not owed:
        return
    rows = [
        {
            "key": naming.key(other.number, tx.policy.keys.prefix),
            "text": item.text,
            "state": f"due {item.due:%d %b %Y}" if item.due else item.state.label.lower(),
        }
        for item, other in owed
    ]
    detail = {"what": "recall", "to": room, "items": rows}
    await outbox.add(tx, Effect.RETRO_NOTE, ace.number, "recall", detail=detail)
