"""Answers /api/{method}: token, faults, rate limits, scopes, then the method; every call is recorded."""

import asyncio
import importlib
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.api import METHODS, Method, MethodCall, run
from sandbox.errors import SlackError, invalid_arguments
from sandbox.faults import Fault
from sandbox.state import App, Call, Json, User
from sandbox.wire import Request, parse

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

FAMILIES = (
    "apps",
    "auth",
    "blocks",
    "bookmarks",
    "bots",
    "canvases",
    "chat",
    "conversations",
    "files",
    "histories",
    "memberships",
    "pins",
    "reactions",
    "team",
    "usergroups",
    "users",
    "views",
)
NOBODY = App("", "", "", "", {}, "", "", "", set())  # who calls api.test without a token
NO_USER = User("", "", "")
OK = 200
TOO_MANY = 429


def register() -> None:
    """Fill the registry with every family of methods."""
    for family in FAMILIES:
        importlib.import_module(f"sandbox.api.{family}")


def add_routes(app: web.Application, ws: "Workspace") -> None:
    """The /api/{method} door, for GET and POST."""
    register()

    async def serve(request: web.Request) -> web.StreamResponse:
        return await answer(ws, request)

    app.router.add_get("/api/{method}", serve)
    app.router.add_post("/api/{method}", serve)


async def answer(ws: "Workspace", request: web.Request) -> web.StreamResponse:
    """Answer one call, recorded in `ws.calls`."""
    name = request.match_info["method"]
    try:
        asked = await parse(request)
    except SlackError as error:
        return _respond(ws, name, Request(), error.answer())
    fault = ws.faults.take(name, asked.args)
    if fault and not fault.after_effect:
        await asyncio.sleep(fault.delay)
        if fault.answers:
            return _fail(ws, request, name, asked, fault)
    body, wait = perform(ws, name, asked)
    if fault and fault.after_effect:
        await asyncio.sleep(fault.delay)
        if fault.answers:
            return _fail(ws, request, name, asked, fault)
    return _respond(ws, name, asked, body, retry_after=wait)


def perform(ws: "Workspace", name: str, asked: Request) -> tuple[Json, int | None]:
    """Do what was asked; the body of the answer, and the seconds to wait when there were too many calls."""
    served = METHODS.get(name)
    if served is None:
        return {"ok": False, "error": "unknown_method", "req_method": name}, None
    try:
        app = authorize(ws, served, asked.token)
        wait = ws.limits.take(name, app.id, asked.args)
        if wait is not None:
            return {"ok": False, "error": "ratelimited"}, wait
        bot = ws.users.get(app.bot_user, NO_USER)
        return run(served, MethodCall(ws, name, app, bot, asked.args)), None
    except SlackError as error:
        return error.answer(), None
    except RecursionError:
        return invalid_arguments("nested too deeply").answer(), None


def authorize(ws: "Workspace", served: Method, token: str) -> App:
    """The app whose token it is, if this kind of token may call the method."""
    if served.caller == "none":
        return _owner(ws, token) or NOBODY
    if not token:
        raise SlackError("not_authed")
    app = _owner(ws, token)
    if app is None:
        raise SlackError("invalid_auth")
    if not app.installed:
        raise SlackError("account_inactive")
    if token != (app.app_token if served.caller == "app" else app.bot_token):
        raise SlackError("not_allowed_token_type")
    return app


def _owner(ws: "Workspace", token: str) -> App | None:
    return next((app for app in ws.apps.values() if token and token in {app.bot_token, app.app_token}), None)


def _respond(
    ws: "Workspace",
    name: str,
    asked: Request,
    body: Json,
    *,
    retry_after: int | None = None,
    status: int = OK,
) -> web.Response:
    status = TOO_MANY if retry_after is not None and status == OK else status
    app = _owner(ws, asked.token)
    ws.calls.append(Call(ws.clock.time(), name, asked.args, body, status, app.id if app else None))
    headers = {"x-oauth-scopes": ",".join(sorted(app.scopes))} if app else {}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return web.json_response(body, status=status, headers=headers)


def _fail(
    ws: "Workspace", request: web.Request, name: str, asked: Request, fault: Fault
) -> web.StreamResponse:
    app = _owner(ws, asked.token)
    if fault.drop:
        ws.calls.append(Call(ws.clock.time(), name, asked.args, {}, 0, app.id if app else None))
        if request.transport:
            request.transport.abort()
        return web.Response()
    if fault.body is not None:
        return _respond(ws, name, asked, fault.body, retry_after=fault.retry_after, status=fault.status)
    ws.calls.append(Call(ws.clock.time(), name, asked.args, {}, fault.status, app.id if app else None))
    return web.Response(status=fault.status, text="")
