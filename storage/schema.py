"""Bringing a database to the schema of this version, safely when several processes start at once.

While a new version is rolled out, processes of the old one go on working with the database that the new one
has migrated, and one of them may even start again. So a migration only adds:

- a new table; or a new column that may be null or has a default in the database;
- an index, unless it is unique over rows that the old code may write;
- a new kind of outbox row, which the old code leaves alone (storage.outbox.IS_KNOWN).

A new value in a column of choices is written one version after the code that can read it. What is no longer
used goes one version after the last code that used it. A database that a newer version has migrated is
accepted when everything this version needs is there; otherwise the start is refused in words.
"""

import sys
from importlib.resources import files
from typing import Any

import structlog
from sqlalchemy import Connection, Inspector, Table, inspect, text
from sqlalchemy.engine.interfaces import ReflectedColumn
from sqlalchemy.ext.asyncio import AsyncEngine

import storage.case_records
import storage.clock_records
import storage.models
import storage.outbox_row
import storage.retro_records  # noqa: F401 (they fill the metadata)
from storage import postgresql
from storage.columns import Record
from storage.database import Store

LOCK = 4_020_011  # the advisory lock that migrating processes queue on

log = structlog.get_logger(__name__)


class TooNew(Exception):
    """A newer version has changed the database so that this one cannot work with it; `misfits` says where."""

    def __init__(self, revision: str, misfits: list[str]) -> None:
        """Keep both."""
        super().__init__(
            f"The database was brought to revision {revision} by a newer version of ACE, and this one cannot "
            f"work with it ({', '.join(misfits)}). Start the newer version; nothing was changed."
        )
        self.misfits = misfits


async def upgrade(store: Store) -> str:
    """Apply what is missing and return the revision reached, or found when a newer version was here.

    One process at a time: SQLite's write lock or a PostgreSQL advisory lock. SQLite's foreign keys are off
    meanwhile, since rebuilding a table would otherwise delete the rows that point to it. On PostgreSQL it may
    take as long as it takes. Raises TooNew.
    """
    engine = store.engine if store.is_sqlite else postgresql.engine(store.engine.url, answering=None)
    try:
        return await _upgraded(store, engine)
    finally:
        if engine is not store.engine:
            await engine.dispose()


async def _upgraded(store: Store, engine: AsyncEngine) -> str:
    async with engine.execution_options(write=True).connect() as connection:
        if store.is_sqlite:
            await connection.exec_driver_sql("COMMIT")
            await connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            await connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        revision = await connection.run_sync(_upgrade)
        await connection.commit()
        if store.is_sqlite:
            await connection.exec_driver_sql("COMMIT")
            await connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            await connection.exec_driver_sql("BEGIN")
    return revision


def current(connection: Connection) -> str | None:
    """The revision a database is at, None when it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar_one_or_none()
    return found


def newest() -> str:
    """The revision of this version, by the files' names: most starts need no Alembic, which is large."""
    names = [each.name for each in (files("storage") / "migrations" / "versions").iterdir()]
    return max(name.partition("_")[0] for name in names if name.endswith(".py"))


def revisions() -> list[str]:
    """The revisions that this version knows, oldest first; the last is its own."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return [each.revision for each in ScriptDirectory.from_config(config()).walk_revisions()][::-1]


def config(connection: Connection | None = None) -> Any:
    """Alembic's configuration, without an ini file."""
    from alembic.config import Config  # noqa: PLC0415 (alembic is slow to import; only migrating needs it)

    made = Config(stdout=sys.stdout)  # as it is now; by default it is what it was when alembic was imported
    made.set_main_option("script_location", str(files("storage") / "migrations"))
    if connection is not None:
        made.attributes["connection"] = connection
    return made


def misfits(connection: Connection) -> list[str]:
    """What this version would stumble over in a database that a newer one has migrated; none is the hope."""
    there = inspect(connection)
    return [line for table in METADATA.sorted_tables for line in _misfits(there, table)]


def _misfits(there: Inspector, table: Table) -> list[str]:
    if not there.has_table(table.name):
        return [f"table {table.name} is gone"]
    columns: dict[str, ReflectedColumn] = {each["name"]: each for each in there.get_columns(table.name)}
    ours: set[str] = {column.name for column in table.columns}
    gone = [f"{table.name}.{name} is gone" for name in sorted(ours - columns.keys())]
    needed = [
        f"{table.name}.{name} has to be filled"
        for name, column in columns.items()
        if name not in ours and not column["nullable"] and column.get("default") is None
    ]
    stricter = [
        f"{table.name}.{column.name} has to be filled"
        for column in table.columns
        if column.nullable and column.name in columns and not columns[column.name]["nullable"]
    ]
    return gone + needed + stricter


def _upgrade(connection: Connection) -> str:
    found, head = current(connection), newest()
    if found == head:
        return head
    if found is not None and found not in revisions():
        if wrong := misfits(connection):
            raise TooNew(found, wrong)
        log.warning("the database is of a newer version, and has everything this one needs", revision=found)
        return found
    from alembic import command  # noqa: PLC0415

    command.upgrade(config(connection), "head")
    return head


METADATA = Record.metadata
