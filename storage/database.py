"""The database: one engine, transactions that read or write, and the word to whoever waits for the outbox."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import CursorResult, Executable, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.playbook.policy import Policy
from storage import one_trip, postgresql, sqlite
from storage.clock import Clock
from storage.precedence import Precedence, patient

OUTBOX_NOTICE = "ace_outbox"  # the PostgreSQL channel on which additions to the outbox are made known
NOTIFY = f"SELECT pg_notify('{OUTBOX_NOTICE}', '')"

UNFIT = "22"  # how PostgreSQL's codes begin for a value that does not fit, such as a text that is too long
PATIENT = 4  # transactions of deliveries at the same time, on PostgreSQL

committed: ContextVar[bool] = ContextVar(
    "committed", default=False
)  # whether this request has changed anything


@dataclass
class Known:
    """What a transaction knows without asking again, see storage.ahead; each is used where it is asked."""

    deliveries: dict[str, bool] = field(default_factory=dict)  # event ids: whether it is the first
    cases: dict[str, int | None] = field(default_factory=dict)  # channels: whose they are
    logged: dict[tuple[str, str], bool] = field(default_factory=dict)  # messages, by channel and ts
    filed: dict[str, Any] = field(default_factory=dict)  # the escalations that it makes, by the form's id


class Tx:
    """One transaction at one instant, under the policy in force. Only the store commits it."""

    def __init__(self, session: AsyncSession, now: datetime, policy: Policy) -> None:
        """Wrap a session; `now` (aware, UTC) is the instant of everything done in it."""
        self.session = session
        self.now = now
        self.policy = policy
        self.wakes_outbox = False
        self.dialect: str = session.get_bind().dialect.name
        self.locked: set[int] = set()  # the cases that this transaction holds
        self.known = Known()
        self._connection: AsyncConnection | None = None
        self._held: list[object] = []
        self._last: dict[Executable, dict[object, dict[str, Any]]] = {}
        self._orders: dict[Executable, set[object]] = {}

    @property
    def exec(self) -> Any:
        """Run a statement."""
        return self.session.exec

    async def run(self, statement: Executable, values: Any = None) -> CursorResult[Any]:
        """Run a statement as it is, with one set of values or a list of them, past the session's records."""
        return await (await self._connected()).execute(statement, values)

    async def _connected(self) -> AsyncConnection:
        if self._connection is None:
            self._connection = await self.session.connection()
        return self._connection

    def add(self, *records: Any) -> None:
        """Keep new records."""
        self.session.add_all(records)

    async def flush(self) -> None:
        """Send what was added, so that ids and conflicts are known."""
        await self.session.flush()

    def hold(self, record: object) -> None:
        """Keep a record in hand, so that the session need not read it again: it forgets what nobody holds."""
        self._held.append(record)

    def at_end(
        self, insert: Executable, row: dict[str, Any], *, key: object = None, order: object = None
    ) -> None:
        """Insert a row just before the commit, at one go with all its likes.

        Rows of one insert keep their order; those of several inserts into one table do if they have the same
        `order`. `key` names a row of which one is enough, see `kept`.
        """
        rows = self._last.setdefault(insert, {})
        rows[len(rows) if key is None else key] = row
        self._orders.setdefault(insert, set()).add(order)

    def kept(self, insert: Executable, key: object) -> dict[str, Any] | None:
        """The row that is kept for the end under this key."""
        return self._last.get(insert, {}).get(key)

    async def catch_up(self) -> None:
        """Insert what was kept for the end now, for whoever reads it in this very transaction."""
        if self._last:
            await self.flush()
            for trip in self._trips():
                await self._insert(trip)

    async def finish(self) -> None:
        """Insert what was kept for the end, and let other processes know of new work when this commits."""
        await self.flush()
        notify = self.wakes_outbox and self.dialect == one_trip.DIALECT
        *trips, last = self._trips() or [{}]
        for trip in trips:
            await self._insert(trip)
        if last or notify:
            await self._insert(last, notify=notify)

    def _trips(self) -> list[one_trip.Kept]:
        """What is kept, and not any more, as it goes to the database one after the other."""
        kept, self._last = self._last, {}
        orders, self._orders = self._orders, {}
        return one_trip.shared(
            {each: list(rows.values()) for each, rows in kept.items()}, orders, self.dialect
        )

    async def _insert(self, trip: one_trip.Kept, *, notify: bool = False) -> None:
        connection = await self._connected()
        if self.dialect != one_trip.DIALECT:
            await connection.run_sync(partial(one_trip.one_by_one, trip))
        elif len(trip) > 1 or (notify and one_trip.fits(trip)):
            made = one_trip.made(trip, connection.dialect, NOTIFY if notify else one_trip.NOTHING)
            await connection.exec_driver_sql(made.text, made.values(trip))
        else:
            for insert, rows in trip.items():
                await self.run(insert, rows)
            if notify:
                await self.run(_NOTIFY)


class Store:
    """Where everything is kept.

    SQLite takes one writer at a time; inside a process they queue here, in order, and do not poll.
    """

    def __init__(self, url: str, clock: Clock, policy: Policy) -> None:
        """Prepare for `url` (an SQLAlchemy URL with an async driver); nothing is opened yet."""
        self.clock = clock
        self.policy = policy
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self.precedence = Precedence(1 if self.is_sqlite else PATIENT)
        self._turn: AbstractAsyncContextManager[Any] | None = asyncio.Lock() if self.is_sqlite else None
        self._writers = self.engine.execution_options(write=True)
        self._listeners: list[Callable[[], None]] = []
        self._open = 0
        self._quiet = asyncio.Event()
        self._closing = False

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """One transaction under way; none begins any more once the store is being closed."""
        if self._closing:
            raise ConnectionError("the store is closed")
        self._open += 1
        try:
            yield
        finally:
            self._open -= 1
            if not self._open:
                self._quiet.set()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Tx]:
        """A transaction that writes: committed at the end, rolled back when anything is raised."""
        async with AsyncExitStack() as stack:
            stack.enter_context(self._counted())
            if patient.get():
                await stack.enter_async_context(self.precedence.turn())
            if self._turn is not None:
                await stack.enter_async_context(self._turn)
            session = await stack.enter_async_context(AsyncSession(self._writers, expire_on_commit=False))
            tx = Tx(session, self.clock.now(), self.policy)
            async with session.begin():
                yield tx
                await tx.finish()
        committed.set(True)
        if tx.wakes_outbox:
            for listener in self._listeners:
                listener()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        """A look at one consistent state; what is changed in it is not kept."""
        async with AsyncExitStack() as stack:
            stack.enter_context(self._counted())
            if patient.get():
                await stack.enter_async_context(self.precedence.turn())
                stack.enter_context(self.precedence.lets_in())
            session = await stack.enter_async_context(AsyncSession(self.engine, expire_on_commit=False))
            async with session.begin():
                yield Tx(session, self.clock.now(), self.policy)

    def on_outbox(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each commit that left something in the outbox."""
        self._listeners.append(listener)

    async def close(self) -> None:
        """Let what is under way end, then close every connection."""
        self._closing = True
        while self._open:
            self._quiet.clear()
            await self._quiet.wait()
        await self.engine.dispose()


_NOTIFY = text(NOTIFY)


def unreachable(problem: BaseException) -> bool:
    """Whether an exception means that the database cannot be reached, rather than a mistake of ours.

    What PostgreSQL says while one connects (a wrong password, too many connections) is a plain DBAPIError.
    """
    if isinstance(problem, OperationalError | PoolTimeout | OSError):
        return True
    if not isinstance(problem, DBAPIError):
        return False
    state = str(getattr(problem.orig, "sqlstate", None) or "")
    plain = type(problem) is DBAPIError and not state.startswith(UNFIT)
    return plain or problem.connection_invalidated


def reason(problem: BaseException) -> str:
    """Why the database is out of reach, for the log: SQLite's words (a full disk, a lock), else the class."""
    inner = problem.orig if isinstance(problem, DBAPIError) else None
    return str(inner) if isinstance(inner, sqlite3.OperationalError) else type(inner or problem).__name__


def _engine(url: str) -> AsyncEngine:
    return sqlite.engine(url) if url.startswith("sqlite") else postgresql.engine(url)
