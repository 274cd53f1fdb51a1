"""Who may come in: this machine's own browser, with JSON, and errors answered in words."""

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web

from sandbox.errors import SlackError
from sandbox.state import Channel, Json, User

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
HOSTS = {"127.0.0.1", "localhost", "::1"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' http: https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
STATUS: dict[type[Exception], int] = {PermissionError: 403, LookupError: 404, ValueError: 400}  # of Person
SENTENCES = {
    "is_archived": "This channel is archived.",
    "not_in_channel": "You are not in this channel. Join it first.",
    "channel_not_found": "There is no such channel.",
    "message_not_found": "That message is gone.",
    "cant_update_message": "Only its author can edit a message.",
    "cant_delete_message": "Only its author can delete a message.",
    "no_text": "Write something first.",
    "already_reacted": "You have already reacted with that.",
    "no_reaction": "That reaction is gone.",
    "already_pinned": "It is pinned already.",
    "cannot_reply_to_message": "That message cannot be replied to.",
    "cant_leave_general": "Nobody can leave this channel.",
}


class Refusal(Exception):
    """A request the page's server does not carry out: HTTP status and words for the screen."""

    def __init__(self, status: int, words: str) -> None:
        """Answer `status` with `words`."""
        super().__init__(words)
        self.status = status
        self.words = words


def door(handler: Handler) -> Handler:
    """Let only this machine's own pages in, and answer what goes wrong as {"error": words}."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        if urlsplit(f"//{request.host}").hostname not in HOSTS:
            return failed(403, "The sandbox answers on 127.0.0.1 and localhost only.")
        try:
            return await handler(request)
        except Refusal as refusal:
            return failed(refusal.status, refusal.words)
        except SlackError as error:
            return failed(409, SENTENCES.get(error.code, f"The workspace refused: {error.code}"))
        except tuple(STATUS) as error:
            status = next(status for kind, status in STATUS.items() if isinstance(error, kind))
            return failed(status, str(error.args[0] if error.args else error))

    return guarded


def failed(status: int, words: str) -> web.Response:
    """An error answer."""
    return web.json_response({"error": words}, status=status, headers=HEADERS)


def answered(body: Json) -> web.Response:
    """A good answer."""
    return web.json_response(body, headers=HEADERS)


def own_post(request: web.Request, content_type: str) -> None:
    """Refuse a post that another site's page could have sent: it cannot set the header X-Sandbox."""
    if request.headers.get("X-Sandbox") != "1":
        raise Refusal(403, "The header X-Sandbox: 1 is missing.")
    if request.content_type != content_type:
        raise Refusal(415, f"Send {content_type}.")


async def body_of(request: web.Request) -> Json:
    """The JSON object of a post."""
    own_post(request, "application/json")
    try:
        body = json.loads(await request.text())
    except ValueError:
        raise Refusal(400, "That is not JSON.") from None
    if not isinstance(body, dict):
        raise Refusal(400, "A JSON object is needed.")
    return body


def text(body: Json, key: str, *, default: str | None = None) -> str:
    """A text field of a request."""
    value = body.get(key, default)
    if not isinstance(value, str):
        raise Refusal(400, f"{key} must be a text.")
    return value


def record(body: Json, key: str) -> Json:
    """An object field of a request; empty when it is missing."""
    value = body.get(key) or {}
    if not isinstance(value, dict):
        raise Refusal(400, f"{key} must be an object.")
    return value


def viewer_of(ws: "Workspace", key: str) -> User:
    """The person a request speaks for, by id or handle: somebody who can sit at a screen."""
    user = ws.user(key)
    if user.is_bot or user.deleted:
        raise Refusal(403, f"{user.name} has no screen.")
    return user


def channel_of(ws: "Workspace", viewer: str, key: str) -> Channel:
    """A conversation this person can see."""
    channel = ws.channels.get(key)
    if channel is None or not ws.visible(viewer, channel):
        raise Refusal(404, "There is no such channel.")
    return channel
