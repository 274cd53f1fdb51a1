"""Processes that are killed or stand still at random moments, while a crowd raises, claims and logs.

Short by default. `ACE_TEST_KILLS=full` raises and claims 200 cases on SQLite and 500 on PostgreSQL, and 150
more while replicas stand still; `-s` shows what was done, `ACE_TEST_SEED` repeats a run.
"""

import asyncio
import hashlib
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.playbook.timeline import EntryKind
from storage import entries
from tests import crowd
from tests.audit import audit
from tests.conftest import Databases
from tests.processes import TEMPO, Fleet, fleet
from tests.soak.run import REDELIVERIES
from tests.waiting import settles
from tests.world import World, opened

FULL = os.environ.get("ACE_TEST_KILLS") == "full"
SEED = int(os.environ.get("ACE_TEST_SEED") or (random.randrange(10**6) if FULL else 7))
WORKERS = 6 if FULL else 3
PATIENCE = 3.0 if FULL else 1.5  # seconds that Slack waits for an answer
Disturbance = Callable[[Fleet, World, "Size", random.Random], Coroutine[None, None, None]]


@dataclass(frozen=True)
class Size:
    """How much happens: cases, processes, calls of Slack between two disturbances, and at most how many."""

    cases: int
    replicas: int
    every: tuple[int, int]
    most: int = sys.maxsize


ON_SQLITE = Size(200, 1, (20, 120)) if FULL else Size(5, 1, (10, 25), most=3)
LATENCY = 0.03  # seconds between what Slack does and its answer: time to die in
LULL = 2.0  # seconds without a call after which the next disturbance comes all the same
pytestmark = pytest.mark.timeout(3600 if FULL else 120)


def customer(number: int) -> str:
    """A name like no other."""
    return "".join(
        chr(97 + int(digit, 16))
        for digit in hashlib.sha256(bytes([number % 256, number // 256])).hexdigest()[:9]
    )


async def at_work(world: World, size: Size) -> list[int]:
    """Everybody carries their share of the cases through; the numbers they were told."""
    waiting = list(range(size.cases))

    async def shift(name: str) -> list[int]:
        person = crowd.worker(world, name)
        done = []
        while waiting:
            done.append(await crowd.carries_through(world, person, customer(waiting.pop())))
        return done

    shifts = await asyncio.gather(*(shift(f"w{number}") for number in range(min(WORKERS, size.cases))))
    return [number for done in shifts for number in done]


async def killed(made: Fleet, world: World, size: Size, dice: random.Random) -> None:
    for _ in range(size.most):
        await moment(world, size, dice)
        await made.kill(dice.choice(made.replicas))
        if dice.random() < 0.2:  # while it starts, too
            newcomer = await made.spawn()
            await asyncio.sleep(dice.uniform(0, 1.5))
            await made.kill(newcomer)
        await made.start()


async def stood_still(made: Fleet, world: World, size: Size, dice: random.Random) -> None:
    for _ in range(size.most):
        await moment(world, size, dice)
        await made.pause(dice.choice(made.replicas), TEMPO.lease + 0.5)


async def killed_and_stood_still(made: Fleet, world: World, size: Size, dice: random.Random) -> None:
    """One stands still, and meanwhile another is killed."""
    for _ in range(size.most):
        await moment(world, size, dice)
        still, unlucky = dice.sample(made.replicas, 2)
        pause = asyncio.create_task(made.pause(still, TEMPO.lease + 0.5))
        try:
            await moment(world, size, dice)
            await made.kill(unlucky)
            await made.start()
            await pause
        finally:
            pause.cancel()
            await asyncio.gather(pause, return_exceptions=True)


async def moment(world: World, size: Size, dice: random.Random) -> None:
    """Some moment, not long after some call of Slack."""
    calls, until = world.ws.calls, time.monotonic() + LULL
    wanted = len(calls) + dice.randint(*size.every)
    while len(calls) < wanted and time.monotonic() < until:  # noqa: ASYNC110 (calls have no event)
        await asyncio.sleep(0.002)
    await asyncio.sleep(dice.uniform(0, LATENCY * 2))


ON_POSTGRES: list[tuple[Disturbance, Size]] = (
    [(killed, Size(500, 3, (20, 120))), (stood_still, Size(150, 3, (20, 60)))]
    if FULL
    else [(killed_and_stood_still, Size(6, 3, (8, 25), most=2))]
)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_nothing_is_lost_or_doubled_when_the_process_is_killed(
    databases: Databases, tmp_path: Path
) -> None:
    await survive(databases, tmp_path, ON_SQLITE, killed)


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
@pytest.mark.parametrize(("disturbed", "size"), ON_POSTGRES, ids=lambda each: getattr(each, "__name__", ""))
async def test_nothing_is_lost_or_doubled_when_replicas_die_or_stand_still_past_their_leases(
    databases: Databases, tmp_path: Path, disturbed: Disturbance, size: Size
) -> None:
    await survive(databases, tmp_path, size, disturbed)


async def survive(databases: Databases, folder: Path, size: Size, disturbed: Disturbance) -> None:
    dice = random.Random(SEED)
    began = time.monotonic()
    async with databases() as url, opened(url, start=False, socket_mode=True) as world:
        world.sandbox.deliveries.ack_timeout = PATIENCE
        world.ws.faults.add("*", times=None, delay=LATENCY, after_effect=True)
        async with fleet(world, size.replicas, folder / "log") as made:
            disturbance = asyncio.create_task(disturbed(made, world, size, dice))
            numbers = await at_work(world, size)
            disturbance.cancel()
            await asyncio.gather(disturbance, return_exceptions=True)
            kills = made.kills
        report(size, kills, time.monotonic() - began, world)
        world.ws.faults.clear()
        await world.start()
        for seconds in REDELIVERIES:
            await world.move(seconds=seconds)
        await settles(world)
        await check(world, numbers)


def report(size: Size, kills: int, seconds: float, world: World) -> None:
    calls = Counter(call.method for call in world.ws.calls)
    looked = calls["conversations.history"] + calls["users.conversations"]
    sys.stdout.write(
        f"\n{size.cases} cases, {size.replicas} processes, {kills} disturbances, seed {SEED}, "
        f"{seconds:.0f} s, {len(world.ws.calls)} calls, {looked} looks, {calls['chat.delete']} taken back\n"
    )


async def check(world: World, numbers: list[int]) -> None:
    """Everything once, and everything there."""
    every = list(range(1, len(numbers) + 1))
    assert sorted(numbers) == every
    assert await world.count() == len(every)
    keys = Counter(
        message.metadata["event_payload"]["key"]
        for room in world.ws.channels.values()
        for message in world.messages(room)
        if message.metadata
    )
    shown = {f"{kind}:{number}": 1 for number in every for kind in ("alert", "tracker", "opening")}
    assert {key: keys[key] for key in shown} == shown
    assert [key for key, count in keys.items() if count > 1] == []
    assert len(crowd.rooms(world)) == len(every)
    await observed(world, every)
    assert await audit(world) == []


async def observed(world: World, every: list[int]) -> None:
    async with world.ace.store.read() as tx:
        logged = {
            number: [
                each.text for each in await entries.of_case(tx, number) if each.kind is EntryKind.OBSERVATION
            ]
            for number in every
        }
    assert logged == {number: [f"Seen in ACE-{number:04d}."] for number in every}
