"""`/ace`: help, one case, claiming; an unknown word gets the nearest one."""

from collections.abc import Awaitable, Callable
from difflib import get_close_matches

from blocks import messages
from bot.playbook import naming
from bot.playbook.refusal import Refusal
from bot.services import ownership, privacy
from bot.services.found import found
from handlers.reading import text
from handlers.request import Request
from storage import escalations, overview

HELP = (
    "`/raiseanace` opens the form that raises an escalation.\n"
    "`/ace show ACE-0001` tells where a case stands; in a case's channel `/ace show` is enough.\n"
    "`/ace claim ACE-0001` makes you its escalation manager.\n"
    "`/ace help` shows this."
)


async def ace(request: Request) -> None:
    """Do what the first word says."""
    words = text(request.body, "text").split()
    word = words[0].lower() if words else "help"
    handler = WORDS.get(word) or (_show if naming.keys(word, request.policy.keys.prefix) else None)
    if handler is None:
        near = next(iter(get_close_matches(word, WORDS, 1, 0.5)), None)
        hint = f"Did you mean `/ace {near}`?" if near else "`/ace help` lists what there is."
        raise Refusal(f"ACE does not know that word. {hint} For example: `/ace show ACE-0001`.")
    await handler(request)


async def _help(request: Request) -> None:
    await request.tell(HELP)


async def _show(request: Request) -> None:
    number = await _number(request)
    async with request.store.read() as tx:
        await found(tx, number, by=request.by)
        case = await overview.of(tx, number)
    shown = messages.about_case(case, {"what": "status"}) if case else None
    if shown:
        await request.ack(text=shown.text, blocks=shown.blocks)


async def _claim(request: Request) -> None:
    number = await _number(request)
    async with request.store.begin() as tx:
        await ownership.claim(tx, number, by=request.by)
    key = naming.key(number, request.policy.keys.prefix)
    await request.tell(f"You lead {key} now. Its channel opens and you are invited to it.")


async def _number(request: Request) -> int:
    """The case that the command names, else the one whose channel it was typed in."""
    named = naming.keys(text(request.body, "text"), request.policy.keys.prefix)
    if named:
        return named[0]
    async with request.store.read() as tx:
        here = await escalations.at_channel(tx, text(request.body, "channel_id"))
        seen = here is not None and await privacy.sees(tx, here, request.by)
    if here is None or not seen:
        raise Refusal("Which case? Name its key, for example `/ace show ACE-0001`.")
    return here.number


WORDS: dict[str, Callable[[Request], Awaitable[None]]] = {"help": _help, "show": _show, "claim": _claim}
