"""PostgreSQL's connections: kept, and asked whether they still work only after they have rested a while.

To ask before each use is one more round trip for whoever waits. In a busy second a connection that broke is
found out by its use: that is told, and all of its age are made anew.
"""

import time
from typing import Any

from sqlalchemy import URL, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

REST = 1.0  # seconds after which a connection is asked
CONNECTING, ANSWERING = 5.0, 30.0  # seconds; a server that is cut off says nothing for hours
RETURNED = "returned"


def engine(url: str | URL, *, answering: float | None = ANSWERING) -> AsyncEngine:
    """An engine for a postgresql+asyncpg URL; a statement may take `answering` seconds, None: as it will."""
    made = create_async_engine(
        url,
        pool_size=10,
        max_overflow=10,
        pool_timeout=ANSWERING,
        pool_use_lifo=True,  # the one that knows the statements best, and whose server is awake
        hide_parameters=True,
        connect_args={"timeout": CONNECTING, "command_timeout": answering},
    )
    dialect = made.sync_engine.dialect

    def returned(_connection: object, record: Any) -> None:
        record.info[RETURNED] = time.monotonic()

    def taken(connection: Any, record: Any, _proxy: object) -> None:
        now = time.monotonic()
        if now - record.info.get(RETURNED, now) < REST:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as problem:
            raise InvalidatePoolError(str(problem)) from problem

    event.listen(made.sync_engine, "checkin", returned)
    event.listen(made.sync_engine, "checkout", taken)
    return made
