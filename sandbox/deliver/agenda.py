"""What is due later by the workspace's clock: redeliveries and delayed deliveries."""

import asyncio
import heapq
import itertools
from collections.abc import Callable
from datetime import timedelta

from sandbox.clock import Clock

Job = Callable[[], None]


class Agenda:
    """Runs jobs when the workspace's clock reaches their time, be it moved there or by waiting."""

    def __init__(self, clock: Clock) -> None:
        """Follow `clock`; nothing runs before start()."""
        self._clock = clock
        self._jobs: list[tuple[float, int, Job]] = []
        self._order = itertools.count()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None
        clock.on_move(self._moved)

    def start(self) -> None:
        """Begin to run jobs in the running loop."""
        self._loop = asyncio.get_running_loop()
        self._run()

    def stop(self) -> None:
        """Forget everything still due."""
        self._jobs.clear()
        self._loop = None
        if self._timer:
            self._timer.cancel()

    def __len__(self) -> int:
        """How many jobs wait for their time."""
        return len(self._jobs)

    def after(self, wait: timedelta, job: Job) -> None:
        """Run `job` once the workspace's clock is `wait` further."""
        heapq.heappush(self._jobs, (self._clock.time() + wait.total_seconds(), next(self._order), job))
        self._run()

    def _moved(self, _by: timedelta) -> None:
        self._run()

    def _run(self) -> None:
        if self._loop is None:
            return
        while self._jobs and self._jobs[0][0] <= self._clock.time():
            heapq.heappop(self._jobs)[2]()
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self._jobs:
            wait = self._jobs[0][0] - self._clock.time()
            self._timer = self._loop.call_later(max(wait, 0), self._run)
