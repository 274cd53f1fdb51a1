"""Emoji and pins on messages: whoever puts one of the policy's on a message logs it."""

from handlers.people import meet
from handlers.reading import part, text
from handlers.request import Request
from storage import escalations, outbox, people
from storage.columns import Json
from storage.outbox import Effect


async def reacted(request: Request) -> None:
    """An emoji was put on a message, or taken off: when it means something, the message is looked at."""
    item = part(request.event, "item")
    if request.policy.kind_of(text(request.event, "reaction")) and text(item, "type") == "message":
        await _look(request, text(item, "channel"), text(item, "ts"), way="emoji", on=True)


async def pinned(request: Request) -> None:
    """A message was pinned."""
    await _pin(request, on=True)


async def unpinned(request: Request) -> None:
    """A pin was taken away."""
    await _pin(request, on=False)


async def _pin(request: Request, *, on: bool) -> None:
    message = part(request.event, "item", "message")
    channel = text(request.event, "channel_id") or text(request.event, "item", "channel")
    await _look(request, channel, text(message, "ts"), way="pin", on=on)


async def _look(request: Request, channel: str, ts: str, *, way: str, on: bool) -> None:
    """Ask for a look at the message; the same event delivered again asks for nothing."""
    place = request.door.place
    if not channel or not ts or request.by in {"", place.bot_user}:
        return
    await meet(request)
    async with request.store.begin() as tx:
        number = await escalations.number_at(tx, channel)
        if number is None and channel != place.alert_channel:
            return
        event = text(request.body, "event_id")
        if event and not await people.first_delivery(tx, event):
            return
        detail: Json = {"channel": channel, "ts": ts, "way": way, "on": on, "by": request.by}
        what = f"{way}:{channel}:{ts}"
        await outbox.add(tx, Effect.MARKS, number or 0, what, detail=detail, priority=outbox.LATER)
