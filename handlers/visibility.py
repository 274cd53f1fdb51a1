"""Who may see a case: made private, opened up, the list of its viewers, and asking to be let in."""

from blocks import viewers_form, visibility_forms
from blocks.kit import Json
from bot.playbook import naming
from bot.playbook.refusal import Refusal
from bot.playbook.visibility import Visibility
from bot.services import access, privacy, viewers, visibility
from bot.services.found import found
from handlers.acts import case_of
from handlers.cases import looked_up
from handlers.lists import entry_of
from handlers.people import introduced
from handlers.request import Request
from storage import access as requests
from storage import overview

WORDS = {
    "security": Visibility.SECURITY,
    "people": Visibility.PEOPLE,
    "everyone": Visibility.EVERYONE,
    "open": Visibility.EVERYONE,
}
HOW = "Say who may see it and why: `/ace visibility security <why>`, `people <why>` or `everyone <why>`."


async def begin(request: Request, number: int) -> None:
    """Ask who may see it from now on."""
    await request.open(visibility_forms.choice(await looked_up(request, number)))


async def words(request: Request, number: int, said: str) -> None:
    """Do what was typed; opening up asks once more."""
    first, _, why = said.partition(" ")
    to = WORDS.get(first.lower())
    if to is None:
        raise Refusal(f"Nothing was changed. {HOW}")
    if to is Visibility.EVERYONE:
        await request.open(await _make_sure(request, number, why, None))
        return
    async with request.store.begin() as tx:
        await visibility.change(tx, number, to, why, by=request.by)
    key = naming.key(number, request.policy.keys.prefix)
    await request.tell(
        f"{key} is “{to.label}” from now on. ACE is taking back what it wrote where others read. What people "
        "wrote there stays, and so do search results, notifications and e-mails that went out already."
    )


async def choose(request: Request) -> None:
    """The choice: made private at once; opened up after making sure."""
    number, to, why, seen = visibility_forms.read(request.view)
    if to is Visibility.EVERYONE:
        await request.ack(response_action="push", view=await _make_sure(request, number, why, seen))
        return
    before = seen
    async with request.store.begin() as tx:
        await visibility.change(tx, number, to, why, by=request.by, seen=seen)
        case = await overview.of(tx, number)
    if case and before is Visibility.EVERYONE:
        await request.ack(response_action="update", view=visibility_forms.done(case))
    else:
        await request.close()


async def _make_sure(request: Request, number: int, why: str, seen: Visibility | None) -> Json:
    async with request.store.begin() as tx:
        await visibility.check(tx, number, Visibility.EVERYONE, why, by=request.by, seen=seen)
        case = await overview.of(tx, number)
    if case is None:
        raise LookupError(number)
    return visibility_forms.sure(case, why)


async def open_up(request: Request) -> None:
    """They are sure."""
    number, why, seen = visibility_forms.read_sure(request.view)
    async with request.store.begin() as tx:
        await visibility.change(tx, number, Visibility.EVERYONE, why, by=request.by, seen=seen)
    await request.close()


async def begin_viewers(request: Request, number: int) -> None:
    """Show who may see it."""
    async with request.store.read() as tx:
        ace = await found(tx, number, by=request.by)
        case = await overview.of(tx, number)
        group = await privacy.group(tx, ace.visibility) if ace.visibility.is_private else []
        waiting = await requests.waiting(tx, number)
        decides = await privacy.decides(tx, ace, request.by)
    if case:
        await request.open(viewers_form.listing(case, group, waiting, decides=decides))


async def change_viewers(request: Request) -> None:
    """Let in and take off."""
    number, let_in, take_off, why = viewers_form.read(request.view)
    await introduced(request, [each for each in (let_in, take_off) if each])
    async with request.store.begin() as tx:
        await viewers.change(tx, number, let_in=let_in, take_off=take_off, why=why, by=request.by)
    await request.close()


async def let_in(request: Request) -> None:
    """Somebody who asked is let in."""
    await _answer(request, granted=True)


async def turn_down(request: Request) -> None:
    """Somebody who asked is not let in, and hears nothing."""
    await _answer(request, granted=False)


async def _answer(request: Request, *, granted: bool) -> None:
    number, asked = entry_of(request)
    async with request.store.begin() as tx:
        name = await access.answer(tx, number, asked, granted=granted, by=request.by)
    key = naming.key(case_of(request), request.policy.keys.prefix)
    said = f"{name} is on {key} now" if granted else f"{name} was not let in on {key}, and was told nothing"
    await request.tell(f"{said}.")


async def begin_access(request: Request, number: int) -> None:
    """Ask for the reason, whether or not there is such a case."""
    await request.open(viewers_form.asking(naming.key(number, request.policy.keys.prefix), number))


async def access_words(request: Request, number: int, why: str) -> None:
    """Pass the request on, if there is anybody to get it."""
    async with request.store.begin() as tx:
        answer = await access.ask(tx, number, why, by=request.by)
    await request.tell(answer)


async def ask(request: Request) -> None:
    """The form's reason."""
    number, _, _, why = viewers_form.read(request.view)
    async with request.store.begin() as tx:
        answer = await access.ask(tx, number, why, by=request.by)
    await request.tell(answer)
