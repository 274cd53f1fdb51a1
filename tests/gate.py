"""A gate between a program and what it talks to: shut, it cuts and refuses; held, it lets nothing through."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Gate:
    """Passes bytes between a listening socket and the place behind it."""

    def __init__(self, *, path: str | None = None, behind: str = "", port: int = 0) -> None:
        """Listen on the unix socket `path` for the one `behind`, or on a TCP port for 127.0.0.1:`port`."""
        self._path, self._behind, self._target = path, behind, port
        self.port = 0
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._flows = asyncio.Event()
        self._flows.set()

    def hold(self) -> None:
        """Keep every connection and pass nothing on, as behind a network that has lost its way."""
        self._flows.clear()

    def release(self) -> None:
        """Pass on what was held, and what comes."""
        self._flows.set()

    async def open(self) -> None:
        """Let everything pass."""
        if self._path:
            self._server = await asyncio.start_unix_server(self._pass, self._path)
        else:
            self._server = await asyncio.start_server(self._pass, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        """Cut what is open, and refuse what comes."""
        if self._server:
            self._server.close()
            self._server = None
        if self._path:
            Path(self._path).unlink(missing_ok=True)  # noqa: ASYNC240 (a moment)
        self.release()
        for writer in list(self._open):
            writer.transport.abort()
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        self._open.add(writer)
        try:
            behind = await self._connect()
            self._open.add(behind[1])
            await asyncio.gather(self._pump(reader, behind[1]), self._pump(behind[0], writer))
            self._open.discard(behind[1])
        finally:
            self._open.discard(writer)
            self._tasks.discard(task)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await source.read(65536):
                await self._flows.wait()
                sink.write(data)
                await sink.drain()
        sink.close()

    async def _connect(self) -> Streams:
        if self._path:
            return await asyncio.open_unix_connection(self._behind)
        return await asyncio.open_connection("127.0.0.1", self._target)


@asynccontextmanager
async def before_postgres(url: str, folder: Path) -> AsyncIterator[tuple[Gate, str]]:
    """A gate before the server of a postgresql:// URL, and the URL that leads through it."""
    parsed = make_url(url)
    home = str(parsed.query["host"])
    gate = Gate(path=str(folder / ".s.PGSQL.5432"), behind=f"{home}/.s.PGSQL.5432")
    await gate.open()
    try:
        yield gate, parsed.set(query={"host": str(folder)}).render_as_string(hide_password=False)
    finally:
        await gate.shut()


@asynccontextmanager
async def before_http(url: str) -> AsyncIterator[tuple[Gate, str]]:
    """A gate before an http://127.0.0.1 address, and the address that leads through it."""
    parts = urlsplit(url)
    gate = Gate(port=parts.port or 80)
    await gate.open()
    try:
        yield gate, parts._replace(netloc=f"127.0.0.1:{gate.port}").geturl()
    finally:
        await gate.shut()
