"""response_url: answering a command or an interaction without a token, five times in half an hour."""

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.blockkit import check_message, refusal
from sandbox.errors import SlackError
from sandbox.state import App, Json, Message
from sandbox.text import fallback, sent

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

USES = 5
LIFETIME = 1800.0  # seconds of the workspace's clock
GONE = {"expired_url", "used_url"}


@dataclass
class Ticket:
    """What one response_url may do: speak to `user` in `channel`, change the source message."""

    app: App
    user: str
    channel: str
    message_ts: str | None
    ephemeral: bool
    issued: float
    uses: int = 0


class Responses:
    """All response_urls of the workspace."""

    def __init__(self, ws: "Workspace") -> None:
        """No response_urls yet."""
        self._ws = ws
        self._tickets: dict[str, Ticket] = {}

    def issue(
        self, app: App, user: str, channel: str, message_ts: str | None = None, *, ephemeral: bool = False
    ) -> str:
        """A new URL; `message_ts` names the source message, `ephemeral` says that only `user` sees it."""
        token = secrets.token_urlsafe(18)
        self._tickets[token] = Ticket(app, user, channel, message_ts, ephemeral, self._ws.clock.time())
        return f"{self._ws.team.url}response/{token}"

    def use(self, token: str, body: Any) -> None:
        """Do what was posted to a response_url.

        Raises SlackError expired_url (unknown or older than half an hour), used_url (the sixth time),
        no_text, invalid_payload, invalid_blocks, or whatever the message itself is refused with. A malformed
        body does not count as a use.
        """
        ticket = self._tickets.get(token)
        if ticket is None or self._ws.clock.time() - ticket.issued > LIFETIME:
            raise SlackError("expired_url")
        if ticket.uses >= USES:
            raise SlackError("used_url")
        answer = _read(body)
        ticket.uses += 1
        self._act(ticket, answer)

    def _act(self, ticket: Ticket, answer: "_Answer") -> None:
        if ticket.message_ts is not None:
            if answer.delete:
                self._delete(ticket, ticket.message_ts)
            elif answer.replaces:
                self._replace(ticket, ticket.message_ts, answer)
                return
        if answer.empty:
            return
        by, app = ticket.app.bot_user, ticket.app
        if answer.in_channel:
            self._ws.post(
                ticket.channel,
                by,
                answer.text,
                blocks=answer.blocks,
                thread_ts=answer.thread_ts,
                metadata=answer.metadata,
                app=app,
                extra=answer.extra,
                invited=True,
            )
        else:
            self._ws.post_ephemeral(
                ticket.channel,
                by,
                ticket.user,
                answer.text,
                blocks=answer.blocks,
                thread_ts=answer.thread_ts,
                app=app,
                extra=answer.extra,
            )

    def _delete(self, ticket: Ticket, ts: str) -> None:
        if ticket.ephemeral:
            self._ephemeral(ticket, ts)
            del self._ws.channels[ticket.channel].messages[ts]
            self._ws.changed("message", channel=ticket.channel, ts=ts)
        else:
            self._ws.delete(ticket.channel, ts, ticket.app.bot_user)

    def _replace(self, ticket: Ticket, ts: str, answer: "_Answer") -> None:
        blocks = answer.blocks or []
        if ticket.ephemeral:
            message = self._ephemeral(ticket, ts)
            message.blocks = self._ws.with_ids(blocks)
            message.text = answer.text or fallback(blocks)
            self._ws.changed("message", channel=ticket.channel, ts=ts)
        else:
            by, extra = ticket.app.bot_user, answer.extra
            self._ws.edit(ticket.channel, ts, by, text=answer.text, blocks=blocks, extra=extra)

    def _ephemeral(self, ticket: Ticket, ts: str) -> Message:
        message = self._ws.channels[ticket.channel].messages.get(ts)
        if message is None or message.ephemeral_to != ticket.user:
            raise SlackError("message_not_found")
        return message


@dataclass(frozen=True)
class _Answer:
    """What an app posted to a response_url, checked."""

    text: str
    blocks: list[Json] | None
    extra: Json
    metadata: Json | None
    in_channel: bool
    thread_ts: str | None
    replace: bool | None
    delete: bool

    @property
    def empty(self) -> bool:
        return not (self.text or self.blocks or self.extra)

    @property
    def replaces(self) -> bool:
        # Answering in a thread overwrites the source message unless replace_original is false (facts 2.4).
        in_thread = self.in_channel and self.thread_ts is not None
        return in_thread if self.replace is None else self.replace


def _read(body: Any) -> _Answer:
    if not isinstance(body, dict):
        raise SlackError("invalid_payload")
    kind = _typed(body, "response_type", str, "ephemeral")
    if kind not in ("ephemeral", "in_channel"):
        raise SlackError("invalid_payload")
    answer = _Answer(
        text=sent(_typed(body, "text", str, "")),
        blocks=body.get("blocks"),
        extra={"attachments": attached} if (attached := _typed(body, "attachments", list, [])) else {},
        metadata=_typed(body, "metadata", dict, None),
        in_channel=kind == "in_channel",
        thread_ts=_typed(body, "thread_ts", str, None),
        replace=_flag(body, "replace_original"),
        delete=_flag(body, "delete_original") or False,
    )
    if answer.blocks is not None and (faults := check_message(answer.blocks)):
        raise refusal("invalid_blocks", faults, at="/blocks")
    if answer.empty and not answer.delete:
        raise SlackError("no_text")
    return answer


def _typed(body: Json, key: str, kind: type, default: Any) -> Any:
    value = body.get(key)
    if value is None:
        return default
    if not isinstance(value, kind):
        raise SlackError("invalid_payload")
    return value


def _flag(body: Json, key: str) -> bool | None:
    """A JSON boolean, or the words "true" and "false", which Slack takes as well."""
    value = body.get(key)
    words = {"true": True, "false": False}
    if isinstance(value, str):
        value = words.get(value, value)
    if value is not None and not isinstance(value, bool):
        raise SlackError("invalid_payload")
    return value


async def _read_json(request: web.Request) -> Any:
    if request.content_type != "application/json":
        raise SlackError("invalid_payload")
    try:
        return json.loads(await request.read())
    except (ValueError, RecursionError) as broken:
        raise SlackError("invalid_payload") from broken


def add_routes(app: web.Application, ws: "Workspace") -> None:
    """Serve POST /response/{token}."""

    async def handler(request: web.Request) -> web.Response:
        try:
            ws.responses.use(request.match_info["token"], await _read_json(request))
        except SlackError as error:
            return web.json_response(error.answer(), status=404 if error.code in GONE else 400)
        return web.Response(text="ok")

    app.router.add_post("/response/{token}", handler)
