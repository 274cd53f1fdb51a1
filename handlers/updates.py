"""Updates: the form and its answer, the words behind the command, and that there is nothing new."""

from blocks import due_lines, update_form
from bot.playbook.acts import Act
from bot.playbook.updates import Update
from bot.services import updates
from handlers.acts import case_of
from handlers.cases import looked_up
from handlers.reading import text
from handlers.request import Request
from handlers.words import plainly
from storage.clock_records import ClockRow


async def begin(request: Request, number: int) -> None:
    """Show the form."""
    await request.open(update_form.view(await looked_up(request, number, Act.UPDATE)))


async def post(request: Request) -> None:
    """Post what the form says."""
    number, update = update_form.read(request.view)
    async with request.store.begin() as tx:
        await updates.post(tx, number, update, by=request.by, filing=text(request.view, "id"))
    await request.close()


async def words(request: Request, number: int, said: str) -> None:
    """Post what stood behind the command."""
    update = Update(changed=await plainly(request, said))
    async with request.store.begin() as tx:
        row = await updates.post(tx, number, update, by=request.by, filing=request.trigger)
    await request.tell(f"Posted.{_following(row)}")


async def nothing_new(request: Request) -> None:
    """Note that there is nothing new."""
    async with request.store.begin() as tx:
        row = await updates.nothing_new(tx, case_of(request), by=request.by)
    if row and row.paused_at:
        await request.tell(f"Noted.{_following(row)}")


def _following(row: ClockRow | None) -> str:
    if row is None:
        return ""
    if row.paused_at:
        return " The clock of this case is paused: `/ace resume` lets it go on."
    return f" The next one is {due_lines.due(row)}."
