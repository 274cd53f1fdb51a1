"""Hands deliveries to an app over Socket Mode: tickets, up to ten websockets, envelopes and acks."""

import asyncio
import itertools
import json
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from sandbox.deliver.record import COMMANDS, EVENTS, Answer, Delivery
from sandbox.state import App, Json

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

MOST = 10
UNACKED = Answer(ok=False, timed_out=True, reason="timeout")


class Connection:
    """One open websocket of an app; `leaving` once it was told to reconnect elsewhere."""

    def __init__(self, app: App, socket: web.WebSocketResponse) -> None:
        """Serve `app` over `socket`."""
        self.app = app
        self.socket = socket
        self.leaving = False


class SocketDoor:
    """All websockets of all apps. Any of an app's connections may be given the next envelope."""

    def __init__(self, ws: "Workspace", ack_timeout: float) -> None:
        """Give an app `ack_timeout` seconds to ack each envelope."""
        self.ws = ws
        self.ack_timeout = ack_timeout
        self.connections: list[Connection] = []
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}
        self._turn = itertools.count()
        self._changed = asyncio.Condition()

    def of(self, app: App) -> list[Connection]:
        """The app's connections that may be given envelopes."""
        return [c for c in self.connections if c.app is app and not c.leaving and not c.socket.closed]

    async def connected(self, app: App, count: int = 1) -> None:
        """Wait until the app has exactly `count` connections."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.of(app)) == count)

    async def send(self, app: App, delivery: Delivery) -> Answer:
        """Send one envelope and wait for its ack; waits for a connection, too, within the same time."""
        ack: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._waiting[delivery.id] = ack
        try:
            async with asyncio.timeout(self.ack_timeout):
                await self._put(app, envelope(delivery))
                return Answer(ok=True, status=200, body=await ack)
        except TimeoutError:
            return UNACKED
        finally:
            del self._waiting[delivery.id]

    async def disconnect(self, app: App, reason: str = "refresh_requested") -> None:
        """Tell the app's connections to reconnect.

        `reason`: "warning" (they still get envelopes), "refresh_requested" or "link_disabled" (no more).
        """
        for connection in self.of(app):
            connection.leaving = reason != "warning"
            await connection.socket.send_json(_farewell(reason))
        async with self._changed:
            self._changed.notify_all()

    async def cut(self, app: App) -> None:
        """Close the app's connections without a word."""
        for connection in self.of(app):
            await connection.socket.close()

    async def stop(self) -> None:
        """Close every connection."""
        for connection in list(self.connections):
            await connection.socket.close()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The /link door: one websocket for as long as it lasts; 403 without a fresh ticket."""
        app_id = self.ws.tickets.pop(request.query.get("ticket", ""), None)
        if app_id is None:
            raise web.HTTPForbidden(text="no such ticket")
        app = self.ws.apps[app_id]
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        if len(self.of(app)) >= MOST:
            await socket.send_json(_farewell("too_many_websockets"))
            await socket.close()
            return socket
        await self._live(Connection(app, socket))
        return socket

    async def _live(self, connection: Connection) -> None:
        await connection.socket.send_json(_hello(connection.app, len(self.of(connection.app)) + 1))
        async with self._changed:
            self.connections.append(connection)
            self._changed.notify_all()
        try:
            async for message in connection.socket:
                if message.type is WSMsgType.TEXT:
                    self._acked(message.data)
        finally:
            self.connections.remove(connection)
            async with self._changed:
                self._changed.notify_all()

    async def _put(self, app: App, content: Json) -> None:
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: bool(self.of(app)))
                open_now = self.of(app)
            chosen = open_now[next(self._turn) % len(open_now)]
            try:
                await chosen.socket.send_json(content)
            except ConnectionResetError:
                chosen.leaving = True
                continue
            return

    def _acked(self, text: str) -> None:
        ack = json.loads(text)
        waiting = self._waiting.get(ack.get("envelope_id", ""))
        if waiting is not None and not waiting.done():
            waiting.set_result(ack.get("payload") or None)


def envelope(delivery: Delivery) -> Json:
    """The websocket message around a payload; events and commands say which attempt this is."""
    content: Json = {
        "envelope_id": delivery.id,
        "payload": delivery.payload,
        "type": delivery.kind,
        "accepts_response_payload": delivery.kind != EVENTS,
    }
    if delivery.kind == EVENTS or (delivery.kind == COMMANDS and delivery.retry):
        content |= {"retry_attempt": delivery.retry, "retry_reason": delivery.reason}
    return content


def _hello(app: App, count: int) -> Json:
    return {
        "type": "hello",
        "num_connections": count,
        "connection_info": {"app_id": app.id},
        "debug_info": {**_debug(), "started": "", "build_number": 1, "approximate_connection_time": 3600},
    }


def _farewell(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": _debug()}


def _debug() -> Json:
    return {"host": "sandbox"}
