"""Server-Sent Events: each browser is told what changed, drawn for its viewer as it is when it is sent."""

import asyncio
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.page import draw, screens
from sandbox.page.doors import HEADERS, viewer_of
from sandbox.page.due import clock_of
from sandbox.state import Json, Notification

if TYPE_CHECKING:
    from sandbox.page import Page

HEARTBEAT = 15.0  # seconds between signs of life
RETRY = 1000  # milliseconds until the browser connects again
Key = tuple[str, ...]


class Listener:
    """One open stream; changes of the same thing wait as one, so a slow browser never falls behind."""

    def __init__(self, page: "Page", viewer: str) -> None:
        """Listen for `viewer` from now on."""
        self.page = page
        self.ws = page.ws
        self.viewer = viewer
        self.waiting: dict[Key, None] = {}
        self.woken = asyncio.Event()
        self.closed = False
        self._told = len(self.ws.notifications)
        self._due: bool | None = None

    def hear(self, news: Json) -> None:
        """Note a change; called by the workspace."""
        kind = str(news["kind"])
        if kind in {"view", "home", "notification"} and news.get("user") != self.viewer:
            if kind == "notification":
                self._note(("attention",))
            return
        if kind == "message":
            self._note(("message", news["channel"], news["ts"]))
        elif kind in {"channel", "read"}:
            self._note(("channel", news["channel"]), ("attention",))
        elif kind == "user":
            self._note(("everything",))
        elif kind == "notification":
            self._note(("notification",), ("attention",))
        else:
            self._note((kind,))

    def close(self) -> None:
        """End the stream."""
        self.closed = True
        self.woken.set()

    def _note(self, *keys: Key) -> None:
        for key in keys:
            self.waiting[key] = None
        self.woken.set()

    async def run(self, response: web.StreamResponse) -> None:
        """Write what happens until the browser goes away or the page stops."""
        await response.write(f"retry: {RETRY}\n\n".encode())
        while not self.closed:
            try:
                await asyncio.wait_for(self.woken.wait(), HEARTBEAT)
            except TimeoutError:
                await response.write(b": still here\n\n")
            self.woken.clear()
            keys, self.waiting = list(self.waiting), {}
            for news in self._drawn(keys):
                await response.write(line(news))
            await self._clock(response, moved=("clock",) in keys)

    async def _clock(self, response: web.StreamResponse, *, moved: bool) -> None:
        clock = await clock_of(self.page.sandbox)
        if moved or clock["due"] != self._due:
            self._due = clock["due"]
            await response.write(line({"kind": "clock", "clock": clock}))

    def _drawn(self, keys: list[Key]) -> Iterator[Json]:
        notified = self._fresh_notifications() if ("notification",) in keys else []
        touched = [key[1] for key in keys if key[0] in {"message", "channel"}]
        for channel in dict.fromkeys([*touched, *(one.channel for one in notified)]):
            yield from self._channel(channel)
        for key in keys:
            match key:
                case ("message", channel, ts):
                    yield from self._message(channel, ts)
                case ("view",):
                    yield {"kind": "view", "views": screens.views(self.ws, self.viewer)}
                case ("home",):
                    yield from self._homes()
                case ("notification",):
                    yield from (self._notification(one) for one in notified)
                case ("attention",):
                    yield {"kind": "attention", "attention": self.page.marks.attention()}
                case ("everything",):
                    yield {"kind": "everything"}

    def _message(self, channel_id: str, ts: str) -> Iterator[Json]:
        channel = self.ws.channels.get(channel_id)
        if channel is None or not self.ws.visible(self.viewer, channel):
            return
        found = channel.messages.get(ts)
        if found is not None and not draw.is_seen(found, self.viewer):
            return
        root = found.thread_ts if found else None
        yield {
            "kind": "message",
            "channel": channel_id,
            "ts": ts,
            "thread_ts": root,
            "message": draw.message(self.ws, found, self.viewer) if found else None,
        }
        if root and root != ts and root in channel.messages:
            yield from self._message(channel_id, root)

    def _channel(self, channel_id: str) -> Iterator[Json]:
        channel = self.ws.channels.get(channel_id)
        if channel is None or not self.ws.visible(self.viewer, channel):
            yield {"kind": "channel", "channel": channel_id, "summary": None}
            return
        detail = draw.detail(self.ws, self.page.marks, channel, self.viewer)
        summary = draw.summary(self.ws, self.page.marks, channel, self.viewer)
        yield {"kind": "channel", "channel": channel_id, "summary": summary}
        yield {"kind": "detail", "detail": detail}

    def _homes(self) -> Iterator[Json]:
        for app in self.ws.apps.values():
            if self.viewer in app.home_views:
                yield {"kind": "home", "app": app.id, "view": screens.home(self.ws, app.id, self.viewer)}

    def _fresh_notifications(self) -> list[Notification]:
        fresh, self._told = self.ws.notifications[self._told :], len(self.ws.notifications)
        return [one for one in fresh if one.user == self.viewer]

    def _notification(self, one: Notification) -> Json:
        message = self.ws.channels[one.channel].messages.get(one.ts)
        root = message.thread_ts if message and message.thread_ts != one.ts else None
        return {
            "kind": "notification",
            "channel": one.channel,
            "ts": one.ts,
            "thread_ts": root,
            "from": message.user if message else one.user,
            "text": one.text,
        }


def line(news: Json) -> bytes:
    """One event on the wire."""
    return f"data: {json.dumps(news)}\n\n".encode()


async def serve(page: "Page", request: web.Request) -> web.StreamResponse:
    """Stream to one browser."""
    viewer = viewer_of(page.ws, request.query.get("as", "")).id
    response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
    await response.prepare(request)
    listener = Listener(page, viewer)
    page.listeners.add(listener)
    try:
        await listener.run(response)
    except ConnectionResetError:
        pass  # the browser went away
    finally:
        page.listeners.discard(listener)
    return response
