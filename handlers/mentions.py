"""Mentions of the app: a key gets its case's state, anything else the button that opens the form."""

from blocks import received
from bot.playbook import naming
from bot.services import privacy
from handlers.reading import text
from handlers.request import Request
from storage import escalations, outbox, people
from storage.columns import Json
from storage.database import Tx
from storage.outbox import Effect

AT_MOST = 3  # cases told of in one answer
CARRIED = 1900  # characters of a mention that go into the form; Slack takes 2,000 in a button


async def mentioned(request: Request) -> None:
    """Answer in the thread, or under the message, that mentioned the app."""
    event = request.event
    channel, ts = text(event, "channel"), text(event, "ts")
    if not channel or not ts or not request.by or text(event, "bot_id"):
        return
    thread = text(event, "thread_ts") or ts
    numbers = naming.keys(text(event, "text"), request.policy.keys.prefix)[:AT_MOST]
    async with request.store.begin() as tx:
        if not await people.first_delivery(tx, text(request.body, "event_id") or f"{channel}:{ts}"):
            return
        told = [number for number in numbers if await _may_be_told(tx, request, number)]
        for number in told:
            detail = {"what": "status", "to": channel, "thread": thread}
            await outbox.once(tx, Effect.SAY, number, f"status-{channel}-{ts}", detail=detail)
        if not told:
            detail = {"to": channel, "thread": thread, **await _raise_here(tx, request, numbers)}
            await outbox.once(tx, Effect.SAY, 0, f"raise-{channel}-{ts}", detail=detail)


async def _may_be_told(tx: Tx, request: Request, number: int) -> bool:
    ace = await escalations.find(tx, number)
    return ace is not None and await privacy.speaks(tx, ace, request.by, text(request.event, "channel"))


async def _raise_here(tx: Tx, request: Request, numbers: list[int]) -> Json:
    """The offer to raise one, with what the mention said; keys that cannot be told of are named."""
    said = text(request.event, "text")
    bot = request.door.place.bot_user
    names = await people.names(tx, received.people_in(said))
    carried = received.readable(said, names, without=[bot])[:CARRIED]
    in_thread = bool(text(request.event, "thread_ts"))
    unknown = [naming.key(number, request.policy.keys.prefix) for number in numbers]
    return {"what": "raise_here", "said": carried, "in_thread": in_thread, "unknown": unknown}
