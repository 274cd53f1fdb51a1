"""Processes: each server measured is one of its own; what they hold of memory and take of the processor."""

import asyncio
import json
import os
import sys
import tempfile
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from tests.bench.wire import FailedError

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60.0  # seconds for a server to be ready


class DiedError(Exception):
    """A server ended before it was ready; the text is what it said last."""


class Server:
    """A process that serves at `url`, which it has told; `starting` is how long that took, in seconds."""

    def __init__(self, process: asyncio.subprocess.Process, begun: float) -> None:
        self.pid = process.pid
        self.url = ""
        self.starting = 0.0
        self._process = process
        self._begun = begun
        self._said: deque[str] = deque(maxlen=40)
        self._listener: asyncio.Task[None] | None = None

    async def ready(self, told: Callable[[str], str | None]) -> None:
        """Wait for the line in which the server tells its address; raises DiedError."""
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            async for raw in self._process.stdout:
                line = raw.decode(errors="replace")
                self._said.append(line)
                if url := told(line):
                    self.url = url
                    self.starting = time.perf_counter() - self._begun
                    self._listener = asyncio.create_task(self._listen())
                    return
        raise DiedError("".join(self._said))

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        async for raw in self._process.stdout:
            self._said.append(raw.decode(errors="replace"))

    @property
    def said(self) -> str:
        """The last it wrote."""
        return "".join(self._said)

    @property
    def memory(self) -> float:
        """Resident memory in MB. Source: proc(5), VmRSS."""
        status = Path(f"/proc/{self.pid}/status").read_text("utf-8")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    @property
    def processor(self) -> float:
        """Seconds of processor time so far. Source: proc(5), utime and stime."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def stop(self) -> None:
        if self._process.returncode is None:
            self._process.terminate()
        try:
            async with asyncio.timeout(15):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        if self._listener:
            await self._listener


@asynccontextmanager
async def python(
    *arguments: str, told: Callable[[str], str | None] | None = None, environ: Mapping[str, str] | None = None
) -> AsyncIterator[Server]:
    """A server in Python, ready; stopped at the end. `told` finds the address in a line of its output."""
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=environment() | dict(environ or {}),
    )
    server = Server(process, begun)
    try:
        await server.ready(told or _plain)
        yield server
    except FailedError as failed:
        failed.add_note(f"{' '.join(arguments)} said last:\n{server.said}")
        raise
    finally:
        await server.stop()


async def timed(*arguments: str) -> float:
    """How long a Python process takes from start to end, in seconds."""
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(sys.executable, "-P", *arguments, env=environment())
    assert await process.wait() == 0, f"{arguments} failed"
    return time.perf_counter() - begun


def environment() -> dict[str, str]:
    """What every process gets: no proxies, no settings of the person's own; compiled modules are kept."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    cache = Path(tempfile.gettempdir()) / f"ace-bench-{os.getuid()}"
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(cache)}


def _plain(line: str) -> str | None:
    return line.strip() if line.startswith("http://") else None


def logged(line: str) -> str | None:
    """The address in ACE's own line of log that says it is ready."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    ready = isinstance(said, dict) and said.get("event") == "ready"
    return f"{said['url']}slack/events" if ready else None


def serve(app: web.Application) -> None:
    """Serve an application on a free port of this machine and tell its address, until terminated."""

    async def run() -> None:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        sys.stdout.write(f"http://127.0.0.1:{port}/slack/events\n")
        sys.stdout.flush()
        stopped = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(15, stopped.set)
        await stopped.wait()
        await runner.cleanup()

    asyncio.run(run())
