"""What people write at the same moment is taken in together, and each message once."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from bot.services import timeline
from bot.services.timeline import Message
from storage import entries, people
from storage.ahead import Asks
from storage.database import Store, Tx
from storage.models import Entry
from storage.together import Together
from tests.journeys import claimed
from tests.world import World

pytestmark = pytest.mark.both
MANY = 40
Change = Callable[[Tx, Message], Awaitable[Entry | None]]


def written(world: World, channel: str, number: int) -> Message:
    return Message(
        channel=channel,
        ts=f"1800000000.{number:06d}",
        author=world.eli.id,
        text=f"observation: seen {number}",
        at=world.clock.now(),
        thread=None,
        in_bot_thread=False,
    )


async def taken_in(store: Store, *happened: tuple[str, Change, Message]) -> list[Entry | None]:
    """Events that arrive in the same moment, each with its id."""
    together = Together(store)

    def once(name: str, change: Change, message: Message) -> Awaitable[Entry | None]:
        async def made(tx: Tx) -> Entry | None:
            return await change(tx, message) if await people.first_delivery(tx, name) else None

        return together.make(made, Asks(message.author, name, message.channel, message.ts))

    return await asyncio.gather(*(once(*each) for each in happened))


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """The statements that the database is given meanwhile."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        said.append(statement)

    engine = store.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def logged(world: World, channel: str) -> list[str]:
    async with world.ace.store.read() as tx:
        every = await entries.of_case(tx, 1)
    return [each.text for each in every if each.channel == channel]


async def test_what_many_write_in_one_moment_is_asked_and_written_at_one_go(world: World) -> None:
    room = await claimed(world)
    world.audited = False  # there are no such messages in Slack
    said = [(f"Ev{number}", timeline.observe, written(world, room.id, number)) for number in range(MANY)]
    with statements(world.ace.store) as asked:
        made = await taken_in(world.ace.store, *said)
    assert None not in made
    assert len(asked) < MANY / 2
    assert sorted(await logged(world, room.id)) == sorted(f"seen {number}" for number in range(MANY))

    assert await taken_in(world.ace.store, *said) == [None] * MANY
    assert len(await logged(world, room.id)) == MANY


async def test_deliveries_edits_and_deletions_of_one_moment_come_to_one_entry_each(world: World) -> None:
    room = await claimed(world)
    world.audited = False
    one, two = written(world, room.id, 1), written(world, room.id, 2)
    edited = replace(one, text="observation: seen better", before=one.text, edited="1800000009.000001")
    made = await taken_in(
        world.ace.store,
        ("Ev1", timeline.observe, one),
        ("Ev1", timeline.observe, one),  # delivered twice
        ("Ev2", timeline.observe, one),  # and told as another event
        ("Ev3", timeline.amend, edited),
        ("Ev4", timeline.observe, two),
        ("Ev5", timeline.withdraw, two),
    )
    assert [each is not None for each in made] == [True, False, False, True, True, True]
    assert sorted(await logged(world, room.id)) == ["seen 2", "seen better"]
    async with world.ace.store.read() as tx:
        first = await entries.from_message(tx, room.id, one.ts)
        second = await entries.from_message(tx, room.id, two.ts)
    assert first
    assert [each["text"] for each in first.earlier] == ["seen 1"]
    assert second
    assert second.withdrawn_at
