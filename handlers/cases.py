"""The case that a form is about, read once for drawing it."""

from bot.playbook import acts
from bot.playbook.acts import Act
from bot.services import cases
from bot.services.found import found
from handlers.reading import text
from handlers.request import Request
from storage import overview
from storage.overview import Overview


async def looked_up(request: Request, number: int, act: Act | None = None) -> Overview:
    """The case with everything its forms show.

    Raises Refusal when there is none that the person may see, or when `act` makes no sense in its status.
    """
    async with request.store.read() as tx:
        await found(tx, number, by=request.by)
        case = await overview.of(tx, number)
    if case is None:
        raise LookupError(number)  # found a moment ago, and cases are never removed
    if act:
        acts.check(act, case.ace.status, case.key)
    return case


async def in_room(request: Request, number: int) -> bool:
    """Whether a command was typed in the case's own channel, where a change is shown with its Undo anyway."""
    async with request.store.read() as tx:
        room = await cases.room(tx, await found(tx, number, by=request.by))
    return room is not None and room == text(request.body, "channel_id")


async def tell_outside(request: Request, number: int, words: str) -> None:
    """Answer a command that changed something, unless the line with Undo says the same where it was typed."""
    if not await in_room(request, number):
        await request.tell(words)
