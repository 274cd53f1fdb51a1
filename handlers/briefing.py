"""Asking the filer for what the brief lacks, and their answer."""

from blocks import answer_form
from bot.services import briefing
from bot.services.found import found
from handlers.request import Request


async def ask(request: Request) -> None:
    """Send the filer one question; whoever asks themselves gets the form at once."""
    async with request.store.begin() as tx:
        answers = await briefing.ask(tx, request.number or 0, request.value, by=request.by)
    if answers == request.by:
        await begin_answer(request)
    else:
        await request.tell("The filer was asked. The answer goes into the brief and onto this card.")


async def begin_answer(request: Request) -> None:
    """Open the form with the question."""
    async with request.store.read() as tx:
        ace = await found(tx, request.number, by=request.by)
    await request.open(answer_form.view(ace, request.value, request.policy))


async def answer(request: Request) -> None:
    """Take the answer into the brief."""
    read = answer_form.read(request.view)
    if wrong := answer_form.problems(read, request.store.clock.now(), request.policy):
        await request.ack(response_action="errors", errors=wrong)
        return
    async with request.store.begin() as tx:
        await briefing.answer(tx, read.number, read.report, read.items, by=request.by)
    await request.ack()
