"""A message and what is done to it, taken in at the same moment by two who do not know of each other."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.playbook.refusal import Refusal
from bot.playbook.timeline import EntryKind
from bot.services import noting, timeline
from bot.services.timeline import Message
from storage import entries
from storage.database import Tx
from storage.models import Entry
from tests.journeys import claimed, raised
from tests.world import World

pytestmark = pytest.mark.both

WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


async def _waits(world: World, task: asyncio.Task[None]) -> None:
    """Until the task is held up by the other's lock; on SQLite it is held up before it begins."""
    if world.ace.store.is_sqlite:
        return
    while not task.done():
        async with world.ace.store.read() as tx:
            if (await tx.exec(WAITING)).scalar_one():
                return


@pytest.mark.parametrize("done", ["deleted", "edited"])
async def test_what_is_done_to_a_message_counts_while_the_message_is_still_being_taken_in(
    world: World, done: str
) -> None:
    room = await claimed(world)
    world.ws.faults.add("reactions.add", times=None, status=503)  # else Slack tells that there is no message
    written = Message(
        channel=room.id,
        ts="1800000000.000100",
        author=world.zoe.id,
        text="observation: all is down",
        at=world.clock.now(),
        thread=None,
        in_bot_thread=False,
    )
    edit = replace(written, text="observation: half is down", edited="1800000001.000100")
    second: Callable[[Tx, Message], Awaitable[Entry | None]]
    second, message = (timeline.withdraw, written) if done == "deleted" else (timeline.amend, edit)

    async def other() -> None:
        async with world.ace.store.begin() as tx:
            await second(tx, message)

    async with world.ace.store.begin() as tx:
        await timeline.observe(tx, written)
        await tx.flush()
        task = asyncio.create_task(other())
        await _waits(world, task)
    await task
    async with world.ace.store.read() as tx:
        entry = await entries.from_message(tx, room.id, written.ts)

    assert entry
    assert (entry.withdrawn_at is not None) is (done == "deleted")
    assert entry.text == ("all is down" if done == "deleted" else "half is down")
    world.audited = False  # there is no such message in Slack


async def test_a_message_that_two_log_to_two_cases_at_once_is_on_one_timeline(world: World) -> None:
    await claimed(world)
    await raised(world, customer="Globex")
    world.audited = False  # there is no such message in Slack
    message = Message(
        channel=world.ws.channel("general").id,
        ts="1800000000.000100",
        author=world.zoe.id,
        text="",
        at=world.clock.now(),
        thread=None,
        in_bot_thread=False,
    )
    by = world.eli.id

    async def other() -> None:
        async with world.ace.store.begin() as tx:
            await noting.keep(tx, 2, message, EntryKind.DECISION, "Ours", by=by)

    async with world.ace.store.begin() as tx:
        await noting.keep(tx, 1, message, EntryKind.DECISION, "Ours", by=by)
        await tx.flush()
        task = asyncio.create_task(other())
        await _waits(world, task)
    with pytest.raises(Refusal, match="on the timeline of another case already"):
        await task
