"""What commands share: saying things, refusing, reading the environment, and running until stopped."""

import asyncio
import contextlib
import gc
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TypeVar

from sqlalchemy.engine import make_url

from bot.obstacles import failures, of_database
from bot.playbook.policy import Policy, PolicyError
from bot.settings import SettingsError, database
from storage.clock import Clock
from storage.database import Store, Tx

PATIENCE = 20  # seconds for what is asked of the database
DONE, WRONG, REFUSED = 0, 1, 2  # exit statuses; REFUSED: with these settings it cannot be done

Opened = TypeVar("Opened")
Answer = TypeVar("Answer")


class Refused(Exception):
    """A command cannot be carried out; `faults` says why, one sentence each."""

    def __init__(self, faults: Sequence[str]) -> None:
        """Keep every fault."""
        super().__init__("\n".join(faults))
        self.faults = list(faults)


def say(*lines: str) -> None:
    """Print to standard output, at once."""
    print(*lines, sep="\n", flush=True)  # noqa: T201


def refuse(faults: Sequence[str], *, what: str = "ACE cannot start") -> int:
    """Print why not to standard error, one line when there is one reason; returns REFUSED."""
    said = f" {faults[0]}" if len(faults) == 1 else "".join(f"\n  {fault}" for fault in faults)
    print(f"{what}:{said}", file=sys.stderr)  # noqa: T201
    return REFUSED


def policy() -> Policy:
    """The policy that the environment names; raises Refused."""
    try:
        return Policy.load(os.environ.get("ACE_POLICY", "").strip() or None)
    except PolicyError as error:
        raise Refused([f"ACE_POLICY: {fault}" for fault in error.faults]) from error


def database_url() -> str:
    """The SQLAlchemy URL that the environment names; raises Refused."""
    try:
        return database(os.environ)
    except SettingsError as error:
        raise Refused([str(fault) for fault in error.faults]) from error


def database_file(url: str) -> Path | None:
    """SQLite's file, None on another database; raises Refused when it does not exist."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    file = Path(parsed.database or "").absolute()
    if not file.exists():
        raise Refused([f"DATABASE_URL: there is no file {file}. `ace run` makes it at its first start."])
    return file


def with_database(rules: Policy, work: Callable[[Tx], Awaitable[Answer]]) -> Answer:
    """Do `work` in one transaction on an existing database; raises Refused when that cannot be reached."""
    url = database_url()
    database_file(url)

    async def once() -> Answer:
        store = Store(url, Clock(), rules)
        try:
            async with asyncio.timeout(PATIENCE), store.begin() as tx:
                return await work(tx)
        finally:
            await store.close()

    try:
        return asyncio.run(once())
    except failures(url) as problem:
        said = of_database(url, problem)
        if "no such table" in said or "does not exist" in said:
            said = "DATABASE_URL: the database has not the tables of this version. `ace migrate` makes them."
        raise Refused([said]) from problem


def serve(service: AbstractAsyncContextManager[Opened], opened: Callable[[Opened], None]) -> None:
    """Open a service, tell of it, and close it at SIGINT or SIGTERM, also while it opens."""

    async def attend() -> None:
        stopped = asyncio.Event()
        for signum in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(signum, stopped.set)
        stop = asyncio.create_task(stopped.wait())
        async with contextlib.AsyncExitStack() as stack:
            opening = asyncio.create_task(stack.enter_async_context(service))
            await asyncio.wait({opening, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not opening.done():
                opening.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await opening
                return
            opened(await opening)
            _set_aside()
            await stop

    asyncio.run(attend())


def _set_aside() -> None:
    """Let the garbage collector work, and never look again at the half a million objects of the start."""
    gc.collect()
    gc.freeze()
    gc.enable()
