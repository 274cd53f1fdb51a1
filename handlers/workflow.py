"""Moving a case on: each step's form and words, what it waits for, and the form of all ways from here."""

from collections.abc import Awaitable, Callable

from blocks import workflow_form
from blocks.case_form import number_of
from blocks.received import readable
from bot.playbook import naming
from bot.playbook.acts import STEPS, Act, act_of
from bot.playbook.guards import NotYet
from bot.playbook.lifecycle import MOVES, Status, move
from bot.playbook.refusal import Refusal
from bot.services import possible, workflow
from bot.services.found import found
from handlers.cases import looked_up
from handlers.reading import text
from handlers.request import Request

Begin = Callable[[Request, int], Awaitable[None]]
Words = Callable[[Request, int, str], Awaitable[None]]


def begin(act: Act) -> Begin:
    """Shows the form of a step, or what it waits for."""

    async def show(request: Request, number: int) -> None:
        await _begin(request, number, act)

    return show


async def _begin(request: Request, number: int, act: Act, why: str = "") -> None:
    case = await looked_up(request, number, act)
    async with request.store.read() as tx:
        await possible.check(tx, case.ace, act, by=request.by)
        gaps = await workflow.missing(tx, case.ace, STEPS[act])
    if gaps:
        await request.show(_missing(request, NotYet(case.key, act, gaps), number))
    else:
        await request.open(workflow_form.step_form(case, act, why=why))


def words(act: Act) -> Words:
    """Takes a step by a command's words: they are the line of why."""

    async def take(request: Request, number: int, said: str) -> None:
        why = readable(said, {})
        if act is Act.DECLINE:  # the filer has to be told something, too
            await _begin(request, number, act, why)
            return
        try:
            await _take(request, number, act, why, "")
        except NotYet as no:
            await request.show(_missing(request, no, number, why))
            return
        await _say_where(request, number)

    return take


async def submit(request: Request) -> None:
    """Take the step that the form was about."""
    act, why, instead = workflow_form.read(request.view)
    number = number_of(request.view)
    if act is None:
        raise Refusal("This form belongs to another version of ACE. Nothing was changed; open it again.")
    try:
        await _take(request, number, act, why, instead)
    except NotYet as no:
        await request.ack(response_action="update", view=_missing(request, no, number, why))
        return
    await request.close()


async def _take(request: Request, number: int, act: Act, why: str, instead: str) -> None:
    async with request.store.begin() as tx:
        if act is Act.REOPEN:
            await workflow.reopen(tx, number, why=why, by=request.by)
        elif act is Act.DECLINE:
            await workflow.decline(tx, number, why=why, instead=instead, by=request.by)
        else:
            await workflow.advance(tx, number, act, why=why, by=request.by)


def _missing(request: Request, no: NotYet, number: int, why: str = "") -> dict[str, object]:
    return workflow_form.missing(no.key, number, no.act, no.gaps, request.door.acts, why=why)


async def _say_where(request: Request, number: int) -> None:
    """Tell where it went, unless everybody reads it where the command was typed."""
    case = await looked_up(request, number)
    if case.room != text(request.body, "channel_id"):
        await request.tell(f"{case.key} moved to {case.ace.status.label}.")


async def begin_status(request: Request, number: int) -> None:
    """Show where the case can go from here, and what each way waits for."""
    case = await looked_up(request, number)
    async with request.store.read() as tx:
        can = await possible.acts_of(tx, case, by=request.by) & set(request.door.acts)
        gaps = {act: await workflow.missing(tx, case.ace, STEPS[act]) for act in can & set(STEPS)}
    await request.show(workflow_form.ways(case, gaps, can))


async def status_words(request: Request, number: int, said: str) -> None:
    """Go to a status by name: "triage the scope is clear", "in progress …", "resolved …"."""
    named, why = _status_in(said)
    async with request.store.read() as tx:
        ace = await found(tx, number, by=request.by)
    key = naming.key(number, request.policy.keys.prefix)
    if named is None:
        names = ", ".join(status.label for status in MOVES[ace.status])
        raise Refusal(f"Name a status and say why. {key} is {ace.status.label} and can go to: {names}.")
    if named is ace.status:
        raise Refusal(f"{key} is {named.label} already. Nothing was changed.")
    taken = request.door.acts.get(_act_to(ace.status, named, key))
    if taken is None:
        raise Refusal(f"{key} cannot go to {named.label} in this version. Nothing was changed.")
    if why and taken.words:
        await taken.words(request, number, why)
    else:
        await taken.begin(request, number)


def _status_in(said: str) -> tuple[Status | None, str]:
    """The status that the words begin with, and the rest of them."""
    plain = " ".join(said.split())
    for status in Status:
        for name in (status.label, status.value):
            if plain.lower().startswith(name.lower()) and not plain[len(name) : len(name) + 1].isalnum():
                return status, readable(plain[len(name) :].lstrip(" ,:;-"), {})
    return None, ""


def _act_to(source: Status, target: Status, key: str) -> Act:
    """The act that leads there. Raises Refusal, with the ways there are, when none does."""
    try:
        return act_of(move(source, target))
    except Refusal as no:
        raise Refusal(f"{key}: {no.text} Nothing was changed.") from no


async def archive(request: Request, number: int) -> None:
    """Archive the channel of a closed case."""
    async with request.store.begin() as tx:
        await workflow.archive(tx, number, by=request.by)
    key = naming.key(number, request.policy.keys.prefix)
    await request.tell(f"The channel of {key} is being archived. Everything in it stays readable.")
