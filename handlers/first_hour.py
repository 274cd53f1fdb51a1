"""The checklist of the first hour."""

from blocks import first_hour_form
from bot.playbook.acts import Act
from bot.services import first_hour
from handlers.cases import looked_up
from handlers.lists import redraw
from handlers.people import introduced
from handlers.request import Request


async def begin(request: Request, number: int) -> None:
    """Show the checklist."""
    case = await looked_up(request, number, Act.FIRST_HOUR)
    await request.open(first_hour_form.view(first_hour_form.draft_of(case), request.policy))


async def relist(request: Request) -> None:
    """Show the list of the kind that was chosen."""
    await redraw(request, first_hour_form.view(first_hour_form.read(request.view), request.policy))


async def tick(request: Request) -> None:
    """Keep what was done."""
    draft = first_hour_form.read(request.view)
    await introduced(request, [done.person for done in draft.done.values() if done.person])
    async with request.store.begin() as tx:
        await first_hour.tick(tx, draft.number, draft.done, kind=draft.kind, by=request.by)
    await request.close()
