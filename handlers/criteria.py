"""Exit criteria: the list, what is chosen from its menus, and adding by words."""

from blocks import criteria_form
from bot.playbook.acts import Act
from bot.playbook.criteria import Change
from bot.playbook.refusal import Refusal
from bot.services import criteria
from handlers import lists
from handlers.cases import looked_up, tell_outside
from handlers.once import is_first
from handlers.request import Request
from handlers.words import plainly


async def begin(request: Request, number: int) -> None:
    """Show the list."""
    await request.show(criteria_form.listing(await looked_up(request, number, Act.CRITERIA)))


async def by_words(request: Request, number: int, words: str) -> None:
    """Add what was typed."""
    said = await plainly(request, words)
    async with request.store.begin() as tx:
        await criteria.add(tx, number, said, by=request.by)
    await tell_outside(request, number, "Added to the exit criteria. `/ace criteria` shows them all.")


async def add(request: Request) -> None:
    """Add what was typed into the list's field."""
    number, typed, name = criteria_form.read_new(request.view)
    async with request.store.begin() as tx:
        await criteria.add(tx, number, typed, by=request.by, field=name)
    await lists.grow(request, criteria_form.listing(await looked_up(request, number)))


async def choose(request: Request) -> None:
    """An entry of a criterion's menu: do it, or ask for the words it takes."""
    number, criterion = lists.entry_of(request)
    change = Change.of(request.value)
    if change is None:
        raise Refusal(lists.GONE)
    if change.asks:
        case = await looked_up(request, number, Act.CRITERIA)
        found = next((each for each in case.work.criteria if each.id == criterion), None)
        if found is None:
            raise Refusal("That exit criterion is not on the list any more. Nothing was changed.")
        await request.open(criteria_form.one(case, found, change))
        return
    async with request.store.begin() as tx:
        await criteria.change(tx, number, criterion, change, by=request.by)
    await lists.redraw(request, criteria_form.listing(await looked_up(request, number)))


async def change(request: Request) -> None:
    """The evidence, the reason or the new words of one criterion."""
    number, criterion, what, said = criteria_form.read_one(request.view)
    if what is None:
        raise Refusal(lists.GONE)
    async with request.store.begin() as tx:
        if await is_first(tx, request):
            field = criteria_form.TEXT
            await criteria.change(tx, number, criterion, what, said, by=request.by, field=field)
    await lists.back(request, criteria_form.listing(await looked_up(request, number)))
