"""A small real Bolt app for trying out deliveries: it keeps what it hears and answers what a test says."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from sandbox.state import App, Json
from sandbox.workspace import Workspace

EVENTS = [
    "message.channels",
    "message.groups",
    "message.im",
    "app_mention",
    "app_home_opened",
    "reaction_added",
]
MANIFEST: Json = {
    "display_information": {"name": "Small"},
    "features": {
        "app_home": {"home_tab_enabled": True},
        "bot_user": {"display_name": "small"},
        "slash_commands": [
            {"command": "/small", "description": "Says something"},
            {"command": "/escape", "description": "Hears ids", "should_escape": True},
        ],
        "shortcuts": [
            {"name": "Start", "type": "global", "callback_id": "start", "description": "Starts"},
            {"name": "Keep", "type": "message", "callback_id": "keep", "description": "Keeps"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "channels:history",
                "chat:write",
                "chat:write.public",
                "commands",
                "groups:history",
                "im:history",
                "im:write",
                "reactions:read",
            ]
        }
    },
    "settings": {"event_subscriptions": {"bot_events": EVENTS}},
}

Then = Callable[[Json], Awaitable[None]]


class SmallBot:
    """`heard` keeps every body; `answers` and `then` say what to do with the next ones, by kind.

    A kind is a command, an event type, or "block_actions", "view_submission", "view_closed", "shortcut",
    "message_action", "block_suggestion". An answer is the arguments of ack(); None means not to ack at all.
    """

    def __init__(self, app: App, client: AsyncWebClient) -> None:
        self.app = app
        self.client = client
        self.heard: list[Json] = []
        self.headers: list[Json] = []
        self.answers: dict[str, Json | None] = {}
        self.then: dict[str, Then] = {}
        self.gates: dict[str, asyncio.Event] = {}
        self.news = asyncio.Condition()
        self.bolt = AsyncApp(
            signing_secret=app.signing_secret,
            client=client,
            process_before_response=True,
        )
        every = re.compile(".*")
        self.bolt.command(every)(self.command)
        self.bolt.action(every)(self.interaction)
        self.bolt.view({"callback_id": every, "type": "view_submission"})(self.interaction)
        self.bolt.view({"callback_id": every, "type": "view_closed"})(self.interaction)
        self.bolt.shortcut(every)(self.interaction)
        self.bolt.options(every)(self.interaction)
        self.bolt.event(every)(self.event)

    def of(self, kind: str) -> list[Json]:
        """What was heard of one kind."""
        return [body for body in self.heard if kind_of(body) == kind]

    async def hears(self, kind: str, count: int = 1) -> None:
        """Wait until `count` of a kind were heard."""
        async with self.news:
            await self.news.wait_for(lambda: len(self.of(kind)) >= count)

    async def command(self, ack: AsyncAck, body: Json, request: Any) -> None:
        await self._take(ack, body, request)

    async def interaction(self, ack: AsyncAck, body: Json, request: Any) -> None:
        await self._take(ack, body, request)

    async def event(self, ack: AsyncAck, body: Json, request: Any) -> BoltResponse | None:
        await self._take(ack, body, request)
        return BoltResponse(status=500) if self.answers.get(kind_of(body), {}) is None else None

    async def _take(self, ack: AsyncAck, body: Json, request: Any) -> None:
        kind = kind_of(body)
        async with self.news:
            self.heard.append(body)
            self.headers.append({name: values[0] for name, values in request.headers.items()})
            self.news.notify_all()
        gate = self.gates.get(kind)
        if gate:
            await gate.wait()
        if kind in self.then:
            await self.then[kind](body)
        answer = self.answers.get(kind, {})
        if answer is not None:
            await ack(**answer)


def kind_of(body: Json) -> str:
    """The name a test calls a body by."""
    return str(body.get("command") or body.get("event", {}).get("type") or body["type"])


@asynccontextmanager
async def serving(bot: SmallBot) -> AsyncIterator[str]:
    """The bot's HTTP server on a free port: its URL."""
    runner = web.AppRunner(bot.bolt.web_app("/slack/events"), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        for gate in bot.gates.values():
            gate.set()
        await runner.cleanup()


@asynccontextmanager
async def small_bot(sandbox: Sandbox, *, socket_mode: bool = False) -> AsyncIterator[SmallBot]:
    """A bot installed in the workspace and connected, over HTTP or Socket Mode."""
    app = sandbox.workspace.install(MANIFEST, socket_mode=socket_mode)
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=app.bot_token, base_url=sandbox.api_url, session=session)
        bot = SmallBot(app, client)
        connection = connected(bot, sandbox) if socket_mode else serving(bot)
        async with connection as url:
            app.request_url = url
            yield bot


@asynccontextmanager
async def connected(bot: SmallBot, sandbox: Sandbox, count: int = 1) -> AsyncIterator[None]:
    """The bot's Socket Mode connection, once the workspace has `count` of them."""
    handler = AsyncSocketModeHandler(bot.bolt, bot.app.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await sandbox.deliveries.sockets.connected(bot.app, count)
    try:
        yield
    finally:
        for gate in bot.gates.values():
            gate.set()
        await handler.close_async()  # type: ignore[no-untyped-call]


def workspace() -> Workspace:
    """Ana and Eli in #general, #help and the private #secret; Zoe only in #general."""
    ws = Workspace()
    for name, real_name in (("ana", "Ana Lima"), ("eli", "Eli Stone"), ("zoe", "Zoe Park")):
        ws.add_user(name, real_name)
    ws.add_channel("general", creator="ana", members=["eli", "zoe"])
    ws.add_channel("help", creator="ana", members=["eli"])
    ws.add_channel("secret", creator="ana", private=True, members=["eli"])
    return ws
