"""The case that a form is about, read once for drawing it."""

from bot.playbook import acts
from bot.playbook.acts import Act
from bot.services.found import found
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
