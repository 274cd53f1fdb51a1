"""Answering at random: reminders, offers, requests and whatever else ACE asks somebody with buttons."""

from sqlalchemy import select
from sqlmodel import col

from sandbox.state import Channel, Message
from storage.clock_records import Reminder
from tests.soak.actor import Actor
from tests.soak.filling import goes_on, pressable, presses
from tests.world import ALERTS

RECENT = 12  # messages back that people still answer


async def answers_directly(who: Actor) -> None:
    """Press something on a recent message that ACE wrote to them alone: an offer, a request, a question."""
    await _answers(who, who.town.world.ws.open_dm([who.town.world.app.bot_user, who.person.id]))


async def answers_in_a_channel(who: Actor) -> None:
    """The same in a case channel, or where cases wait."""
    case = await who.case()
    room = who.room(case) if case else None
    await _answers(who, room or who.town.world.ws.channel(ALERTS))


async def _answers(who: Actor, place: Channel) -> None:
    shown = [each for each in who.person.reads(place) if _asks(who, each)][-RECENT:]
    if shown:
        await _presses_one(who, shown[-1 - min(int(who.random.expovariate(0.5)), len(shown) - 1)])


async def answers_a_reminder(who: Actor) -> None:
    """Answer a reminder as whoever it is for, where it stands."""
    async with who.town.store.read() as tx:
        newest = select(Reminder).where(col(Reminder.ts).is_not(None)).order_by(col(Reminder.id).desc())
        made = (await tx.exec(newest.limit(RECENT))).scalars().all()
    mine = [each for each in made if each.person == who.person.id] or made
    if not mine:
        return
    chosen = who.random.choice(mine)
    room = who.town.world.ws.channels[chosen.channel or ""]
    message = room.messages.get(chosen.ts or "")
    if message and _asks(who, message) and who.town.world.ws.visible(who.person.id, room):
        await _presses_one(who, message)


async def _presses_one(who: Actor, message: Message) -> None:
    await presses(who, message, who.random.choice(pressable(message)))
    await goes_on(who)


def _asks(who: Actor, message: Message) -> bool:
    return message.app_id == who.town.world.app.id and not message.deleted and bool(pressable(message))
