"""Commands at random: `/ace` with its words, in case channels and elsewhere."""

from bot.playbook.acts import WAYS
from tests.soak.actor import Actor
from tests.soak.filling import goes_on

MORE = ("", "help", "settings", "snooze 30m", "criteria it holds", "contact told them it is being tested")
SELDOM = {
    "decline",
    "reopen",
    "claim",
    "triage",
    "start",
    "resolve",
    "close",
}  # steps: elsewhere
EXAMPLES = [way.example or act.value for act, way in WAYS.items() if act.value not in SELDOM]


async def commands(who: Actor) -> None:
    """Type what the help shows, about a case in its channel."""
    case = await who.own() or await who.case()
    room = who.room(case) if case else None
    if case and room:
        words = who.random.choice((*EXAMPLES, *MORE)).replace("ACE-0001", case.key)
        other = who.random.choice(who.town.people).name
        await who.person.types(f"/ace {words.replace('@zoe', f'@{other}')}", in_=room)
        await goes_on(who)


async def takes_back(who: Actor) -> None:
    """Undo the newest change of a case."""
    case = await who.own() or await who.case()
    if case and (room := who.room(case)):
        await who.person.types("/ace undo", in_=room)


async def asks_for_access(who: Actor) -> None:
    """Ask to see a case, whether they see it or not."""
    case = await who.case()
    if case:
        await who.person.types(f"/ace access {case.key} I know the export", in_="general")
