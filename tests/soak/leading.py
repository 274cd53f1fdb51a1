"""Leading at random: claims of several at once, questions and answers, call links, upset channels."""

import asyncio

from sandbox.person import Person
from storage.models import SurfaceKind
from storage.overview import Overview
from tests.soak.actor import Actor


async def claims(who: Actor) -> None:
    """Claim a case, alone or with others at the same moment."""
    case = await who.case()
    if case is None:
        return
    card = who.card(case, SurfaceKind.ALERT)
    if card is None or who.random.random() < 0.2:
        await who.person.types(f"/ace claim {case.key}", in_="general")
        return
    others = who.random.sample(who.town.people, who.random.choice((0, 0, 1, 4)))
    people = {each.id: each for each in [who.person, *others]}.values()

    async def one(person: Person) -> None:
        await person.presses(f"Claim {case.key}", on=card)

    results = await asyncio.gather(*(one(each) for each in people), return_exceptions=True)
    for problem in results:
        if isinstance(problem, BaseException) and not isinstance(problem, LookupError):
            raise problem


async def shows(who: Actor) -> None:
    """Ask where a case stands."""
    case = await who.case()
    key = case.key if case else "ACE-0001"
    await who.person.types(f"/ace show {key}", in_="general")


async def mentions(who: Actor) -> None:
    """Ask in public."""
    case = await who.case()
    if case:
        await who.person.types(f"@ace how is {case.key} going?", in_="support")


async def looks_home(who: Actor) -> None:
    """Open the Home tab."""
    await who.person.opens_home()


async def asks(who: Actor) -> None:
    """Ask the filer for what the brief lacks."""
    case = await who.case()
    card = who.card(case, SurfaceKind.OPENING) if case and who.room(case) else None
    if card:
        label = who.random.choice(
            ("Ask the filer", "Ask the filer", "Ask: Expected outcome", "Ask: Evidence")
        )
        await who.person.presses(label, on=card)


async def answers(who: Actor) -> None:
    """Answer the newest question that a filer was asked, as that filer."""
    case = await who.case()
    if case is None:
        return
    filer = Actor(who.town.world.ws.person(case.ace.filer), who.town, who.random)
    await filer.looks_away()
    await filer.person.presses("Answer", in_="@ace")
    texts = [each for each in filer.fields() if each.type == "plain_text_input"]
    if texts:
        await filer.person.fills({each.label: f"Answer {who.random.randint(1, 999)}" for each in texts})
        await filer.person.submits()


async def sets_the_call(who: Actor) -> None:
    """Say where the team talks, or that it is the usual place."""
    case = await who.case()
    card = who.card(case, SurfaceKind.OPENING) if case else None
    if card is None or case is None or who.room(case) is None:
        return
    await who.person.presses("More", on=card)
    if who.person.view is None:
        return
    await who.person.presses("Set call link")
    if who.fields():
        link = who.random.choice((None, f"https://call.example.com/{who.random.randint(1, 99)}"))
        await who.person.fills({"Link of the call": link})
        await who.person.submits()


async def edits_the_topic(who: Actor) -> None:
    """Write over the topic."""
    case = await who.case()
    room = who.room(case) if case else None
    if room:
        who.town.world.ws.set_topic(room.id, f"Topic {who.random.randint(1, 999)}", who.person.id)


async def comes_or_goes(who: Actor) -> None:
    """Leave a case channel, or bring somebody in."""
    case = await who.case()
    room = who.room(case) if case else None
    if room is None:
        return
    if who.random.random() < 0.5:
        await who.person.leaves(room)
    elif not room.is_private:
        other = who.random.choice(who.town.people)
        who.town.world.ws.invite(room.id, [other.id], who.person.id)


async def upsets_the_channel(who: Actor) -> None:
    """Archive, rename or bring back a case channel, or put the app out of it."""
    case = await who.case()
    if case:
        await _upset(who, case)


async def _upset(who: Actor, case: Overview) -> None:
    ws, room = who.town.world.ws, who.room(case)
    if room is None:
        old = ws.channels.get(case.channel or "")
        if old and old.is_archived and not old.is_private:
            ws.unarchive(old.id, who.person.id)
        return
    match who.random.choice(("archive", "archive", "rename", "kick", "let in")):
        case "archive":
            ws.archive(room.id, who.person.id)
        case "rename":
            ws.rename(room.id, f"{room.name[:40]}-{who.random.randint(1, 99)}", who.person.id)
        case "kick" if who.town.world.app.bot_user in room.members:
            ws.kick(room.id, who.town.world.app.bot_user, who.person.id)
        case "let in" if who.town.world.app.bot_user not in room.members:
            ws.invite(room.id, [who.town.world.app.bot_user], who.person.id)


async def tries_again(who: Actor) -> None:
    """Press Try again in the newest message of ACE's that offers it, for oneself or as whoever leads."""
    case = await who.case()
    leader = who.town.world.ws.person(case.ace.em) if case and case.ace.em else who.person
    await leader.presses("Try again", in_="@ace")
