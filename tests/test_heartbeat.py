"""The heartbeat: a tick that fails is logged and counted, and the next one comes all the same."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.metrics import Metrics
from bot.playbook.policy import Policy
from bot.scheduler import Heartbeat
from storage import clocks
from storage.clock import Clock
from storage.database import Store
from tests.conftest import Worlds
from tests.doors import logged
from tests.journeys import raised
from tests.waiting import until

ON_SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
FAILED = ("ace_errors_total", {"where": "heartbeat"})


class Mistaken(Heartbeat):
    """One that makes a mistake whenever it looks at the clocks."""

    async def remind(self) -> None:
        raise ValueError("a mistake")


async def test_a_tick_that_fails_is_counted_and_the_next_one_comes(
    sqlite_template: Path, tmp_path: Path
) -> None:
    shutil.copy(sqlite_template, file := tmp_path / "ace.db")
    store, metrics = Store(f"sqlite+aiosqlite:///{file}", Clock(), Policy.load()), Metrics()
    heartbeat = Mistaken(store, metrics)
    with logged() as lines:
        heartbeat.start()
        while (metrics.registry.get_sample_value(*FAILED) or 0) < 2:
            store.clock.move(timedelta(seconds=1))
            await asyncio.sleep(0.01)
        heartbeat.stop()
    await store.close()
    assert "a mistake" in "".join(str(line) for line in lines.at("error"))


@ON_SQLITE
async def test_a_case_whose_clocks_cannot_be_read_keeps_no_other_from_being_told(worlds: Worlds) -> None:
    async with worlds() as world:
        for number in (1, 2):
            await raised(world, customer=f"Customer {number}", impact=f"Fault number {number}.")
        async with world.ace.store.begin() as tx:
            connection = await tx.session.connection()
            await connection.execute(text("UPDATE clock SET said = '[7]' WHERE number = 1"))
        world.audited = False  # the audit reads the clock, too
        with logged() as lines:
            world.clock.move(timedelta(minutes=20))
            await until(lambda: world.ace.metrics.registry.get_sample_value(*FAILED) == 2)
            await world.ace._heartbeat.remind()
        assert "the clocks of case 1 cannot be dealt with" in lines.text
        async with world.ace.store.read() as tx:
            [other] = await clocks.of_case(tx, 2)
        assert other.said == {"target": 1}
