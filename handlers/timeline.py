"""What people write in case channels and under alerts: logged, amended, withdrawn."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from blocks import received
from bot import log
from bot.playbook import naming
from bot.playbook import timeline as rules
from bot.services import timeline
from bot.services.timeline import Message
from handlers.people import meet
from handlers.reading import items, part, text
from handlers.request import Request
from storage import people
from storage.ahead import Asks
from storage.database import Tx
from storage.models import Entry


async def said(request: Request) -> None:
    """A new message, with or without files."""
    message = _message(request, request.event)
    if message and _concerns(message):
        await meet(request)
        await _once(request, timeline.observe, message)


async def edited(request: Request) -> None:
    """A message was edited; Slack sends the same event for link previews, so the words are compared."""
    new, old = part(request.event, "message"), part(request.event, "previous_message")
    if text(new, "subtype") == "tombstone":  # it had replies, so Slack keeps its place
        await _gone(request, old, text(new, "ts"))
        return
    message = _written(request, {**new, "channel": text(request.event, "channel")})
    if message and text(new, "text") != text(old, "text"):
        change = replace(message, edited=text(new, "edited", "ts"), before=text(old, "text"))
        await _once(request, timeline.amend, change)


async def deleted(request: Request) -> None:
    """A message was deleted."""
    await _gone(request, part(request.event, "previous_message"), text(request.event, "deleted_ts"))


async def _gone(request: Request, old: dict[str, Any], ts: str) -> None:
    message = _written(request, {**old, "ts": ts, "channel": text(request.event, "channel")})
    if message:
        await _once(request, timeline.withdraw, message)


async def _once(
    request: Request, change: Callable[[Tx, Message], Awaitable[Entry | None]], message: Message
) -> None:
    event_id = text(request.body, "event_id")

    async def once(tx: Tx) -> Entry | None:
        if event_id and not await people.first_delivery(tx, event_id):
            return None
        return await change(tx, await _readable(tx, message))

    asks = Asks(message.author, event_id, message.channel, message.ts)
    if entry := await request.door.together.make(once, asks):
        log.concerns(naming.key(entry.number, request.policy.keys.prefix))


async def _readable(tx: Tx, message: Message) -> Message:
    """A message with its words as people read them, not as Slack writes them down."""
    names = await people.names(tx, received.people_in(message.text + message.before))
    said = received.readable(message.text, names)
    return replace(message, text=said, before=received.readable(message.before, names))


def _concerns(message: Message) -> bool:
    """Whether a message can belong to a timeline at all: most cannot, and cost nothing more."""
    return message.in_bot_thread or rules.prefixed(message.text) is not None


def _message(request: Request, event: dict[str, Any]) -> Message | None:
    """The message of an event, None when it is a bot's or cannot be read."""
    return None if text(event, "bot_id") else _written(request, event)


def _written(request: Request, event: dict[str, Any]) -> Message | None:
    """The same for another app's message too, which somebody may have marked; None for our own."""
    channel, ts, bot = text(event, "channel"), text(event, "ts"), text(event, "bot_id")
    author = text(event, "user") or bot
    at = _moment(ts)
    if not channel or not author or at is None or bot == request.door.place.bot:
        return None
    thread = text(event, "thread_ts") or None
    return Message(
        channel=channel,
        ts=ts,
        author=author,
        text=text(event, "text"),
        at=at,
        thread=thread if thread != ts else None,
        in_bot_thread=bool(thread and thread != ts)
        and request.door.place.bot_user in (text(event, "parent_user_id"), text(event, "root", "user")),
        files=tuple(
            {"name": text(file, "name") or "file", "link": text(file, "permalink")}
            for file in items(event, "files")
        ),
        bot=bool(bot),
    )


def _moment(ts: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return None
