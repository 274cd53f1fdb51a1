"""Logging on purpose: the form, the command's words, and the message shortcut."""

from datetime import UTC, datetime

from blocks import log_form
from blocks.received import people_in, readable
from bot.playbook import naming
from bot.playbook.acts import Act
from bot.services import noting
from bot.services.found import found
from bot.services.timeline import Message
from handlers.cases import looked_up
from handlers.once import is_first
from handlers.reading import Json, items, part, text
from handlers.request import Request
from storage import entries, escalations, people
from storage.database import Tx


async def begin(request: Request, number: int) -> None:
    """Ask what is to be logged."""
    case = await looked_up(request, number, Act.LOG)
    await request.open(log_form.view(case.key, number))


async def words(request: Request, number: int, said: str) -> None:
    """Log the words: "decision: roll back"; without a kind in front they are an observation."""
    async with request.store.begin() as tx:
        kind, line = noting.kind_and_words(await _readable(tx, said))
        await noting.note(tx, number, kind, line, by=request.by)
    key = naming.key(number, request.policy.keys.prefix)
    await request.tell(f"On the timeline of {key} as: {kind.label}.")


async def log(request: Request) -> None:
    """Log what was filled in."""
    number, kind, said, at = log_form.read(request.view)
    message = _message(log_form.message_of(request.view))
    async with request.store.begin() as tx:
        if message:
            await noting.keep(tx, number, message, kind, said, by=request.by)
        elif await is_first(tx, request):
            await noting.note(tx, number, kind, said, by=request.by, at=at)
    await request.close()


async def begin_from_message(request: Request) -> None:
    """Ask what a message is; outside of a case's channel also which case it belongs to."""
    shown, channel = part(request.body, "message"), text(request.body, "channel", "id")
    ts = text(request.body, "message_ts") or text(shown, "ts")
    async with request.store.read() as tx:
        kind, line = noting.kind_and_words(await _readable(tx, text(shown, "text")))
        number = await escalations.number_at(tx, channel) or 0
        if number:
            await found(tx, number, by=request.by)
            if there := await entries.from_message(tx, channel, ts):
                kind, line = (there.kind, there.text) if there.kind.is_noted else (kind, line)
        cases = [] if number else await noting.choices(tx, by=request.by)
    kept = _kept(shown, channel, ts, by=request.by)
    await request.open(log_form.from_message(kept, kind, line, number=number, cases=cases))


async def _readable(tx: Tx, said: str) -> str:
    return readable(said, await people.names(tx, people_in(said)))


def _kept(shown: Json, channel: str, ts: str, *, by: str) -> Json:
    """What the form keeps of the message; one without an author counts as that of whoever logs it."""
    files = [
        {"name": (text(each, "name") or "file")[:80], "link": text(each, "permalink")}
        for each in items(shown, "files")
    ]
    return {
        "channel": channel,
        "ts": ts,
        "author": text(shown, "user") or by,
        "thread": text(shown, "thread_ts"),
        "bot": bool(text(shown, "bot_id")),
        "files": files,
    }


def _message(kept: Json) -> Message | None:
    """The message as the timeline needs it, None when the form was about none."""
    channel, ts, thread = (text(kept, name) for name in ("channel", "ts", "thread"))
    try:
        at = datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return Message(
        channel=channel,
        ts=ts,
        author=text(kept, "author"),
        text="",
        at=at,
        thread=thread if thread not in {"", ts} else None,
        in_bot_thread=False,
        files=tuple(
            {"name": text(each, "name"), "link": text(each, "link")} for each in items(kept, "files")
        ),
        bot=bool(kept.get("bot")),
    )
