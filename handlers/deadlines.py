"""An unrealistic deadline: proposing another date, and answering the proposal."""

from blocks import deadline_form
from blocks.deadline_form import BRIEF, Answer
from bot.playbook.acts import Act
from bot.playbook.refusal import Refusal
from bot.services import deadlines
from handlers import items, lists
from handlers.cases import looked_up
from handlers.reading import text
from handlers.request import Request


async def begin(request: Request, number: int) -> None:
    """Ask which deadline, which date instead, and why."""
    case = await looked_up(request, number, Act.DEADLINE)
    if not deadline_form.deadlines(case):
        raise Refusal(
            f"No deadline of {case.key} can be challenged: neither the filer nor an action item has one that "
            "is open. Nothing was changed."
        )
    await request.open(deadline_form.challenge(case))


async def propose(request: Request) -> None:
    """Put another date to whoever set the deadline."""
    number, item, proposed, why = deadline_form.read_challenge(request.view)
    async with request.store.begin() as tx:
        if item == BRIEF:
            await deadlines.challenge_brief(tx, number, proposed, why, by=request.by)
        else:
            await deadlines.challenge_item(tx, number, item, proposed, why, by=request.by)
    await request.close()


async def press(request: Request) -> None:
    """A button of the proposal's message: accept it at once, or ask why the deadline stays."""
    number, item_id = lists.entry_of(request)
    chosen = Answer.of(text(request.action, "action_id").split(":")[2])
    if chosen is Answer.ACCEPT:
        await _answer(request, number, item_id, chosen, "")
        await request.tell("The new date holds, and whoever proposed it is told.")
        return
    case = await looked_up(request, number)
    item = None if item_id == BRIEF else items.one_of(case, item_id)
    if not deadline_form.proposal(case, item):
        raise Refusal(deadlines.ANSWERED)
    await request.open(deadline_form.answer(case, item, Answer.KEEP))


async def answer(request: Request) -> None:
    """Accept the date, or keep the deadline with a word on it."""
    number, item, chosen, comment = deadline_form.read_answer(request.view)
    if chosen is None:
        raise Refusal("Choose an answer.", field="answer")
    await _answer(request, number, item, chosen, comment)
    await request.close()


async def _answer(request: Request, number: int, item: int, chosen: Answer, comment: str) -> None:
    accept = chosen is Answer.ACCEPT
    async with request.store.begin() as tx:
        if item == BRIEF:
            await deadlines.answer_brief(tx, number, accept=accept, comment=comment, by=request.by)
        else:
            await deadlines.answer_item(tx, number, item, accept=accept, comment=comment, by=request.by)
