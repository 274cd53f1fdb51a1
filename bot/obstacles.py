"""What keeps a database or a port from being used, in one sentence each with the mend; never a password."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.workplace import CannotStart
from storage import process_lock


@contextmanager
def listening(host: str, port: int) -> Iterator[None]:
    """Within it, an address that cannot be listened on raises CannotStart."""
    try:
        yield
    except OSError as problem:
        raise CannotStart([of_address(host, port, problem)]) from problem


@contextmanager
def alone(database: str) -> Iterator[None]:
    """Within it, an SQLite file that another process serves, or that nobody can lock, raises CannotStart."""
    try:
        yield
    except process_lock.AlreadyServed as problem:
        said = (
            f"DATABASE_URL: another ACE is running on {problem.file}, and an SQLite file takes one at a "
            "time. Stop that one first; for several at once use PostgreSQL."
        )
        raise CannotStart([said]) from problem
    except OSError as problem:
        raise CannotStart([of_database(database, problem)]) from problem


def failures(database: str) -> tuple[type[BaseException], ...]:
    """What the drivers raise; PostgreSQL's does so unwrapped while it connects."""
    if database.startswith("sqlite"):
        return (SQLAlchemyError, OSError)
    import asyncpg  # noqa: PLC0415 (only where it is the driver)

    return (SQLAlchemyError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError)


def place(database: str) -> str:
    """Where a database is, as people say it; without the password."""
    url = make_url(database)
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    host = url.host or url.query.get("host") or "localhost"
    return f"{host}:{url.port or 5432}/{url.database}"


def of_database(database: str, problem: BaseException) -> str:
    """Why a database (an SQLAlchemy URL) cannot be used, and what to do."""
    where = place(database)
    said = _said(problem)
    if database.startswith("sqlite"):
        return f"DATABASE_URL: {where} cannot be used ({said}). {_file_mend(said)}"
    kind = type(problem.orig if isinstance(problem, DBAPIError) else problem).__name__
    if "Password" in kind or "Authorization" in kind:
        return f"DATABASE_URL: {where} does not let this user in ({said}). Check user and password."
    if "InvalidCatalog" in kind:
        return f"DATABASE_URL: there is no such database on the server ({said}). Create it: createdb."
    if isinstance(problem, OSError):
        return (
            f"DATABASE_URL: no PostgreSQL answers at {where} ({said}). "
            "Start it, or check host, port and network."
        )
    return f"DATABASE_URL: {where} cannot be used ({said}). See the server's log."


def of_address(host: str, port: int, problem: OSError) -> str:
    """Why ACE cannot listen at an address, and what to do."""
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use. Stop what uses it, or choose another: PORT={port + 1}"
    if problem.errno in {errno.EACCES, errno.EPERM}:
        return f"Port {port} may not be used by this user. Choose one above 1023: PORT=3000"
    said = problem.strerror or type(problem).__name__
    return f"ACE cannot listen on {host}, port {port} ({said}). Check ACE_HOST and PORT."


def _said(problem: BaseException) -> str:
    """What the driver or the system said, in one line; for SQLAlchemy's errors without the statement."""
    inner = problem.orig if isinstance(problem, DBAPIError) and problem.orig else problem
    if isinstance(inner, OSError) and inner.strerror:
        return os.strerror(inner.errno) if inner.errno and inner.errno > 0 else inner.strerror
    if isinstance(inner, SQLAlchemyError):
        return type(inner).__name__
    # asyncpg's adapter puts the class before the words.
    return str(inner).rpartition(">: ")[2].partition("\n")[0].strip() or type(inner).__name__


def _file_mend(said: str) -> str:
    for words, mend in (
        ("not a database", "It is another kind of file; choose another, or bring back a backup."),
        ("malformed", "It is damaged; bring back a backup."),
        ("full", "Make room on the disk."),
        ("locked", "Another program is using it; stop that one."),
    ):
        if words in said:
            return mend
    return "The file and its directory have to be writable for whoever runs ACE."
