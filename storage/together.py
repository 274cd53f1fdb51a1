"""Changes that come at the same moment share a transaction: a commit costs more than a small change."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import Context
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from sqlalchemy.exc import IntegrityError
from structlog.contextvars import bound_contextvars, get_contextvars

from storage import ahead
from storage.ahead import Asks
from storage.database import Store, Tx, committed

log = structlog.get_logger(__name__)

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
        self._batch: list[_Waiting] = []  # what is being made
        self._worker: asyncio.Task[None] | None = None

    async def make(self, change: Change[Made], asks: Asks) -> Made:
        """Make a change and return what it returns, once it is committed; what it raises is raised here.

        What it asks is read at once with what the others ask.

        The change may be tried twice, so it does nothing but work on its transaction.
        """
        waiting = _Waiting(change, asyncio.get_running_loop().create_future(), asks, get_contextvars())
        self._queue.append(waiting)
        if self._worker is None:
            self._start(self._work())
        made: Made = await waiting.made
        committed.set(True)
        return made

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._worker = asyncio.create_task(work, context=Context())
        self._worker.add_done_callback(self._ended)

    def _ended(self, worker: asyncio.Task[None]) -> None:
        """Go on; where a change or the commit went wrong, with each alone, so that it hears of its own."""
        self._worker = None
        if worker.cancelled():
            pending, self._queue = [*self._batch, *self._queue], []
            for each in pending:
                each.made.cancel()
        elif problem := worker.exception():
            log.info("changes of one moment are made one by one", problem=type(problem).__name__)
            self._start(self._one_by_one(self._batch))
        elif self._queue:
            self._start(self._work())

    async def _work(self) -> None:
        """Make what waits, in one transaction at a time.

        In this very task: each other one would let a delivery in between, and people wait.
        """
        while self._queue:
            self._batch, self._queue = self._queue[:AT_MOST], self._queue[AT_MOST:]
            made = await self._all(self._batch)
            for each, result in zip(self._batch, made, strict=True):
                if not each.made.done():
                    each.made.set_result(result)

    async def _one_by_one(self, batch: list[_Waiting]) -> None:
        for each in batch:
            await self._alone(each)
        await self._work()

    async def _alone(self, waiting: _Waiting, *, again: bool = False) -> None:
        """Make one change; once more when another process did the same in this moment, as it then sees."""
        work = asyncio.create_task(self._all([waiting]))
        await asyncio.wait([work])
        if waiting.made.done():
            return
        if work.cancelled():
            waiting.made.cancel()
            return
        problem = work.exception()
        if isinstance(problem, IntegrityError) and not again:
            await self._alone(waiting, again=True)
        elif problem:
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
