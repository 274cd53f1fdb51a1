"""Standing in for somebody: arranged until a time, and ended before it."""

from blocks import cover_form
from blocks.case_form import number_of
from blocks.ids import parts
from blocks.received import people_in
from bot.playbook.acts import Act
from bot.playbook.refusal import Refusal
from bot.services import cover
from handlers.acts import case_of
from handlers.cases import looked_up
from handlers.once import is_first
from handlers.people import introduced
from handlers.reading import text
from handlers.request import Request


async def begin(request: Request, number: int) -> None:
    """Ask who stands in for whom until when."""
    await words(request, number, "")


async def words(request: Request, number: int, said: str) -> None:
    """The same, with whoever is named chosen already: a time is chosen better than typed."""
    case = await looked_up(request, number, Act.COVER)
    stand_in = next(iter(people_in(said)), None)
    await request.open(cover_form.view(case, request.by, stand_in))


async def arrange(request: Request) -> None:
    """Arrange it."""
    role, stand_in, until = cover_form.read(request.view)
    if role is None:
        raise Refusal("Choose a role.", field="role")
    await introduced(request, [stand_in] if stand_in else [])
    async with request.store.begin() as tx:
        if await is_first(tx, request):
            await cover.arrange(tx, number_of(request.view), role, stand_in, until, by=request.by)
    await request.close()


async def end(request: Request) -> None:
    """End one before its time."""
    which = parts(text(request.action, "action_id"))[2]
    async with request.store.begin() as tx:
        await cover.cancel(tx, case_of(request), int(which) if which.isdecimal() else 0, by=request.by)
    await request.tell("The cover is over: whoever holds the role is reminded again.")
