"""ace backup: one whole file from a database in use, never over another file, readable by its owner alone."""

import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from bot import backup
from bot.backup import BackupError
from tests.people import raises
from tests.world import opened


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Path:
    """A database file."""
    return Path(shutil.copy(sqlite_template, tmp_path / "ace.db"))


async def test_a_backup_of_a_database_in_use_is_a_database_to_go_on_with(database: Path) -> None:
    copy = database.with_name("copy.db")
    async with opened(f"sqlite:///{database}") as world:
        await raises(world.ana, customer="Before GmbH")
        await world.settle()
        backup.copy(database, copy)
        await raises(world.ana, customer="After GmbH")
        await world.settle()

    async with opened(f"sqlite:///{copy}") as restored:
        assert await restored.count() == 1
        assert (await restored.case()).ace.customer == "Before GmbH"


def test_what_is_not_committed_is_not_in_it_and_writing_goes_on(database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("UPDATE counter SET value = 41")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE counter SET value = 42")
        backup.copy(database, database.with_name("copy.db"))
        writer.execute("COMMIT")

    assert _counter(database.with_name("copy.db")) == 41
    assert _counter(database) == 42


def test_it_is_one_file_that_only_its_owner_may_read(database: Path) -> None:
    copied = backup.copy(database, copy := database.with_name("copy.db"))

    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert copied.bytes == copy.stat().st_size
    assert [each.name for each in database.parent.iterdir() if each.name.startswith("copy")] == ["copy.db"]


@pytest.mark.parametrize("name", ["there.db", "ace.db"])
def test_nothing_is_ever_overwritten(database: Path, name: str) -> None:
    database.with_name("there.db").write_text("precious")
    before = database.with_name(name).read_bytes()

    with pytest.raises(BackupError, match="exists already"):
        backup.copy(database, database.with_name(name))
    assert database.with_name(name).read_bytes() == before


def test_a_damaged_database_gives_no_backup(database: Path) -> None:
    damaged = bytearray(database.read_bytes())
    damaged[8192:12288] = b"\x07" * 4096
    database.write_bytes(damaged)

    with pytest.raises(BackupError):
        backup.copy(database, database.with_name("copy.db"))
    assert _names(database) == {"ace.db"}


@pytest.mark.parametrize("content", [b"", b"a letter to somebody, not a database" * 100])
def test_a_file_that_is_none_of_aces_databases_gives_no_backup(database: Path, content: bytes) -> None:
    database.write_bytes(content)

    with pytest.raises(BackupError):
        backup.copy(database, database.with_name("copy.db"))
    assert _names(database) == {"ace.db"}


def test_a_place_that_does_not_exist_is_told(database: Path) -> None:
    with pytest.raises(BackupError, match="cannot be made"):
        backup.copy(database, database.parent / "nowhere" / "copy.db")


def _counter(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        (value,) = connection.execute("SELECT value FROM counter").fetchone()
        return int(value)


def _names(database: Path) -> set[str]:
    """Files beside the database, SQLite's own left out."""
    return {each.name for each in database.parent.iterdir() if not each.name.endswith(("-wal", "-shm"))}
