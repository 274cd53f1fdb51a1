"""The load: signed requests over kept connections, lean, so that what is timed is the server."""

import asyncio
import json
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from sandbox.deliver.http import sign

SECRET = "bench-signing-secret-0123456789"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took in seconds."""

    status: int
    body: bytes
    seconds: float

    @property
    def json(self) -> Any:
        return json.loads(self.body) if self.body else None


class FailedError(Exception):
    """A server answered with something else than 200."""


class Wire:
    """One connection to a server, kept open."""

    def __init__(self, url: str, secret: str = SECRET) -> None:
        address = urlsplit(url)
        self._secret = secret
        self._host, self._port, self._path = address.hostname or "", address.port or 80, address.path
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def open(self) -> None:
        self._streams = await asyncio.open_connection(self._host, self._port)

    async def close(self) -> None:
        if self._streams:
            self._streams[1].close()
            with suppress(ConnectionError):
                await self._streams[1].wait_closed()

    def request(self, body: str) -> bytes:
        """The bytes of a signed request, made before the clock runs."""
        kind = JSON if body.startswith("{") else FORM
        stamp = str(int(time.time()))
        raw = body.encode()
        return (
            f"POST {self._path} HTTP/1.1\r\nHost: {self._host}\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {len(raw)}\r\nX-Slack-Request-Timestamp: {stamp}\r\n"
            f"X-Slack-Signature: {sign(self._secret, stamp, body)}\r\n\r\n"
        ).encode() + raw

    async def send(self, request: bytes) -> Answer:
        """Send and wait for the whole answer; raises FailedError unless it is 200."""
        assert self._streams is not None, "the connection is not open"
        reader, writer = self._streams
        begun = time.perf_counter()
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
        body = await reader.readexactly(length) if length else b""
        took = time.perf_counter() - begun
        status = int(head[9:12])
        if status != 200:
            raise FailedError(f"{status}: {body[:200]!r}")
        return Answer(status, body, took)


async def at_once(url: str, bodies: Sequence[str]) -> list[Answer]:
    """Send all in the same instant, each over a connection of its own that stands already."""
    wires = [Wire(url) for _ in bodies]
    try:
        for wire in wires:
            await wire.open()
        requests = [wire.request(body) for wire, body in zip(wires, bodies, strict=True)]
        sends = [wire.send(request) for wire, request in zip(wires, requests, strict=True)]
        return await asyncio.gather(*sends)
    finally:
        for wire in wires:
            await wire.close()


async def rate(url: str, bodies: Iterable[str], *, in_flight: int = 50) -> float:
    """Send everything, so many in flight; how many were answered in a second."""
    wires = [Wire(url) for _ in range(in_flight)]
    try:
        for wire in wires:
            await wire.open()
        requests = [wires[0].request(body) for body in bodies]
        waiting = iter(requests)

        async def work(wire: Wire) -> None:
            for request in waiting:
                await wire.send(request)

        begun = time.perf_counter()
        await asyncio.gather(*map(work, wires))
        return len(requests) / (time.perf_counter() - begun)
    finally:
        for wire in wires:
            await wire.close()
