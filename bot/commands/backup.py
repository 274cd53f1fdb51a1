"""`ace backup`: a copy of the database, also while ACE runs."""

import argparse
import shlex
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from bot import backup
from bot.commands import console


def run(options: argparse.Namespace) -> int:
    """Copy SQLite's file; for PostgreSQL say which command does it."""
    target = Path(options.file)
    try:
        url = console.database_url()
        source = console.database_file(url)
        copied = backup.copy(source, target) if source else None
    except console.Refused as error:
        return console.refuse(error.faults, what="Nothing was backed up")
    except backup.BackupError as error:
        return console.refuse([str(error)], what="Nothing was backed up")
    if copied is None:
        return console.refuse([_pg_dump(make_url(url), target)], what="Nothing was backed up")
    console.say(
        f"{target} holds the database as it is now: {copied.bytes} bytes, revision {copied.revision}.",
        "To go back to it: stop ACE, put a copy of it in the place of the database file, remove the "
        "-wal and -shm files beside that, and start ACE.",
    )
    return console.DONE


def _pg_dump(url: URL, target: Path) -> str:
    host = url.host or url.query.get("host")
    words = ["pg_dump", "--format=custom", f"--file={target}"]
    words += [f"--host={host}"] if host else []
    words += [f"--port={url.port}"] if url.port else []
    words += [f"--username={url.username}"] if url.username else []
    line = " ".join(shlex.quote(word) for word in [*words, url.database or ""])
    return f"PostgreSQL makes its own backups, also while ACE runs: {line}"
