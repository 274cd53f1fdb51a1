"""Replicas that die or stand still while reminders are due: each is told exactly once, alone or merged.

Short by default; `ACE_TEST_KILLS=full` has 2,000 reminders due. `-s` shows what was done.
"""

import asyncio
import os
import random
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot import demo
from bot.playbook.adherence import What
from bot.settings_rules import driver_url
from storage import clocks, outbox
from storage.clock import Clock
from storage.clock_records import ClockEvent, Reminder
from storage.database import Store
from tests.conftest import Databases
from tests.many_clocks import make_due, seed
from tests.processes import TEMPO, Fleet, fleet
from tests.world import World, opened

FULL = os.environ.get("ACE_TEST_KILLS") == "full"
DUE, WAVES = (2000, 10) if FULL else (40, 1)
MANAGERS = 50  # to whom the reminders go, as direct messages: the cases have no channel
LATENCY = 0.03  # seconds between what Slack does and its answer: time to die in
pytestmark = pytest.mark.timeout(1800 if FULL else 120)


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_every_reminder_is_told_once_when_replicas_die_or_stand_still(
    databases: Databases, tmp_path: Path
) -> None:
    async with databases() as url, opened(url, start=False, socket_mode=True) as world:
        world.audited = False  # the cases were made in bulk, without anything in Slack
        world.ws.faults.add("*", times=None, delay=LATENCY, after_effect=True)
        store = Store(driver_url(url), Clock(), demo.policy())
        ems = [world.ws.add_user(f"em{number}", f"Manager {number}").id for number in range(MANAGERS)]
        await seed(store, DUE, ems=ems)
        began = time.monotonic()
        async with fleet(world, 3, tmp_path / "log") as made:
            kills = await _through(store, made, world)
        await _check(store, world)
        sys.stdout.write(f"\n{DUE} reminders, {kills} disturbances, {time.monotonic() - began:.0f} s\n")
        await store.close()


async def _through(store: Store, made: Fleet, world: World) -> int:
    """Wave after wave falls due, with somebody killed and somebody standing still in each."""
    for wave in range(WAVES):
        await make_due(store, DUE // WAVES, after=wave * DUE // WAVES)
        await _some_calls(world, 5)
        still, unlucky = random.sample(made.replicas, 2)
        pause = asyncio.create_task(made.pause(still, TEMPO.lease + 0.5))
        await _some_calls(world, 5)
        await made.kill(unlucky)
        await made.start()
        await pause
    async with asyncio.timeout(900 if FULL else 60):
        while not await _is_done(store):  # noqa: ASYNC110 (other processes do it)
            await asyncio.sleep(0.2)
    return made.kills


async def _some_calls(world: World, count: int) -> None:
    wanted, until = len(world.ws.calls) + count, time.monotonic() + 3
    while len(world.ws.calls) < wanted and time.monotonic() < until:  # noqa: ASYNC110 (calls have no event)
        await asyncio.sleep(0.002)
    await asyncio.sleep(random.uniform(0, LATENCY * 2))


async def _is_done(store: Store) -> bool:
    async with store.read() as tx:
        due = await clocks.next_due(tx)
        return (due is None or due > tx.now) and not await outbox.waiting(tx)


async def _check(store: Store, world: World) -> None:
    """One event for each clock, one message for each reminder, and nothing else."""
    async with store.read() as tx:
        told = select(ClockEvent).where(col(ClockEvent.what) == What.NUDGED)
        events = (await tx.exec(told)).scalars().all()
        made = (await tx.exec(select(Reminder))).scalars().all()
    assert len(events) == DUE
    assert len({event.clock for event in events}) == DUE
    assert {event.reminder for event in events} == {each.id for each in made}
    keys = Counter(
        message.metadata["event_payload"]["key"]
        for room in world.ws.channels.values()
        for message in world.messages(room)
        if message.metadata and message.metadata["event_payload"]["key"].startswith("reminder:")
    )
    assert keys == {f"reminder:{each.number}:{each.id}": 1 for each in made}
