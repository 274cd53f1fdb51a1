"""Writing at random: notes in threads and with prefixes, files, edits and deletions."""

from sandbox.state import Channel, Message
from storage.models import SurfaceKind
from storage.overview import Overview
from tests.soak.actor import Actor

PREFIXES = ("observation", "change", "decision", "hypothesis", "*Decision*", "OBSERVATION ")


async def notes(who: Actor) -> None:
    """Write something for the timeline: in the case channel, or under the alert before there is one."""
    case = await who.case()
    if case is None:
        return
    place = who.room(case)
    if place is None:
        await _under_the_alert(who, case)
    elif who.random.random() < 0.5:
        card = who.card(case, SurfaceKind.OPENING)
        thread = card if card and card.channel == place.id else None
        await _writes(who, place, thread=thread, prefix=thread is None)
    else:
        await _writes(who, place)


async def _under_the_alert(who: Actor, case: Overview) -> None:
    alert = who.card(case, SurfaceKind.ALERT)
    if alert and not case.channel and not case.ace.visibility.is_private:
        room = who.town.world.ws.channels[alert.channel]
        await _writes(who, room, thread=alert, prefix=who.random.random() < 0.5)


async def chats(who: Actor) -> None:
    """Write what is nobody's business."""
    case = await who.case()
    room = who.room(case) if case else None
    said = await who.person.types("anyone for lunch?", in_=room or "general")
    if said:
        who.said.append(said)


async def _writes(who: Actor, room: Channel, *, thread: Message | None = None, prefix: bool = True) -> None:
    words = _words(who, prefix=prefix)
    files = [("shot.png", b"pixels")] if who.random.random() < 0.1 else []
    said = await who.person.types(words, in_=room, thread=thread, files=files)
    if said:
        who.said.append(said)
        who.town.notes.append(said)


def _words(who: Actor, *, prefix: bool) -> str:
    words = f"word {who.random.randint(1, 9999)} of {who.person.name}"
    return f"{who.random.choice(PREFIXES)}: {words}" if prefix else words


async def edits(who: Actor) -> None:
    """Say it differently, or as something else."""
    if who.said:
        message = who.random.choice(who.said[-5:])
        if not message.deleted and not who.town.world.ws.channels[message.channel].is_archived:
            await who.person.edits(message, _words(who, prefix=who.random.random() < 0.8))


async def deletes(who: Actor) -> None:
    """Take something back."""
    if who.said:
        message = who.said.pop(who.random.randrange(len(who.said)))
        if not message.deleted and not who.town.world.ws.channels[message.channel].is_archived:
            await who.person.deletes(message)
