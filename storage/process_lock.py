"""One process at a time on an SQLite file: a second one is refused before it does anything.

SQLite itself would let both work, and the outbox would keep them from doing a thing twice. But they would
wait for each other's writes while people wait for them, and neither would hear of what the other put into the
outbox. Whoever needs several processes has PostgreSQL. Commands that work for a moment (migrate, backup) need
no lock.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import URL


class AlreadyServed(Exception):
    """Another process serves this file; `file` is its path."""

    def __init__(self, file: str) -> None:
        """Keep the path."""
        super().__init__(file)
        self.file = file


@contextmanager
def held(url: URL) -> Iterator[None]:
    """Hold the lock beside an SQLite file; the kernel lets go of it however the process ends.

    Raises AlreadyServed, and OSError where the directory cannot be written. Other databases need no lock.
    """
    if url.get_backend_name() != "sqlite":
        yield
        return
    file = str(url.database)
    with Path(f"{file}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyServed(file) from None
        yield
