"""What people do to case channels in Slack itself: topics, archiving, names, and who is in them."""

from bot.services import room_events
from handlers.people import introduced
from handlers.reading import part, text
from handlers.request import Request


async def topic_changed(request: Request) -> None:
    """Somebody edited a topic; what the app sets itself comes by here too."""
    event = request.event
    if not request.by or request.by == request.door.place.bot_user or text(event, "bot_id"):
        return
    async with request.store.begin() as tx:
        await room_events.topic_changed(tx, text(event, "channel"), by=request.by, ts=text(event, "ts"))


async def archived(request: Request) -> None:
    """Somebody archived a channel."""
    async with request.store.begin() as tx:
        await room_events.archived(tx, text(request.event, "channel"), by=request.by)


async def deleted(request: Request) -> None:
    """Somebody deleted a channel."""
    async with request.store.begin() as tx:
        by = text(request.event, "actor_id") or request.by or None
        await room_events.deleted(tx, text(request.event, "channel"), by=by)


async def unarchived(request: Request) -> None:
    """Somebody brought a channel back."""
    async with request.store.begin() as tx:
        await room_events.unarchived(tx, text(request.event, "channel"), by=request.by)


async def renamed(request: Request) -> None:
    """Somebody renamed a channel."""
    channel = part(request.event, "channel")
    async with request.store.begin() as tx:
        await room_events.renamed(tx, text(channel, "id"), text(channel, "name"))


async def removed(request: Request) -> None:
    """Somebody took the app out of a channel."""
    async with request.store.begin() as tx:
        by = text(request.event, "actor_id") or None
        await room_events.removed(tx, text(request.event, "channel"), by=by)


async def joined(request: Request) -> None:
    """The app came into a channel, or came back; others who come into a private one read what it holds."""
    place, channel = request.door.place, text(request.event, "channel")
    if request.by != place.bot_user:
        await _came_in(request, channel)
        return
    async with request.store.begin() as tx:
        if channel == place.alert_channel:
            await room_events.alerts_return(tx)
        await room_events.returned(tx, channel, by=text(request.event, "inviter") or None)


async def _came_in(request: Request, channel: str) -> None:
    """Somebody came into a channel; only a private case's is of interest, and costs a transaction."""
    async with request.store.read() as tx:
        theirs = await room_events.is_private(tx, channel)
    if theirs and request.by:
        await introduced(request, [request.by])
        async with request.store.begin() as tx:
            by = text(request.event, "inviter") or None
            await room_events.came_in(tx, channel, request.by, by=by)
