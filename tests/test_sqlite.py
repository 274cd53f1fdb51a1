"""SQLite in the event loop's thread: another process's lock is waited for, and holds up nothing else."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.playbook.policy import Policy
from storage import sqlite
from storage.clock import Clock
from storage.database import Store
from storage.models import Counter


@pytest.fixture
def file(tmp_path: Path, sqlite_template: Path) -> Path:
    file = tmp_path / "ace.db"
    file.write_bytes(sqlite_template.read_bytes())
    return file


async def test_a_writer_waits_for_another_process_while_readers_go_on(file: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{file}", Clock(), Policy.load())
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def write() -> None:
        async with store.begin() as tx:
            tx.add(Counter(name="other", value=7))

    writing = asyncio.create_task(write())
    for _look in range(3):
        async with store.read() as tx:
            assert await tx.session.get(Counter, "other") is None
    assert not writing.done()

    other.execute("COMMIT")
    other.close()
    await writing
    async with store.read() as tx:
        assert await tx.session.get(Counter, "other") is not None
    await store.close()


async def test_a_lock_that_is_never_let_go_is_said_in_the_end(file: Path) -> None:
    connection = await sqlite.connect(str(file), patience=0, timeout=0)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await connection.cursor().execute("BEGIN IMMEDIATE")
    other.close()
    await connection.close()


async def test_a_writer_that_changes_what_it_read_before_another_did_is_refused_at_once(file: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{file}", Clock(), Policy.load())
    other = sqlite3.connect(file)
    async with store.read() as tx:
        counter = await tx.session.get(Counter, "escalation")
        assert counter is not None
        other.execute("UPDATE counter SET value = value + 1")
        other.commit()
        counter.value += 1
        with pytest.raises(OperationalError, match="locked"):
            await tx.flush()
    other.close()
    await store.close()
