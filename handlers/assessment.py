"""Scope, triage questions and the hand-off of what is systemic: their forms and what becomes of them."""

from blocks import scope_form, systemic_form, triage_form
from blocks.case_form import number_of
from blocks.systemic_form import Mark
from bot.playbook.acts import Act
from bot.services import assessment
from handlers.cases import looked_up
from handlers.people import introduced
from handlers.request import Request


async def begin_scope(request: Request, number: int) -> None:
    """Ask how far the problem goes."""
    await request.open(scope_form.view(await looked_up(request, number, Act.SCOPE)))


async def check_scope(request: Request) -> None:
    """Keep how far the problem goes."""
    looked = scope_form.read(request.view)
    async with request.store.begin() as tx:
        await assessment.check_scope(tx, number_of(request.view), looked, by=request.by)
    await request.close()


async def begin_answers(request: Request, number: int) -> None:
    """Ask the six questions."""
    await request.open(triage_form.view(await looked_up(request, number, Act.ASSESS)))


async def answer(request: Request) -> None:
    """Keep the answers."""
    answers = triage_form.read(request.view)
    async with request.store.begin() as tx:
        await assessment.answer(tx, number_of(request.view), answers, by=request.by)
    await request.close()


async def begin_systemic(request: Request, number: int) -> None:
    """Ask who leads the incident."""
    await request.open(systemic_form.view(await looked_up(request, number, Act.SYSTEMIC)))


async def mark_systemic(request: Request) -> None:
    """Hand it over, or take the mark away."""
    number, said = number_of(request.view), systemic_form.read(request.view)
    await introduced(request, [said.lead] if said.lead else [])
    async with request.store.begin() as tx:
        if said.mark is Mark.CONFINED:
            await assessment.lift_systemic(tx, number, said.note, by=request.by)
        else:
            await assessment.mark_systemic(tx, number, said.lead, said.link, said.note, by=request.by)
    await request.close()
