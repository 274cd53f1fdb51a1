"""Towards the end: recording validation, message, feedback, confirmation; de-escalating."""

from blocks import de_escalation_form, resolution_forms
from blocks.case_form import number_of
from bot.playbook.acts import Act
from bot.services import de_escalation, resolution
from bot.services.found import found
from handlers.cases import looked_up
from handlers.once import is_first
from handlers.people import introduced
from handlers.request import Request


async def begin_validation(request: Request, number: int) -> None:
    """Ask how the fix was validated."""
    await request.open(resolution_forms.validation(await looked_up(request, number, Act.VALIDATE)))


async def validate(request: Request) -> None:
    """Keep how the fix was validated."""
    async with request.store.begin() as tx:
        fix = resolution_forms.read_validation(request.view)
        if await is_first(tx, request):
            await resolution.validate(tx, number_of(request.view), fix, by=request.by)
    await request.close()


async def begin_message(request: Request, number: int) -> None:
    """Ask who was told of the resolution."""
    await request.open(resolution_forms.message(await looked_up(request, number, Act.TOLD)))


async def tell(request: Request) -> None:
    """Keep who was told."""
    async with request.store.begin() as tx:
        message = resolution_forms.read_message(request.view)
        await resolution.tell(tx, number_of(request.view), message, by=request.by)
    await request.close()


async def begin_feedback(request: Request, number: int) -> None:
    """Ask for the track of the product's lesson."""
    await request.open(resolution_forms.feedback(await looked_up(request, number, Act.FEEDBACK)))


async def feed_back(request: Request) -> None:
    """Keep the track, and tell its product manager."""
    feedback = resolution_forms.read_feedback(request.view)
    await introduced(request, [feedback.manager] if feedback.manager else [])
    async with request.store.begin() as tx:
        await resolution.feed_back(tx, number_of(request.view), feedback, by=request.by)
    await request.close()


async def begin_confirmation(request: Request, number: int) -> None:
    """Ask for the customer's word."""
    await request.open(resolution_forms.confirmation(await looked_up(request, number, Act.CONFIRM)))


async def confirm(request: Request) -> None:
    """Keep the customer's word, or that there is none."""
    async with request.store.begin() as tx:
        word = resolution_forms.read_confirmation(request.view)
        await resolution.confirm(tx, number_of(request.view), word, by=request.by)
    await request.close()


async def begin_de_escalation(request: Request, number: int) -> None:
    """Ask for the four steps."""
    case = await looked_up(request, number, Act.DE_ESCALATE)
    async with request.store.read() as tx:
        place = de_escalation.team_channel(tx, await found(tx, number, by=request.by))
    await request.open(de_escalation_form.view(case, place))


async def de_escalate(request: Request) -> None:
    """Take the four steps; the case is resolved."""
    async with request.store.begin() as tx:
        calm = de_escalation_form.read(request.view)
        await de_escalation.de_escalate(tx, number_of(request.view), calm, by=request.by)
    await request.close()
