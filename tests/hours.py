"""Moving time from reminder to reminder: a case begins on a working day, and the clock stops where one is due."""

from datetime import UTC, datetime, timedelta

from sandbox.state import Channel, Message
from storage import clocks
from tests.sent import of_kind
from tests.world import World


async def at_work(world: World, hour: int = 10) -> None:
    """Move on to the next Monday at this hour (UTC)."""
    now = world.clock.now()
    day = (now + timedelta(days=7 - now.weekday())).replace(hour=hour, minute=0, second=0, microsecond=0)
    await world.move(seconds=(day - now).total_seconds())


async def to_next_reminder(world: World) -> datetime:
    """Move to the moment when a clock is due next, and let it be told."""
    async with world.ace.store.read() as tx:
        due = await clocks.next_due(tx)
    assert due is not None, "no clock has anything to say any more"
    await world.move(seconds=max((due - world.clock.now()).total_seconds(), 0) + 0.01)
    return due.astimezone(UTC)


def reminders_in(world: World, channel: str | Channel) -> list[Message]:
    """The reminders that stand in a channel, oldest first."""
    return [each for each in world.messages(channel) if of_kind("reminder:")({"metadata": each.metadata})]
