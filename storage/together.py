"""Changes that come at the same moment share a transaction: a commit costs more than a small change."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass
from typing import Any, TypeVar

from structlog.contextvars import bound_contextvars, get_contextvars

from storage import ahead
from storage.ahead import Asks
from storage.database import Store, Tx, committed

AT_MOST = 50  # changes in one transaction

Made = TypeVar("Made")
Change = Callable[[Tx], Awaitable[Made]]


@dataclass(frozen=True)
class _Waiting:
    change: Change[Any]
    made: asyncio.Future[Any]
    asks: Asks
    about: dict[str, Any]  # what the log says of the caller's request


class Together:
    """A queue of changes; each is committed when its caller hears of it, and none harms another."""

    def __init__(self, store: Store) -> None:
        """Nothing waits."""
        self._store = store
        self._queue: list[_Waiting] = []
        self._worker: asyncio.Task[None] | None = None

    async def make(self, change: Change[Made], asks: Asks) -> Made:
        """Make a change and return what it returns, once it is committed; what it raises is raised here.

        What it asks is read at once with what the others ask.

        The change may be tried twice, so it does nothing but work on its transaction.
        """
        waiting = _Waiting(change, asyncio.get_running_loop().create_future(), asks, get_contextvars())
        self._queue.append(waiting)
        if self._worker is None:
            self._worker = asyncio.create_task(self._work(), context=Context())
        made: Made = await waiting.made
        committed.set(True)
        return made

    async def _work(self) -> None:
        while self._queue:
            batch, self._queue = self._queue[:AT_MOST], self._queue[AT_MOST:]
            if not await self._commit(batch):
                for each in batch:  # so that each hears what became of its own
                    await self._alone(each)
        self._worker = None

    async def _commit(self, batch: list[_Waiting]) -> bool:
        """Make the changes in one transaction; False when one of them, or the commit, went wrong.

        In this very task: each other one would let a delivery in between, and people wait.
        """
        with suppress(Exception):  # alone, it is raised again
            made = await self._all(batch)
            for each, result in zip(batch, made, strict=True):
                if not each.made.done():
                    each.made.set_result(result)
            return True
        return False

    async def _alone(self, waiting: _Waiting) -> None:
        work = asyncio.create_task(self._all([waiting]))
        await asyncio.wait([work])
        if waiting.made.done():
            return
        if problem := work.exception():
            waiting.made.set_exception(problem)
        else:
            waiting.made.set_result(work.result()[0])

    async def _all(self, batch: list[_Waiting]) -> list[Any]:
        made = []
        async with self._store.begin() as tx:
            if len(batch) > 1:
                await ahead.read(tx, [each.asks for each in batch])
            with tx.session.no_autoflush:  # what they add is sent in one statement
                for each in batch:
                    with bound_contextvars(**each.about):
                        made.append(await each.change(tx))
        return made
