"""Where action items stand: agreed to, done, blocked, dropped, open again, and reported back to who waits."""

from bot.playbook import action_items as rules
from bot.playbook.action_items import Change
from bot.playbook.acts import Act
from bot.playbook.refusal import Refusal
from bot.playbook.timeline import EntryKind
from bot.playbook.work import ItemState
from bot.services import cases, clockwork, history, items, undo
from storage.case_records import Item
from storage.database import Tx
from storage.models import Escalation

_SAID = {
    Change.DONE: "Done",
    Change.BLOCKED: "Blocked",
    Change.UNBLOCKED: "No longer blocked",
    Change.DROP: "Dropped",
    Change.REOPEN: "Open again",
}


async def change(
    tx: Tx,
    number: int | None,
    item_id: int,
    what: Change,
    why: str = "",
    *,
    by: str,
    field: str | None = None,
) -> Item:
    """Mark an item done, blocked, open again or dropped; whoever waits for it hears the end, once.

    Raises Refusal when there is none such, it is in another state by now, or the reason is missing.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.ITEMS)
    item = await items.find(tx, ace, item_id)
    rules.check_change(what, item.state, why, field=field)
    before = undo.Before(ace, item, *await clockwork.rows(tx, ace))
    item.state, item.why = rules.STATES[what], why.strip()
    said = f" ({item.why})" if item.why else ""
    history.note(
        tx, ace, EntryKind.ITEM, f"{_SAID[what]}: {item.text}{said}", by=by, item=item.id, state=item.state
    )
    await _settle(tx, ace, item, what, by=by)
    told = await _report(tx, ace, item, by=by)
    await items.show(tx, ace, item)
    if not told:
        await undo.offer(tx, ace, f"Action item: {_SAID[what].lower()}", before, by=by)
    return item


async def agree(tx: Tx, number: int | None, item_id: int, *, by: str) -> Item:
    """The owner, or their manager, commits to an item as it is: its service level begins.

    Raises Refusal when it is somebody else's, settled, or agreed to already.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.ITEMS)
    item = await items.find(tx, ace, item_id)
    rules.check_change(Change.AGREE, item.state)
    if item.agreed_at:
        raise Refusal("That action item was agreed to already. Nothing was changed.")
    if by not in {item.owner, items.manager_of(tx, item.owner or "")}:
        raise Refusal("Only its owner or their manager can agree to it. Nothing was changed.")
    item.committed_by, item.agreed_at = by, tx.now
    history.note(tx, ace, EntryKind.ITEM, f"Agreed to: {item.text}", by=by, item=item.id)
    await clockwork.item_agreed(tx, ace, item)
    await items.show(tx, ace, item)
    return item


async def _settle(tx: Tx, ace: Escalation, item: Item, what: Change, *, by: str) -> None:
    """What follows from a new state: the clock ends or runs again, an open challenge is over."""
    ace.updated_at = tx.now
    if not item.state.is_owed:
        item.done_at, item.challenge = tx.now, {}
        await clockwork.item_settled(tx, ace, item, by=by)
    elif what is Change.REOPEN:
        item.done_at, item.reported_at, item.reopened = None, None, item.reopened + 1
        await items.clock(tx, ace, item)


async def _report(tx: Tx, ace: Escalation, item: Item, *, by: str) -> bool:
    """Close the loop: tell whoever waits what became of it; True when a message goes out."""
    if item.state in {ItemState.OPEN, ItemState.BLOCKED} or item.reported_at:
        return False
    item.reported_at = tx.now
    if not item.waiter or item.waiter == by:
        return False
    once = f"item-{item.id}-settled-{item.reopened}"
    await cases.tell(tx, ace, item.waiter, "item_settled", once, item=item.id, by=by)
    return True
