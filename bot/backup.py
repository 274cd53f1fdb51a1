"""A copy of SQLite's database file that is whole, also while ACE writes to it."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path


class BackupError(Exception):
    """The copy could not be made; nothing is left of it."""


@dataclass(frozen=True)
class Copied:
    """What was copied."""

    bytes: int
    revision: str


def copy(source: Path, target: Path) -> Copied:
    """Copy the database in one consistent state to `target`, which must not exist.

    Writers go on meanwhile; only its owner may read the copy. Raises BackupError.
    """
    with _reserved(target) as partial:
        try:
            with (
                closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as from_,
                closing(sqlite3.connect(partial)) as to,
            ):
                from_.backup(to)
                to.execute("PRAGMA journal_mode=DELETE")  # one file, without a write-ahead log beside it
                revision = _checked(to)
            _to_disk(partial)
            partial.replace(target)
        except sqlite3.Error as problem:
            raise BackupError(f"{source} could not be copied ({problem}).") from problem
        except OSError as problem:
            raise BackupError(f"{target} could not be written ({problem.strerror}).") from problem
    return Copied(target.stat().st_size, revision)


@contextmanager
def _reserved(target: Path) -> Iterator[Path]:
    """A file beside `target` to write to, while `target` is taken so that nothing is overwritten."""
    partial = target.with_name(f"{target.name}.partial")
    made: list[Path] = []
    try:
        for file in (target, partial):
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            made.append(file)
    except FileExistsError:
        _remove(made)
        raise BackupError(f"{file} exists already. Choose another name, or remove it first.") from None
    except OSError as problem:
        _remove(made)
        raise BackupError(f"{file} cannot be made ({problem.strerror}).") from problem
    try:
        yield partial
    except BaseException:
        _remove(made)
        raise


def _remove(files: list[Path]) -> None:
    for file in files:
        with contextlib.suppress(OSError):
            file.unlink()


def _checked(copy: sqlite3.Connection) -> str:
    """The revision of a copy that is sound; raises BackupError for one that is not."""
    (verdict,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise BackupError(
            f"The copy is not sound, so it was thrown away; the database is damaged ({verdict})."
        )
    try:
        (revision,) = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, TypeError) as problem:
        raise BackupError("The file is not a database of ACE's.") from problem
    return str(revision)


def _to_disk(file: Path) -> None:
    handle = os.open(file, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
