"""SQLite in this very thread: a statement takes about 10 µs, handing it to a thread and back ten times that.

What can take long is waited for without holding up anything else: the write lock of another process.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import Any, Self

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.precedence import between

PATIENCE = 30.0  # seconds to wait for another process before "database is locked"
PAUSE = 0.01  # seconds between looks
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY}  # a stale snapshot, BUSY_SNAPSHOT, stays stale
SETTINGS = ("busy_timeout=0", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON")


def engine(url: str) -> AsyncEngine:
    """An engine for a SQLite URL whose connections work in the event loop's thread.

    Connections with the execution option `write` take the write lock when they begin.
    """
    made = create_async_engine(
        url,
        connect_args={"isolation_level": None, "async_creator_fn": connect},
        pool_size=10,
        max_overflow=10,
        hide_parameters=True,
    )
    event.listen(made.sync_engine, "connect", _prepare)
    event.listen(made.sync_engine, "begin", _begin)
    return made


class Cursor:
    """What SQLAlchemy's adapter for asyncio awaits of a cursor, done at once."""

    def __init__(self, cursor: sqlite3.Cursor, patience: float) -> None:
        """Wrap a cursor of the standard library's; `patience` is in seconds."""
        self._cursor = cursor
        self._patience = patience

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        """The columns of the result, None when there is none."""
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The id of the row that was inserted last."""
        return self._cursor.lastrowid

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        """Run a statement."""
        await self._patiently(lambda: self._cursor.execute(statement, parameters))
        return self

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> Self:
        """Run a statement once for each set of parameters."""
        await self._patiently(lambda: self._cursor.executemany(statement, parameters))
        return self

    async def fetchall(self) -> list[Any]:
        """Every row that is left."""
        return self._cursor.fetchall()

    async def close(self) -> None:
        """Let go of the result."""
        self._cursor.close()

    async def _patiently(self, run: Callable[[], object]) -> None:
        """Run it as soon as no other process holds the lock that it needs; people go first."""
        if let_in := between.get():
            await let_in()
        until = time.monotonic() + self._patience
        while True:
            try:
                run()
            except sqlite3.OperationalError as problem:
                if problem.sqlite_errorcode not in BUSY or time.monotonic() > until:
                    raise
            else:
                return
            await asyncio.sleep(PAUSE)


class Connection:
    """What SQLAlchemy's adapter for asyncio awaits of a connection, done at once."""

    def __init__(self, connection: sqlite3.Connection, patience: float) -> None:
        """Wrap a connection of the standard library's; see Cursor."""
        self._connection = connection
        self._patience = patience

    def cursor(self) -> Cursor:
        """A new cursor."""
        return Cursor(self._connection.cursor(), self._patience)

    async def create_function(self, *arguments: Any, **options: Any) -> None:
        """Make a function of ours known to SQL."""
        self._connection.create_function(*arguments, **options)

    async def commit(self) -> None:
        """Commit."""
        self._connection.commit()

    async def rollback(self) -> None:
        """Roll back."""
        self._connection.rollback()

    async def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def stop(self) -> None:
        """Close the file, when nobody can wait."""
        self._connection.close()


async def connect(database: str, *, patience: float = PATIENCE, **options: Any) -> Connection:
    """Open a file; `options` are those of sqlite3.connect."""
    return Connection(sqlite3.connect(database, **options), patience)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    for setting in SETTINGS:
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
