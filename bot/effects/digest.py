"""The daily digest, drawn when it is sent; nothing is sent when there is nothing to say."""

from blocks.digest_card import digest
from bot.effects import say
from bot.effects.courier import NOTHING, Courier, Outcome
from bot.services import digest as digests


async def send(courier: Courier) -> Outcome:
    """Send one person's digest once."""
    person = str(courier.lease.detail["to"])
    async with courier.store.read() as tx:
        found = await digests.of_person(tx, person)
    drawn = digest(found, courier.store.policy)
    return await say.once(courier, drawn, person) if drawn else NOTHING
