"""Workaround attempts: the list, a new one, and how each try went."""

from blocks import attempt_form
from bot.playbook import attempts as rules
from bot.playbook.acts import Act
from bot.playbook.attempts import Next
from bot.playbook.refusal import Refusal
from bot.playbook.work import AttemptResult
from bot.services import attempts
from handlers import lists
from handlers.cases import looked_up
from handlers.once import is_first
from handlers.reading import text
from handlers.request import Request
from handlers.words import plainly
from storage.case_records import Attempt
from storage.overview import Overview


async def begin(request: Request, number: int) -> None:
    """Show the list; the form of the first attempt while there is none."""
    case = await looked_up(request, number, Act.ATTEMPT)
    if case.work.attempts:
        await request.show(attempt_form.listing(case))
    else:
        await request.open(attempt_form.new(case))


async def by_words(request: Request, number: int, words: str) -> None:
    """Start an attempt, or log a try of the newest one that goes on: "same", "different …", "worked …"."""
    said = await plainly(request, words)
    first, _, rest = said.partition(" ")
    result = AttemptResult.of(first.lower().rstrip(":,"))
    if result:
        case = await looked_up(request, number, Act.ATTEMPT)
        going = [each for each in case.work.attempts if each.ended_at is None]
        if not going:
            raise Refusal(
                "No workaround is being tried. Start one, for example `/ace attempt retry the export`."
            )
        then = Next.STOP if result is AttemptResult.WORKED else Next.AGAIN
        async with request.store.begin() as tx:
            await attempts.tried(tx, number, going[-1].id or 0, result, note=rest, then=then, by=request.by)
        await request.tell(f"Logged: {result.label.lower()}.")
        return
    kind, what = rules.from_words(said)
    async with request.store.begin() as tx:
        attempt = await attempts.start(tx, number, kind, what, by=request.by)
    await request.tell(f"Started. In {attempt.box} min you are asked how it went.")


async def start(request: Request) -> None:
    """Begin what the form says."""
    number, kind, what, box = attempt_form.read_new(request.view)
    async with request.store.begin() as tx:
        await attempts.start(tx, number, kind, what, box=box, by=request.by)
    await lists.back(request, attempt_form.listing(await looked_up(request, number)))


async def choose(request: Request) -> None:
    """An entry of an attempt's menu: stop it, or ask for a word on how the try went."""
    number, attempt_id = lists.entry_of(request)
    chosen = request.value or text(request.action, "action_id").split(":")[2]
    case = await looked_up(request, number, Act.ATTEMPT)
    result = AttemptResult.of(chosen)
    if chosen == attempt_form.NEW:
        await request.open(attempt_form.new(case))
    elif chosen == attempt_form.STOP:
        async with request.store.begin() as tx:
            await attempts.stop(tx, number, attempt_id, by=request.by)
        await lists.redraw(request, attempt_form.listing(await looked_up(request, number)))
    elif result:
        await request.open(attempt_form.tried(case, _going(case, attempt_id), result))
    else:
        raise Refusal(lists.GONE)


async def log(request: Request) -> None:
    """Log a try."""
    number, attempt_id, result, note, then = attempt_form.read_tried(request.view)
    if result is None:
        raise Refusal(lists.GONE)
    async with request.store.begin() as tx:
        if await is_first(tx, request):
            field = attempt_form.NOTE
            await attempts.tried(
                tx, number, attempt_id, result, note=note, then=then, by=request.by, field=field
            )
    await lists.back(request, attempt_form.listing(await looked_up(request, number)))


def _going(case: Overview, attempt_id: int) -> Attempt:
    found = next((each for each in case.work.attempts if each.id == attempt_id), None)
    if found is None or found.ended_at:
        raise Refusal("That attempt is over already. Nothing was changed; start another one.")
    return found
