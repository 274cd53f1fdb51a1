"""A fleet of ACE processes on one simulated workspace: started, killed, stopped and continued at will."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

from bot import demo
from bot.effects.pace import Tempo
from tests.world import World

ROOT = Path(__file__).parent.parent
TEMPO = Tempo(lease=3.0, margin=1.5, timeout=1)  # what somebody who died held is soon let go of


class Fleet:
    """Processes that Slack reaches over Socket Mode, so that it distributes what happens over them."""

    def __init__(self, world: World, log: IO[bytes]) -> None:
        """Nothing runs yet; what the processes log goes into `log`."""
        self._world = world
        self._log = log
        self.replicas: list[Process] = []
        self.kills = 0

    async def start(self) -> Process:
        """One more process, once it is at work."""
        process = await self.spawn()
        assert process.stdout
        while line := await process.stdout.readline():
            if line == b"ready\n":
                return process
        raise AssertionError("a process did not start; see the log")

    async def spawn(self) -> Process:
        """One more process, which has hardly begun."""
        world = self._world
        environment = demo.environment(world.app, world.sandbox.api_url, world.database)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.replica",
            *map(str, (TEMPO.lease, TEMPO.margin, TEMPO.timeout)),
            cwd=ROOT,
            env=environment | {"PATH": os.environ.get("PATH", ""), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=PIPE,
            stderr=self._log,
        )
        self.replicas.append(process)
        return process

    async def kill(self, process: Process) -> None:
        """End it at once, in the middle of whatever it does."""
        process.kill()
        await process.wait()  # cancelled here, it stays among those that end() waits for
        self.replicas.remove(process)
        self.kills += 1

    async def pause(self, process: Process, seconds: float) -> None:
        """Let it stand still, and go on as if nothing had been."""
        self.kills += 1
        process.send_signal(signal.SIGSTOP)
        try:
            await asyncio.sleep(seconds)
        finally:
            process.send_signal(signal.SIGCONT)

    async def end(self) -> None:
        """Kill every process that is left."""
        for process in self.replicas:
            if process.returncode is None:
                process.kill()
            await process.wait()
        self.replicas.clear()


@asynccontextmanager
async def fleet(world: World, size: int, log: Path) -> AsyncIterator[Fleet]:
    """So many processes at work; whatever happens, none is left."""
    with log.open("wb") as file:
        made = Fleet(world, file)
        try:
            for _ in range(size):
                await made.start()
            yield made
        finally:
            await made.end()
