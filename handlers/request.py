"""A request: what came through the door, what a handler may use, and the ways to answer the person."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import aiohttp
import structlog
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from blocks import kit
from blocks.cards import Json
from blocks.case_form import carrying
from blocks.ids import parts
from bot.metrics import Metrics
from bot.playbook import naming
from bot.playbook.acts import Act
from bot.playbook.policy import Policy
from bot.playbook.refusal import Refusal
from bot.slack_client import CountedClient
from handlers.reading import items, part, text
from storage.database import Store
from storage.together import Together
from storage.workplace import Workplace

log = structlog.get_logger(__name__)


class Unanswered(ConnectionError):
    """Slack gave no answer in time, or none at all."""


class DoorClient(CountedClient):
    """A client whose silence cannot be taken for the database's: it raises Unanswered."""

    async def api_call(self, api_method: str, **arguments: Any) -> AsyncSlackResponse:
        """Call a method."""
        try:
            return await super().api_call(api_method, **arguments)
        except (TimeoutError, aiohttp.ClientError, ConnectionError) as problem:
            raise Unanswered(type(problem).__name__) from problem


def error_of(problem: SlackApiError) -> str:
    """Slack's error code; "" for an answer that was no JSON, as a proxy between us gives it."""
    answer = problem.response
    found = answer.data if isinstance(answer, AsyncSlackResponse) else None
    return text(found, "error")


class Taken(NamedTuple):
    """Who takes an act on a case: `begin` shows its form, `words` does it with a command's words."""

    begin: Callable[[Request, int], Awaitable[None]]
    words: Callable[[Request, int, str], Awaitable[None]] | None = None


@dataclass
class Doorway:
    """What every handler may use; `client` has a short timeout, since people wait."""

    store: Store
    client: DoorClient
    place: Workplace
    session: aiohttp.ClientSession
    metrics: Metrics
    patience: float  # seconds until a person is told that it takes longer
    acts: dict[Act, Taken] = field(default_factory=dict)  # filled in by the router
    met: dict[str, str] = field(default_factory=dict)  # the time zones of people the database knows
    _answers: set[asyncio.Task[None]] = field(default_factory=set)

    @cached_property
    def together(self) -> Together:
        """Where changes that come at the same moment share a transaction."""
        return Together(self.store)

    def later(self, answer: Coroutine[Any, Any, None]) -> None:
        """Send an answer after the acknowledgement; it is awaited at the stop."""
        task = asyncio.create_task(answer)
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def drain(self) -> None:
        """Wait for the answers under way."""
        while self._answers:
            await asyncio.wait(set(self._answers))


@dataclass
class Request:
    """One thing that a person did, or one event."""

    door: Doorway
    body: Json
    ack: AsyncAck
    words: str = ""  # typed behind a command that opens a form: they go into it

    @property
    def store(self) -> Store:
        """Where everything is kept."""
        return self.door.store

    @property
    def policy(self) -> Policy:
        """The rules in force."""
        return self.door.store.policy

    @property
    def by(self) -> str:
        """The user id of whoever did it, "" when it does not say."""
        return text(self.body, "user", "id") or text(self.body, "user_id") or text(self.event, "user")

    @property
    def event(self) -> Json:
        """The inner event."""
        return part(self.body, "event")

    @property
    def view(self) -> Json:
        """The modal it came from."""
        return part(self.body, "view")

    @property
    def action(self) -> Json:
        """The button or select that was used."""
        return next(iter(items(self.body, "actions")), {})

    @property
    def number(self) -> int | None:
        """The case that the button names."""
        return parts(text(self.action, "action_id"))[1]

    @property
    def key(self) -> str | None:
        """The key of the case that the button or the command names."""
        named = naming.keys(text(self.body, "text"), prefix := self.policy.keys.prefix)
        number = self.number or next(iter(named), None)
        return naming.key(number, prefix) if number else None

    @property
    def value(self) -> str:
        """What the button or the chosen option carries."""
        return text(self.action, "value") or text(self.action, "selected_option", "value")

    @property
    def trigger(self) -> str:
        """What opens a modal for this person, within three seconds."""
        return text(self.body, "trigger_id")

    async def open(self, view: Json) -> None:
        """Show a modal: on top when it was asked for from inside one, else a new one."""
        view = carrying(view, self.words) if self.words else view
        call = (
            self.door.client.views_push if self.view.get("type") == "modal" else self.door.client.views_open
        )
        await call(trigger_id=self.trigger, view=view)

    async def show(self, view: Json) -> None:
        """Show a modal in the place of the one it was asked for from, so that more can go on top of it."""
        if self.view.get("type") == "modal":
            await self.door.client.views_update(view_id=text(self.view, "id"), view=view)
        else:
            await self.open(view)

    async def close(self) -> None:
        """The form is done: it closes, with whatever it was opened from."""
        nested = text(self.view, "previous_view_id")
        await (self.ack(response_action="clear") if nested else self.ack())

    async def refuse(self, no: Refusal) -> None:
        """Tell the person why not: next to the field that it is about when the form shows it."""
        shown = [block for block in items(self.view, "blocks") if text(block, "type") == "input"]
        submitted = text(self.body, "type") == "view_submission"
        if submitted and no.field in [text(block, "block_id") for block in shown]:
            await self.ack(response_action="errors", errors={str(no.field): no.text})
        else:
            await self.tell(no.text)

    async def tell(self, words: str) -> None:
        """Tell the person, and only them, in the way the request allows."""
        kind = self.body.get("type")
        if text(self.body, "command"):
            await self.ack(text=words, blocks=[kit.section(words)])
        elif kind == "view_submission":
            await self.ack(response_action="push", view=_notice(words))
        elif url := text(self.body, "response_url"):
            await self.ack()
            self.door.later(self._respond(url, words))
        else:
            await self.ack()
            if self.trigger:
                self.door.later(self._show(words))

    async def _respond(self, url: str, words: str) -> None:
        webhook = AsyncWebhookClient(url, session=self.door.session, timeout=10)
        try:
            answer = await webhook.send(
                text=words,
                blocks=[kit.section(words)],
                response_type="ephemeral",
                replace_original=False,
            )
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as problem:
            log.warning("answer not shown", problem=type(problem).__name__)
        else:
            if answer.status_code != 200:  # noqa: PLR2004
                log.warning("answer not shown", status=answer.status_code)

    async def _show(self, words: str) -> None:
        try:
            await self.open(_notice(words))
        except (SlackApiError, aiohttp.ClientError, TimeoutError, ConnectionError) as problem:
            log.warning("answer not shown", problem=type(problem).__name__)


def _notice(words: str) -> Json:
    return kit.modal("Please note", [kit.section(words)], callback_id="notice", close="Back")
