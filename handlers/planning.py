"""What comes next: the next step, and who tells the customer when."""

from blocks import plan_form
from blocks.case_form import number_of
from bot.playbook.acts import Act
from bot.services import planning
from handlers.cases import looked_up, tell_outside
from handlers.people import introduced
from handlers.request import Request
from handlers.words import whom_and_what


async def begin_next(request: Request, number: int) -> None:
    """Ask for the next step."""
    await request.open(plan_form.next_view(await looked_up(request, number, Act.NEXT)))


async def set_next(request: Request) -> None:
    """Keep the next step."""
    step = plan_form.read_next(request.view)
    await introduced(request, [step.owner] if step.owner else [])
    async with request.store.begin() as tx:
        await planning.set_next(tx, step.number, step.owner, step.what, step.blocked, by=request.by)
    await request.close()


async def next_words(request: Request, number: int, said: str) -> None:
    """The same in one line: a person, or nobody for oneself, and what they do."""
    owner, what = await whom_and_what(request, said)
    async with request.store.begin() as tx:
        changed = await planning.set_next(tx, number, owner or request.by, what, by=request.by)
    if changed:
        await tell_outside(request, number, "The next step is set. `/ace next` changes it.")
    else:
        await request.tell("That is the next step already. Nothing was changed.")


async def begin_plan(request: Request, number: int) -> None:
    """Ask who tells the customer."""
    await request.open(plan_form.view(await looked_up(request, number, Act.PLAN)))


async def plan(request: Request) -> None:
    """Keep the communication plan."""
    planned = plan_form.read(request.view)
    await introduced(request, [planned.teller] if planned.teller else [])
    async with request.store.begin() as tx:
        await planning.plan(tx, number_of(request.view), planned, by=request.by)
    await request.close()
