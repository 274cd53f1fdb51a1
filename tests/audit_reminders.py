"""The part of the audit that looks at reminders: each reads as the clocks stand."""

from collections.abc import AsyncIterator

from sqlalchemy import select

from blocks.reminder_card import reminder
from bot.services import privacy
from sandbox.text import sent
from storage import overview, reminders
from storage.clock_records import Reminder
from storage.database import Tx
from storage.overview import Overview
from tests.world import World


async def differences(world: World, tx: Tx) -> AsyncIterator[str]:
    """What is wrong with reminders, in words."""
    for made in (await tx.exec(select(Reminder))).scalars().all():
        parts = await reminders.parts(tx, made.id or 0)
        numbers = {part.clock.number for part in parts}
        cases = {number: case for number in numbers if (case := await _told(tx, number, made.person))}
        card = reminder(made, [part for part in parts if part.clock.number in cases], cases)
        if made.ts is None or made.channel is None or card is None:
            continue
        message = world.ws.channels[made.channel].messages.get(made.ts)
        if message and not message.deleted and message.text != sent(card.text):
            yield f"reminder {made.id} reads {message.text!r}, not {card.text!r}"


async def _told(tx: Tx, number: int, person: str | None) -> Overview | None:
    """A case, unless it is private and whoever the reminder is for does not see it."""
    case = await overview.of(tx, number)
    return case if case and (person is None or await privacy.hears(tx, case.ace, person)) else None
