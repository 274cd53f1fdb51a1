"""The heartbeat: a tick that fails is logged and counted, and the next one comes all the same."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

from bot.metrics import Metrics
from bot.playbook.policy import Policy
from bot.scheduler import Heartbeat
from storage.clock import Clock
from storage.database import Store
from tests.doors import logged


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
        while (metrics.registry.get_sample_value("ace_errors_total", {"where": "heartbeat"}) or 0) < 2:
            store.clock.move(timedelta(seconds=1))
            await asyncio.sleep(0.01)
        heartbeat.stop()
    await store.close()
    assert "a mistake" in "".join(str(line) for line in lines.at("error"))
