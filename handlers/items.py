"""Action items: the list, the form of one, what is chosen from menus and pressed in messages."""

from blocks import deadline_form, item_form
from bot.playbook.action_items import WHY, Change, Draft
from bot.playbook.acts import Act
from bot.playbook.refusal import Refusal
from bot.services import item_states, items
from handlers import lists
from handlers.cases import looked_up
from handlers.once import is_first
from handlers.people import introduced
from handlers.reading import text
from handlers.request import Request
from handlers.words import whom_and_what
from storage.case_records import Item
from storage.overview import Overview


async def begin(request: Request, number: int) -> None:
    """Show the list; the form of the first item while there is none."""
    case = await looked_up(request, number, Act.ITEMS)
    if case.work.items:
        await request.show(item_form.listing(case))
    else:
        await request.open(item_form.one(case))


async def by_words(request: Request, number: int, words: str) -> None:
    """Begin an item with the words, and its owner when somebody is mentioned: the rest is asked for."""
    case = await looked_up(request, number, Act.ITEMS)
    owner, said = await whom_and_what(request, words)
    draft = Draft(text=said, kind=None, owner=owner)
    await request.open(item_form.one(case, draft=draft))


async def choose(request: Request) -> None:
    """A button or an entry of an item's menu: do it, or ask for what it takes."""
    number, item_id = lists.entry_of(request)
    verb = text(request.action, "action_id").split(":")[2]
    if verb == item_form.NEW:
        await request.open(item_form.one(await looked_up(request, number, Act.ITEMS)))
        return
    change = Change.of(request.value or verb)
    if change is None:
        raise Refusal(lists.GONE)
    if change in _FORMS or change in WHY:
        case = await looked_up(request, number, Act.ITEMS)
        item = one_of(case, item_id)
        draw = _FORMS.get(change)
        await request.open(draw(case, item) if draw else item_form.reason(case, item, change))
        return
    async with request.store.begin() as tx:
        if change is Change.AGREE:
            await item_states.agree(tx, number, item_id, by=request.by)
        else:
            await item_states.change(tx, number, item_id, change, by=request.by)
    await _shown(request, number, change)


async def _shown(request: Request, number: int, change: Change) -> None:
    """In the list the entry changes; in a message a line says that it worked."""
    if text(request.view, "type") == "modal":
        await lists.redraw(request, item_form.listing(await looked_up(request, number)))
    else:
        await request.tell(_TOLD[change])


_TOLD = {
    Change.DONE: "Marked done. Whoever waits for it hears of it.",
    Change.AGREE: "Agreed. ACE reminds you in time.",
}
_FORMS = {
    Change.EDIT: item_form.one,
    Change.CHALLENGE: deadline_form.challenge_item,
    Change.ANSWER: deadline_form.answer_item,
}


async def save(request: Request) -> None:
    """Add an item, or change one."""
    number, item_id, draft = item_form.read_one(request.view)
    named = (draft.owner, draft.product_manager, draft.waiter, draft.committed_by)
    await introduced(request, filter(None, named))
    async with request.store.begin() as tx:
        if not await is_first(tx, request):
            pass  # nothing more to do
        elif item_id:
            await items.edit(tx, number, item_id, draft, by=request.by)
        else:
            await items.add(tx, number, draft, by=request.by)
    await back(request, number)


async def settle(request: Request) -> None:
    """Mark an item blocked, or drop it, with the reason."""
    number, item_id, change, why = item_form.read_reason(request.view)
    if change is None:
        raise Refusal(lists.GONE)
    async with request.store.begin() as tx:
        await item_states.change(tx, number, item_id, change, why, by=request.by, field=item_form.TEXT)
    await back(request, number)


async def back(request: Request, number: int) -> None:
    """Close the form; the list beneath, when it was opened from there, shows what came of it."""
    await lists.back(request, item_form.listing(await looked_up(request, number)))


def one_of(case: Overview, item_id: int) -> Item:
    """An item of the list. Raises Refusal when it is not there any more."""
    found = next((each for each in case.work.items if each.id == item_id), None)
    if found is None:
        raise Refusal("That action item is not on the list any more. Nothing was changed.")
    return found
