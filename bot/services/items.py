"""Action items: added and edited, with an owner, a date that was agreed, and a product manager."""

from dataclasses import asdict

from bot.playbook import action_items as rules
from bot.playbook.action_items import Change, Draft
from bot.playbook.acts import Act
from bot.playbook.refusal import Refusal
from bot.playbook.timeline import EntryKind
from bot.playbook.work import ItemKind
from bot.services import cases, clockwork, history, teammates, undo
from storage import casework, outbox
from storage.case_records import Item
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect

PEOPLE = {"owner": "owner", "product_manager": "product manager", "waiter": "waits for an action item"}


async def add(tx: Tx, number: int | None, draft: Draft, *, by: str) -> Item:
    """Put an action item on the case; its owner and its product manager are told.

    Raises Refusal, next to its field, when something is missing. Source: handbook, "External team support".
    """
    ace = await cases.changing(tx, number, by=by, act=Act.ITEMS)
    there = (await casework.of(tx, ace.number)).items
    if any(_same(each, draft) for each in there):
        raise Refusal("That is on the list already, for the same owner. Nothing was added.", field="text")
    if len(there) >= rules.MOST:
        raise Refusal(f"A case has at most {rules.MOST} action items. Nothing was added.", field="text")
    rules.check(draft, now=tx.now, manager=manager_of(tx, draft.owner))
    return await _put(tx, ace, draft, by=by)


async def follow_up(tx: Tx, ace: Escalation, draft: Draft, *, by: str) -> Item:
    """Put an item on a case that is in hand, as a part of another change; one that is there stays one."""
    rules.check(draft, now=tx.now, manager=manager_of(tx, draft.owner))
    there = (await casework.of(tx, ace.number)).items
    known = next((each for each in there if _same(each, draft)), None)
    return known or await _put(tx, ace, draft, by=by)


def _same(item: Item, draft: Draft) -> bool:
    """Whether a draft is an item that is owed already: a form may arrive twice."""
    return item.state.is_owed and (item.text, item.owner or "") == (draft.text, draft.owner)


async def _put(tx: Tx, ace: Escalation, draft: Draft, *, by: str) -> Item:
    item = Item(number=ace.number, kind=draft.kind or ItemKind.TEAM, text="", added_by=by, added_at=tx.now)
    await _take(tx, ace, item, draft, by=by)
    tx.add(item)
    await tx.flush()
    history.note(tx, ace, EntryKind.ITEM, f"To do: {item.text}{await _owned(tx, item)}", by=by, item=item.id)
    if item.agreed_at:
        await clockwork.item_agreed(tx, ace, item)
    await _name(tx, ace, item, None, by=by)
    await cases.show(tx, ace)
    return item


async def edit(tx: Tx, number: int | None, item_id: int, draft: Draft, *, by: str) -> Item:
    """Change what an item says; a new owner is told, and has to agree anew.

    Raises Refusal as `add` does, and when it is settled by now.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.ITEMS)
    item = await find(tx, ace, item_id)
    rules.check_change(Change.EDIT, item.state)
    rules.check(draft, now=tx.now, manager=manager_of(tx, draft.owner), due_before=item.due)
    if item.retrospective:
        raise Refusal("That item belongs to the retrospective. Nothing was changed; edit it there.")
    before, was, agreed = undo.Before(ace, item), (item.owner, item.product_manager), item.agreed_at
    await _take(tx, ace, item, draft, by=by)
    await tx.flush()
    history.note(
        tx, ace, EntryKind.ITEM, f"Reworded: {item.text}{await _owned(tx, item)}", by=by, item=item.id
    )
    await clock(tx, ace, item)
    told = await _name(tx, ace, item, was, by=by)
    await cases.show(tx, ace)
    if not (told or item.agreed_at or agreed):
        await undo.offer(tx, ace, "Action item changed", before, by=by)
    return item


async def find(tx: Tx, ace: Escalation, item_id: int) -> Item:
    """An item of a case. Raises Refusal when it has none such."""
    found = await tx.session.get(Item, item_id)
    if found is None or found.number != ace.number:
        raise Refusal("That action item is not on the list any more. Nothing was changed.")
    return found


async def show(tx: Tx, ace: Escalation, item: Item) -> None:
    """Draw what shows an item: the cards of the case, and for one of the retrospective its card."""
    await cases.show(tx, ace)
    if item.retrospective:
        await outbox.add(tx, Effect.RETROSPECTIVE, ace.number)


def manager_of(tx: Tx, owner: str) -> str:
    """Who can agree for somebody besides themselves, "" when the policy names nobody."""
    return tx.policy.managers.get(owner, "")


async def _take(tx: Tx, ace: Escalation, item: Item, draft: Draft, *, by: str) -> None:
    """Put a draft's answers into an item; whoever is new in it is brought in.

    A new owner has to agree anew, whatever the one before agreed to.
    """
    for name, why in PEOPLE.items():
        person = getattr(draft, name)
        if person and person != getattr(item, name):
            await teammates.check(tx, person, field=name)
            await teammates.bring_in(tx, ace, person, why, by=by, field=name)
    if draft.committed_by:
        await teammates.check(tx, draft.committed_by, field="committed_by")
    passed_on = item.owner and item.owner != draft.owner and item.committed_by == draft.committed_by
    if draft.due != item.due:
        item.due_by, item.challenge = by, {}
    for name, said in asdict(draft).items():
        setattr(item, name, (said or None) if name in {*PEOPLE, "committed_by"} else said)
    if passed_on:
        item.committed_by = None
    item.waiter = item.waiter or by
    item.agreed_at = (item.agreed_at or tx.now) if item.committed_by else None
    ace.updated_at = tx.now


async def _owned(tx: Tx, item: Item) -> str:
    who = await teammates.name(tx, item.owner) if item.owner else item.team
    return f" ({who}, by {item.due:%d %b %Y})" if item.due else f" ({who})"


async def clock(tx: Tx, ace: Escalation, item: Item) -> None:
    """The clock follows what was agreed; what nobody agrees to any more is not waited for."""
    if item.agreed_at:
        await clockwork.item_agreed(tx, ace, item)
    else:
        await clockwork.item_settled(tx, ace, item, by=item.added_by)


async def _name(
    tx: Tx, ace: Escalation, item: Item, was: tuple[str | None, str | None] | None, *, by: str
) -> bool:
    """Tell a new owner and a new product manager; True when a message goes out."""
    owner, manager = was or (None, None)
    once = f"item-{item.id}-{tx.now.isoformat()}"
    told = {}
    if item.product_manager != manager:
        told[item.product_manager] = "item_manager"
    if item.owner != owner:
        told[item.owner] = "item_owed"
    for person, what in told.items():
        if person and person != by:
            await cases.tell(tx, ace, person, what, f"{once}-{person}", item=item.id, by=by)
    return bool(set(told) - {by, None})
