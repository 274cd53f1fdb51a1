"""The HTTP door: Slack's requests, and whether we are well. Socket Mode, when there is an app token."""

from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp

from bot import inbound
from bot.metrics import CONTENT_TYPE

BODY = 1024 * 1024  # bytes; Slack's own payloads stay far below

Ready = Callable[[], Awaitable[str | None]]
Numbers = Callable[[], Awaitable[bytes]]

log = structlog.get_logger(__name__)


def application(bolt: AsyncApp | None, ready: Ready, numbers: Numbers) -> web.Application:
    """The routes; `bolt` is None in Socket Mode, where nothing comes over HTTP.

    `ready` says what is wrong, None when nothing is; `numbers` is the page for Prometheus.
    """
    app = web.Application(client_max_size=BODY)

    async def events(request: web.Request) -> web.StreamResponse:
        if bolt is None:
            raise web.HTTPNotFound
        try:
            received = inbound.read(await request.read(), request.headers)
        except inbound.Malformed as fault:
            log.info("request turned away", why=str(fault))
            return web.json_response({"error": str(fault)}, status=fault.status)
        return await to_aiohttp_response(await bolt.async_dispatch(received))

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def readyz(_request: web.Request) -> web.Response:
        wrong = await ready()
        return web.json_response({"ok": wrong is None, "problem": wrong}, status=503 if wrong else 200)

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=await numbers(), headers={"Content-Type": CONTENT_TYPE})

    app.router.add_post("/slack/events", events)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
    return app
