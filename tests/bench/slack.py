"""A stub of Slack: plausible answers after a fixed wait, so that Slack is never the limit."""

import asyncio
import itertools
import json
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.bench.payloads import ALERTS, APP, BOT, BOT_USER, TEAM
from tests.bench.processes import serve

Json = dict[str, Any]


ANSWERS: dict[str, Callable[[int, Json], Json]] = {  # from a number of the call's own and what was asked
    "auth.test": lambda _number, _asked: {
        "url": "http://127.0.0.1:9/",
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "app_id": APP,
    },
    "users.info": lambda _number, asked: {
        "user": {"id": asked.get("user"), "name": "somebody", "real_name": "Somebody", "tz": "UTC"}
    },
    "users.conversations": lambda _number, _asked: {"channels": [{"id": ALERTS, "name": "escalations"}]},
    "chat.update": lambda _number, asked: {"channel": asked.get("channel"), "ts": asked.get("ts")},
    "conversations.create": lambda number, asked: {
        "channel": {"id": f"C0CASE{number:06d}", "name": asked.get("name")}
    },
    "conversations.info": lambda _number, asked: {
        "channel": {"id": asked.get("channel"), "topic": {"value": ""}}
    },
    "conversations.canvases.create": lambda number, _asked: {"canvas_id": f"F0CANVAS{number:06d}"},
    "bookmarks.add": lambda number, _asked: {"bookmark": {"id": f"Bk{number:08d}"}},
}


class Stub:
    """Answers every method."""

    def __init__(self) -> None:
        self.latency = 0.0  # seconds
        self.calls: Counter[str] = Counter()
        self.posts: Counter[str] = Counter()  # messages by channel
        self._open = 0  # calls that are being answered
        self._ended = 0.0  # when the last one was
        self._numbers = itertools.count(1)

    def application(self) -> web.Application:
        app = web.Application(client_max_size=2**20)
        app.router.add_route("*", "/api/{method}", self._serve)
        app.router.add_post("/bench", self._change)
        return app

    async def _change(self, request: web.Request) -> web.Response:
        """Set the latency where one is given; answer what was called, where messages were posted, how long
        nothing was called."""
        if wanted := request.query.get("latency"):
            self.latency = float(wanted)
        still = 0 if self._open else time.monotonic() - self._ended
        return web.json_response({"calls": self.calls, "posts": self.posts, "still": still})

    async def _serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.calls[method] += 1
        self._open += 1
        try:
            asked = await _arguments(request)
            if self.latency and method != "auth.test":
                await asyncio.sleep(self.latency)
            return web.json_response({"ok": True, **self._answer(method, asked)})
        finally:
            self._open -= 1
            self._ended = time.monotonic()

    def _answer(self, method: str, asked: Json) -> Json:
        number = next(self._numbers)
        channel = str(asked.get("channel") or "")
        if method == "chat.postMessage":
            self.posts[channel] += 1
            place = f"D{channel[1:]}" if channel.startswith("U") else channel
            return {"channel": place, "ts": f"{time.time():.0f}.{number:06d}"}
        if method.startswith("views."):
            return {"view": {"id": f"V{number:09d}"}}
        if method in ANSWERS:
            return ANSWERS[method](number, asked)
        return {"channel": {"id": channel}, "sections": [], "usergroups": [], "messages": []}


async def _arguments(request: web.Request) -> Json:
    if request.content_type == "application/json":
        found = json.loads(await request.text() or "{}")
        return found if isinstance(found, dict) else {}
    return dict(request.query) | dict(await request.post())


if __name__ == "__main__":
    serve(Stub().application())
