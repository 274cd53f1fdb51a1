"""Moving time from reminder to reminder, from a working day on, and looking at what was told."""

from datetime import UTC, datetime, timedelta

from bot import demo
from bot.playbook import adherence as rules
from bot.playbook.adherence import Adherence
from bot.playbook.kinds import ClockKind
from sandbox.person import Person
from sandbox.state import Channel, Message
from storage import clocks
from storage.clock_records import ClockRow
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


def on_call(world: World, **names: str) -> None:
    """Name who is on call: `em`, `backup` and `manager`, by the people's names."""
    rules = {role: world.ws.user(name).id for role, name in names.items()}
    for ace in world.replicas:
        ace.store.policy = demo.policy(on_call=rules, **world.rules)


def direct_to(world: World, person: Person) -> Channel:
    """The app's direct messages with somebody."""
    return world.ws.open_dm([world.app.bot_user, person.name])


def direct_messages(world: World, person: Person) -> list[Message]:
    """What the app told somebody directly."""
    return world.messages(direct_to(world, person))


def everywhere(world: World) -> list[Message]:
    """Every reminder that stands anywhere, oldest first."""
    found = [each for room in world.ws.channels.values() for each in reminders_in(world, room)]
    return sorted(found, key=lambda each: each.ts)


def mentioning(messages: list[Message], person: Person) -> list[Message]:
    """Those that name somebody."""
    return [each for each in messages if f"<@{person.id}>" in each.text]


async def clock(world: World, kind: ClockKind = ClockKind.INTERNAL, number: int = 1) -> ClockRow:
    """One clock of a case as the database has it."""
    async with world.ace.store.read() as tx:
        found = await clocks.find(tx, number, kind)
    assert found is not None
    return found


async def adherence(world: World, kind: ClockKind = ClockKind.INTERNAL, number: int = 1) -> Adherence:
    """How well one kind of clock was kept, from its events."""
    async with world.ace.store.read() as tx:
        return rules.of_kind(await clocks.happened(tx, number), kind)
