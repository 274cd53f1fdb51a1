"""The router: one listener of Bolt's for each kind of request, and a dictionary behind each.

Bolt asks every listener in turn whether it matches, so that its time grows with their number; ours does not.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from blocks.ids import Command, Form, Press, Shortcut, parts
from bot.log import about
from bot.log import reference as new_reference
from bot.playbook.acts import Act
from bot.playbook.refusal import Refusal
from handlers import troubles
from handlers.people import meet
from handlers.reading import items, text
from handlers.request import Doorway, Request, Taken, Unanswered, error_of
from storage.database import committed, reason, unreachable

Handler = Callable[[Request], Awaitable[None]]
ANY = re.compile("")
UNAVAILABLE = 503  # Slack delivers an event again
FAULT = 500
STALE = {"hash_conflict", "not_found"}  # the modal was closed or drawn again meanwhile: nothing to mend

log = structlog.get_logger(__name__)


class Router:
    """Which handler takes what."""

    def __init__(self, door: Doorway) -> None:
        """Nothing is routed yet."""
        self._door = door
        self.commands: dict[str, Handler] = {}
        self.presses: dict[str, Handler] = {}
        self.forms: dict[str, Handler] = {}
        self.shortcuts: dict[str, Handler] = {}
        self.events: dict[str, Handler] = {}
        self.acts: dict[Act, Taken] = {}

    def command(self, name: Command, handler: Handler) -> None:
        """Take a slash command."""
        self.commands[name] = handler

    def press(self, name: Press, handler: Handler) -> None:
        """Take a button or select, by the first part of its action id."""
        self.presses[name] = handler

    def act(
        self,
        act: Act,
        begin: Callable[[Request, int], Awaitable[None]],
        *,
        words: Callable[[Request, int, str], Awaitable[None]] | None = None,
    ) -> None:
        """Take an act on a case: its buttons and bare command by `begin`, a command's words by `words`."""
        self.acts[act] = Taken(begin, words)

    def form(self, name: Form, handler: Handler) -> None:
        """Take a modal's submission."""
        self.forms[name] = handler

    def shortcut(self, name: Shortcut, handler: Handler) -> None:
        """Take a global or message shortcut."""
        self.shortcuts[name] = handler

    def event(self, kind: str, handler: Handler) -> None:
        """Take an event, by `type` or `type/subtype`."""
        self.events[kind] = handler

    def attach(self, app: AsyncApp) -> None:
        """Listen; Bolt asks in this order, so what comes most often comes first."""
        self._door.acts = self.acts
        app.event(ANY)(self._listener(self._happened))
        app.action(ANY)(self._listener(self._pressed))
        app.command(ANY)(self._listener(_by(self.commands, "command")))
        app.view(ANY)(self._listener(_by(self.forms, "view", "callback_id")))
        app.view_closed(ANY)(self._listener(lambda _body: None))
        app.shortcut(ANY)(self._listener(_by(self.shortcuts, "callback_id")))
        app.options(ANY)(self._listener(lambda _body: None))
        app.error(_bolt_failed)

    def _pressed(self, body: dict[str, Any]) -> Handler:
        action = next(iter(items(body, "actions")), {})
        return self.presses.get(parts(text(action, "action_id"))[0], troubles.unknown)

    def _happened(self, body: dict[str, Any]) -> Handler | None:
        kind, subtype = text(body, "event", "type"), text(body, "event", "subtype")
        return self.events.get(f"{kind}/{subtype}" if subtype else kind)

    def _listener(self, route: Callable[[dict[str, Any]], Handler | None]) -> Callable[..., Any]:
        async def listener(body: dict[str, Any], ack: AsyncAck) -> BoltResponse | None:
            handler = route(body)
            if handler is None:
                await ack()
                return None
            return await self._run(handler, Request(self._door, body, ack))

        return listener

    async def _run(self, handler: Handler, request: Request) -> BoltResponse | None:
        """Run a handler; a person hears in time, also when the database's server goes silent meanwhile.

        A file does not, and in this very task nothing else comes in between.
        """
        if request.event or request.store.is_sqlite:
            return await self._answered(handler, request)
        task = asyncio.create_task(self._answered(handler, request))
        done, _late = await asyncio.wait({task}, timeout=self._door.patience)
        if done:
            return task.result()
        reference = new_reference()
        with about(request=reference):
            log.warning("not answered in time", handler=_name(handler))
        task.cancel()
        self._door.later(_ended(task))
        if request.ack.response is None:
            await request.tell(troubles.late(reference))
        return None

    async def _answered(self, handler: Handler, request: Request) -> BoltResponse | None:
        """Run a handler; whatever happens, the person hears what was and was not done."""
        reference = new_reference()
        committed.set(False)
        kind = text(request.body, "type") or "command"
        with about(request=reference, ace=request.key), self._door.metrics.handling(kind) as handling:
            if isinstance(sent := request.body.get("event_time"), int):
                self._door.metrics.event_arrived(request.store.clock.now().timestamp() - sent)
            try:
                with nullcontext() if request.event else request.store.precedence.person():
                    await _handle(handler, request)
                _done(handler, request)
            except Refusal as no:
                handling.outcome = "refused"
                await request.refuse(no)
            except (SlackApiError, Unanswered) as problem:
                handling.outcome = "slack"
                await _slack_failed(problem, request, reference)
            except Exception as problem:
                if not unreachable(problem):
                    handling.outcome = "fault"
                    self._door.metrics.failed("request")
                    log.exception("handler failed", handler=_name(handler))
                    await request.tell(troubles.fault(reference, done=committed.get()))
                    return None
                handling.outcome = "unavailable"
                log.warning("database out of reach", problem=reason(problem))
                if request.event:
                    return BoltResponse(status=UNAVAILABLE, body="")
                await request.tell(troubles.unavailable(reference, done=committed.get()))
        return None


def _by(handlers: dict[str, Handler], *path: str) -> Callable[[dict[str, Any]], Handler]:
    """Chooses the handler by the name at `path`; a name that nobody knows is told so."""
    return lambda body: handlers.get(text(body, *path), troubles.unknown)


async def _ended(task: asyncio.Task[BoltResponse | None]) -> None:
    """Wait for a handler that was cut short."""
    await asyncio.wait({task})
    if not task.cancelled() and (problem := task.exception()):
        log.warning("ended late", problem=reason(problem))


def _done(handler: Handler, request: Request) -> None:
    """Log what changed a case; the rest is of interest to whoever looks for a fault."""
    if committed.get():
        tell = log.info if "ace" in structlog.contextvars.get_contextvars() else log.debug
        tell("handled", handler=_name(handler), by=request.by)


def _name(handler: Handler) -> str:
    return f"{handler.__module__.rpartition('.')[2]}.{handler.__name__}"


async def _handle(handler: Handler, request: Request) -> None:
    """Know whoever it is first, since what they may do depends on it; then do it, and acknowledge it."""
    if not request.event:
        await meet(request)
    committed.set(False)
    await handler(request)
    if request.ack.response is None:
        await request.ack()


async def _slack_failed(problem: SlackApiError | Unanswered, request: Request, reference: str) -> None:
    code = error_of(problem) if isinstance(problem, SlackApiError) else str(problem)
    if code in STALE:
        await request.ack()
        return
    log.warning("Slack did not answer as hoped", error=code)
    await request.tell(troubles.not_shown(reference, done=committed.get()))


async def _bolt_failed(error: Exception) -> BoltResponse:
    """What Bolt itself could not take, logged by us, since Bolt would write what it was about."""
    reference = new_reference()
    log.error("request failed", request=reference, exc_info=error)
    return BoltResponse(status=FAULT, body={"error": "ACE made a mistake", "reference": reference})
