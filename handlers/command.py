"""`/ace`: the first word is an act, the rest its words; bare, it shows what can be done here."""

from difflib import get_close_matches

from blocks import messages
from bot.playbook import naming
from bot.playbook.acts import WAYS, Act, offered
from bot.playbook.refusal import Refusal
from bot.services import privacy
from bot.services.found import found
from handlers import settings
from handlers.acts import begin_panel
from handlers.reading import text
from handlers.request import Request
from storage import escalations, overview
from storage.models import Escalation

HELP, SETTINGS = "help", "settings"
ANYWHERE = (
    "`/raiseanace` opens the form that raises an escalation.\n"
    "`/ace show ACE-0001` tells where a case stands; a key can stand behind every word, and in a case's "
    "channel none is needed."
)


async def ace(request: Request) -> None:
    """Do what the first word says."""
    words = text(request.body, "text").split(maxsplit=1)
    word, rest = (words[0].lower() if words else ""), (words[1] if len(words) > 1 else "")
    if not word:
        await _open(request)
    elif word == HELP:
        await _help(request)
    elif word == SETTINGS:
        await settings.begin(request)
    elif act := Act.of(word):
        await _do(request, act, rest)
    elif named := naming.keys(word, request.policy.keys.prefix):
        await show(request, named[0])
    else:
        raise Refusal(_unknown(word))


def _unknown(word: str) -> str:
    near = next(iter(get_close_matches(word, [*Act, HELP, SETTINGS], 1, 0.5)), None)
    hint = f"Did you mean `/ace {near}`?" if near else "`/ace help` lists what there is."
    example = WAYS[Act(near)].example or f"{near} ACE-0001" if near and near not in {HELP, SETTINGS} else "show ACE-0001"
    return f"ACE does not know that word. {hint} For example: `/ace {example}`."


async def _do(request: Request, act: Act, rest: str) -> None:
    """With words behind it, do it; without, show its form."""
    taken = request.door.acts.get(act)
    if taken is None:
        raise Refusal(f"`/ace {act}` is not there in this version. Nothing was changed.")
    named, words = naming.addressed(rest, request.policy.keys.prefix)
    number = named or await _number(request)
    if words and taken.words:
        await taken.words(request, number, words)
    else:
        await taken.begin(request, number)


async def _open(request: Request) -> None:
    """In a case's channel everything that can be done to it, elsewhere the help."""
    here = await _here(request)
    if here is None:
        await _help(request)
    else:
        await begin_panel(request, here.number)


async def _help(request: Request) -> None:
    here = await _here(request)
    lines = [ANYWHERE, "`/ace settings` keeps your own hours.", "`/ace help` shows this."]
    if here:
        acts = [act for acts in offered(here.status).values() for act in acts]
        lines += [f"`/ace {act}` {act.label.lower()}" for act in acts if act in request.door.acts]
    await request.tell("\n".join(lines))


async def show(request: Request, number: int) -> None:
    """Tell where a case stands."""
    async with request.store.read() as tx:
        await found(tx, number, by=request.by)
        case = await overview.of(tx, number)
    shown = messages.about_case(case, {"what": "status"}) if case else None
    if shown:
        await request.ack(text=shown.text, blocks=shown.blocks)


async def _here(request: Request) -> Escalation | None:
    """The case whose channel it was typed in, if the person may see it."""
    async with request.store.read() as tx:
        here = await escalations.at_channel(tx, text(request.body, "channel_id"))
        seen = here is not None and await privacy.sees(tx, here, request.by)
    return here if seen else None


async def _number(request: Request) -> int:
    """The case whose channel it was typed in, else the first that the words name."""
    here = await _here(request)
    named = naming.keys(text(request.body, "text"), request.policy.keys.prefix)
    if here is None and not named:
        raise Refusal("Which case? Name its key, for example `/ace show ACE-0001`.")
    return here.number if here else named[0]
