"""The discovery call and the triage call: one form for both."""

from blocks import call_form
from blocks.case_form import number_of
from bot.playbook.acts import Act
from bot.playbook.refusal import Refusal
from bot.services import calls
from handlers.cases import looked_up
from handlers.once import is_first
from handlers.request import Request


async def begin_discovery(request: Request, number: int) -> None:
    """Ask about the discovery call."""
    await request.open(
        call_form.view(await looked_up(request, number, Act.DISCOVERY_CALL), Act.DISCOVERY_CALL)
    )


async def begin_triage(request: Request, number: int) -> None:
    """Ask about the triage call."""
    await request.open(call_form.view(await looked_up(request, number, Act.TRIAGE_CALL), Act.TRIAGE_CALL))


async def record(request: Request) -> None:
    """Record what was said of it."""
    act, said = call_form.read(request.view)
    if act is None:
        raise Refusal("This form does not say which call it is about. Nothing was changed; open it again.")
    async with request.store.begin() as tx:
        if await is_first(tx, request):
            await calls.record(tx, number_of(request.view), act, said, by=request.by)
    await request.close()
