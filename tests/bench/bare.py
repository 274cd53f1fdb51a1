"""Bare Bolt apps to measure against: listeners that acknowledge and do nothing else.

`default` is Bolt as it comes, `before` has process_before_response, `routed N` is that behind our router, in
which N kinds of events are registered.
"""

import asyncio
import sys
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from blocks.ids import Command, Press
from tests.bench.payloads import VIEW
from tests.bench.processes import serve
from tests.bench.wire import SECRET

OPEN = "/open"  # the command that opens a form before it is acknowledged


def application(kind: str, slack: str, events: int) -> web.Application:
    """The app of one kind, which finds Slack at `slack`."""
    client = AsyncWebClient("xoxb-bench", base_url=slack)
    app = AsyncApp(client=client, signing_secret=SECRET, process_before_response=kind != "default")
    if kind == "routed":
        _route(app, events)
    else:
        _listen(app)

    async def door(request: web.Request) -> web.StreamResponse:
        if client.session is None:
            client.session = aiohttp.ClientSession(loop=asyncio.get_running_loop())
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    served = web.Application()
    served.router.add_post("/slack/events", door)
    return served


def _route(app: AsyncApp, events: int) -> None:
    from bot.metrics import Metrics  # noqa: PLC0415 - a bare app is without ours
    from bot.playbook.policy import Policy  # noqa: PLC0415
    from handlers.router import Router  # noqa: PLC0415
    from storage.clock import Clock  # noqa: PLC0415

    store = SimpleNamespace(clock=Clock(), policy=Policy.load())
    router = Router(cast("Any", SimpleNamespace(store=store, metrics=Metrics())))
    for number in range(events):
        router.event(f"kind_{number}", _nothing)
    router.event("message", _nothing)
    router.attach(app)


def _listen(app: AsyncApp) -> None:
    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    async def hear() -> None:
        pass

    async def open_form(ack: AsyncAck, client: AsyncWebClient, body: dict[str, Any]) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=VIEW)
        await ack()

    app.command(Command.RAISE)(acknowledge)
    app.command(OPEN)(open_form)
    app.action({"type": "block_actions", "action_id": f"{Press.CLAIM}:1"})(acknowledge)
    app.view("intake")(acknowledge)
    app.event("message")(hear)


async def _nothing(_request: object) -> None:
    pass


if __name__ == "__main__":
    serve(application(sys.argv[1], sys.argv[2], int(sys.argv[3])))
