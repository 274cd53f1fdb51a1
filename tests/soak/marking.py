"""Marking at random: emojis, pins and the message shortcut, put on messages and taken off again."""

from sandbox.state import Message
from tests.soak.actor import Actor
from tests.soak.filling import completes

EMOJIS = ("mag", "wrench", "scales", "bulb", "tada")
RECENT = 8


async def marks(who: Actor) -> None:
    """Put an emoji or a pin on something said in a case channel, or take it off again."""
    message = await _something(who)
    if message is None:
        return
    if who.random.random() < 0.3:
        pinned = any(pin.ts == message.ts for pin in who.town.world.ws.channels[message.channel].pins)
        await (who.person.unpins if pinned else who.person.pins)(message)
        return
    emoji = who.random.choice(EMOJIS)
    put = who.person.id in message.reactions.get(emoji, [])
    await (who.person.unreacts if put else who.person.reacts)(message, emoji)


async def logs_a_message(who: Actor) -> None:
    """Use the shortcut on something said in a case channel or in support."""
    message = await _something(who)
    if message:
        await who.person.uses_message_shortcut("Log to timeline", message)
        if who.fields():
            await completes(who)


async def _something(who: Actor) -> Message | None:
    case = await who.case()
    room = who.room(case) if case else None
    said = [each for each in who.person.reads(room or "support") if not each.app_id and not each.deleted]
    return who.random.choice(said[-RECENT:]) if said else None
