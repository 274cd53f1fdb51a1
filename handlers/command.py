"""`/ace`: the first word is an act, the rest its words; bare, it shows what can be done here."""

from difflib import get_close_matches

from blocks import due_lines, kit, messages
from blocks.help_card import help_card
from blocks.ids import Form
from bot.playbook import naming
from bot.playbook.acts import WAYS, Act
from bot.playbook.refusal import Refusal
from bot.services import possible, privacy
from handlers import settings
from handlers.acts import begin_panel
from handlers.cases import looked_up
from handlers.reading import text
from handlers.request import Request
from handlers.words import plainly
from storage import clocks, escalations
from storage.models import Escalation

HELP, SETTINGS = "help", "settings"
UNKNOWN = "ACE does not know that word."


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
        raise Refusal(_unknown(request, word))


def _unknown(request: Request, word: str) -> str:
    words = [*request.door.acts, HELP, SETTINGS]
    near = next(iter(get_close_matches(word, words, 1, 0.5)), None)
    if near is None:
        return f"{UNKNOWN} `/ace help` lists what there is. For example: `/ace show ACE-0001`."
    act = Act.of(near)
    example = (WAYS[act].example or f"{near} ACE-0001") if act else near
    return f"{UNKNOWN} Did you mean `/ace {near}`? For example: `/ace {example}`."


async def _do(request: Request, act: Act, rest: str) -> None:
    """With words behind it, do it, or carry them into its form; without, show its form."""
    taken = request.door.acts.get(act)
    if taken is None:
        raise Refusal(f"`/ace {act}` is not there in this version. Nothing was changed.")
    named, words = naming.addressed(rest, request.policy.keys.prefix)
    number = named or await _number(request)
    if words and taken.words:
        await taken.words(request, number, words)
        return
    request.words = await plainly(request, words) if words else ""
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
    if here is None:
        made = help_card()
    else:
        case, taken = await looked_up(request, here.number), request.door.acts
        async with request.store.read() as tx:
            can = await possible.acts_of(tx, case, by=request.by)
        made = help_card(case, can & set(taken), [act for act, each in taken.items() if each.words])
    await request.ack(text=made.text, blocks=made.blocks)


async def show(request: Request, number: int) -> None:
    """Tell where a case stands."""
    case = await looked_up(request, number)
    async with request.store.read() as tx:
        happened = await clocks.happened(tx, number)
    shown = messages.about_case(case, {"what": "status", "kept": due_lines.kept(happened)})
    if shown and text(request.body, "command"):
        await request.ack(text=shown.text, blocks=shown.blocks)
    elif shown:
        await request.open(kit.modal(case.key, shown.blocks, callback_id=Form.PANEL))


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
