"""Precedence: people who wait for an answer go before deliveries, which take turns and hold back a little."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar

GRACE = 0.02  # seconds after an answer in which the next person is waited for
LONGEST = 0.25  # seconds that deliveries hold back at a time

# Set in a task, it makes every transaction of the task, and of those that it starts, wait for its turn.
patient: ContextVar[bool] = ContextVar("patient", default=False)

# Set in a task, it is awaited between two statements, where these are carried out at once (SQLite).
between: ContextVar[Callable[[], Awaitable[None]] | None] = ContextVar("between", default=None)


class Precedence:
    """Who goes first in this process, whose one thread everybody shares."""

    def __init__(self, turns: int) -> None:
        """Nobody waits; `turns` is how many of the patient may be at it at the same time."""
        self._turns = asyncio.Semaphore(turns)
        self._waiting = 0
        self._left = -GRACE
        self._nobody = asyncio.Event()
        self._nobody.set()

    @contextmanager
    def person(self) -> Iterator[None]:
        """Within it, a person waits for an answer."""
        self._waiting += 1
        self._nobody.clear()
        try:
            yield
        finally:
            self._waiting -= 1
            self._left = time.monotonic()
            if not self._waiting:
                self._nobody.set()

    @contextmanager
    def lets_in(self) -> Iterator[None]:
        """Within it, whoever looks at the database lets people in between two statements.

        All in all it holds back for LONGEST, lest nothing is delivered while people come without a break.
        """
        until = time.monotonic() + LONGEST

        async def let_in() -> None:
            await asyncio.sleep(0)
            if self._waiting and time.monotonic() < until:
                await self._give_way()

        before = between.set(let_in)
        try:
            yield
        finally:
            between.reset(before)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Within it, a patient task is at it; it needs no other turn meanwhile."""
        async with self._turns:
            await self._give_way()
            before = patient.set(False)
            try:
                yield
            finally:
                patient.reset(before)

    async def _give_way(self) -> None:
        """Return when nobody waits any more, or after LONGEST."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST):
                while self._waiting or time.monotonic() < self._left + GRACE:
                    await self._nobody.wait()
                    await asyncio.sleep(max(self._left + GRACE - time.monotonic(), 0))
