"""Hearing of what other processes added to the outbox: PostgreSQL's LISTEN on a connection of its own."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from storage.database import OUTBOX_NOTICE, Store, reason

FIRST, LONGEST = 0.5, 30.0  # seconds before the connection is tried again

log = structlog.get_logger(__name__)


class Notices:
    """Calls `heard` when another process added to the outbox; without it the poll finds the rows a bit later.

    A pooler that gives each transaction another connection (pgbouncer) lets nothing through; the poll does.
    """

    def __init__(self, store: Store, heard: Callable[[], None]) -> None:
        """Nothing is opened yet."""
        self._url = store.engine.url
        self._heard = heard
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen."""
        self._task = asyncio.create_task(self._run(), name="notices")

    async def stop(self) -> None:
        """Stop listening."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        pause = FIRST
        while True:
            try:
                await self._listen()
                pause = FIRST
            except (SQLAlchemyError, OSError) as problem:
                log.info("not listening to the database", problem=reason(problem))
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST)

    async def _listen(self) -> None:
        """Listen until the connection ends."""
        engine = create_async_engine(self._url, poolclass=NullPool, hide_parameters=True)
        ended = asyncio.Event()
        async with engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            driver.add_termination_listener(lambda _connection: ended.set())
            await driver.add_listener(OUTBOX_NOTICE, lambda *_notice: self._heard())
            self._heard()  # what was missed while nobody listened
            await ended.wait()
