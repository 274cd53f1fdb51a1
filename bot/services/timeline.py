"""The timeline's ways in: messages become entries, edits amend them, deletions withdraw them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import log
from bot.playbook import naming, permissions, timeline
from bot.playbook.permissions import Permission
from bot.playbook.timeline import EntryKind
from storage import entries, escalations, outbox, people, surfaces
from storage.columns import Json
from storage.database import Tx
from storage.models import Entry, SurfaceKind
from storage.outbox import Effect

QUIET = timedelta(seconds=2)  # notes that come together change the cards once
DOCUMENT_REST = timedelta(seconds=20)


@dataclass(frozen=True)
class Message:
    """A message as the timeline needs it; `at` is when it was written (aware, UTC)."""

    channel: str
    ts: str
    author: str
    text: str  # as people read it
    at: datetime
    thread: str | None  # the thread it is a reply in
    in_bot_thread: bool  # whether that thread hangs under a message of ours
    files: tuple[Json, ...] = ()  # {"name", "link"}
    edited: str = ""  # the ts of the edit that made it say this, "" when it was not edited
    before: str = ""  # what it said before that edit
    bot: bool = False  # whether an app wrote it: such a message is logged only when somebody marks it


async def observe(tx: Tx, message: Message) -> Entry | None:
    """Log a message if it belongs to a timeline; None when it does not, or is logged already.

    A reply in a thread of ours counts as an observation; a prefix such as "decision:" says otherwise, and
    counts anywhere in the case channel.
    """
    entry = await _entered(tx, message)
    if entry:
        what, detail = confirmation(tx, message)
        await outbox.once(tx, Effect.REACTION, entry.number, what, detail=detail, priority=outbox.LATER)
    return entry


def confirmation(tx: Tx, message: Message) -> tuple[str, Json]:
    """What confirms that a message is logged: the intention's key, and what it needs."""
    detail: Json = {"channel": message.channel, "ts": message.ts, "name": tx.policy.emoji.confirm}
    return f"{message.channel}:{message.ts}", detail


async def _entered(tx: Tx, message: Message, *, gone: bool = False) -> Entry | None:
    """The entry of a message, when it belongs to a timeline and has none yet; withdrawn when it is `gone`."""
    number = None if message.bot else await _case(tx, message)
    ace = await escalations.lock(tx, number) if number else None
    if ace is None:
        return None
    if await entries.is_logged(tx, message.channel, message.ts):
        return None
    read = read_by_itself(message)
    if read is None or not await may(tx, message.author):
        return None
    kind, text = read
    data: Json = {"edited": message.edited} if message.edited else {}
    entry = entries.log(
        tx,
        number=ace.number,
        kind=kind,
        author=message.author,
        text=text,
        at=message.at,
        logged_at=tx.now,
        channel=message.channel,
        ts=message.ts,
        thread_ts=message.thread,
        files=list(message.files),
        earlier=_earlier(message, tx.now),
        withdrawn_at=tx.now if gone else None,
        data=data | ({"deleted": True} if gone else {}),
    )
    await show(tx, ace.number)
    return entry


def _earlier(message: Message, now: datetime) -> list[Json]:
    """What a message said before the edit that came first: deliveries are not always in order."""
    read = read_by_itself(replace(message, text=message.before)) if message.before else None
    return [earlier(read[1], read[0], now)] if read else []


def earlier(text: str, kind: EntryKind, until: datetime) -> Json:
    """What an entry said until then."""
    return {"text": text, "kind": kind.value, "until": until.isoformat()}


async def amend(tx: Tx, message: Message) -> Entry | None:
    """An edited message: its entry takes the new text and keeps the earlier; a new prefix may make an entry.

    An edit that is delivered after a later one is kept among the earlier texts.
    """
    entry = await _logged(tx, message)
    if entry is None:
        return await observe(tx, message)
    own = read_by_itself(message)
    kind, text = own or (entry.kind, message.text.strip())
    if entry.data.get("marks"):  # they say what it is; without them, its own words would
        entry.data = {**entry.data, "own": own[0] if own else entry.data.get("own")}
        kind = entry.kind
    if (text, kind) == (entry.text, entry.kind) or entry.withdrawn_at:
        return None
    if _moment(message.edited) < _moment(str(entry.data.get("edited", ""))):
        entry.earlier = [*entry.earlier, earlier(text, kind, tx.now)]
        return None
    entry.earlier = [*entry.earlier, earlier(entry.text, entry.kind, tx.now)]
    entry.text = text
    entry.kind = kind
    entry.files = list(message.files) or entry.files
    entry.data = {**entry.data, "edited": message.edited}
    await show(tx, entry.number)
    return entry


def _moment(ts: str) -> float:
    try:
        return float(ts or 0)
    except ValueError:
        return 0


async def withdraw(tx: Tx, message: Message) -> Entry | None:
    """A deleted message: its entry is marked withdrawn; one that was not logged yet is kept as withdrawn."""
    entry = await _logged(tx, message)
    return await _deleted(tx, entry) if entry else await _entered(tx, message, gone=True)


async def gone(tx: Tx, number: int, channel: str, ts: str) -> Entry | None:
    """Slack no longer has a message: whoever logged it did so after its deletion was told."""
    await escalations.lock(tx, number)
    return await _deleted(tx, await entries.from_message(tx, channel, ts))


async def _deleted(tx: Tx, entry: Entry | None) -> Entry | None:
    if entry is None or entry.data.get("deleted"):
        return None
    entry.withdrawn_at = entry.withdrawn_at or tx.now
    entry.data = {**entry.data, "deleted": True}
    await show(tx, entry.number)
    return entry


async def _logged(tx: Tx, message: Message) -> Entry | None:
    """The entry of a message, also one that is being made at this moment: its case is locked first."""
    if number := await _case(tx, message):
        await escalations.lock(tx, number)
    return await entries.from_message(tx, message.channel, message.ts)


async def _case(tx: Tx, message: Message) -> int | None:
    """The number of the case a message belongs to: by its channel, or by the alert whose thread it is in."""
    if number := await escalations.number_at(tx, message.channel):
        return number
    return await under_alert(tx, message.channel, message.thread) if message.in_bot_thread else None


async def under_alert(tx: Tx, channel: str, thread: str | None) -> int | None:
    """The number of the case under whose alert a thread is."""
    if not thread:
        return None
    surface = await surfaces.at(tx, channel, thread) or await surfaces.replaced_at(tx, channel, thread)
    if surface is None or surface.kind is not SurfaceKind.ALERT:
        return None
    return surface.number or None


def read_by_itself(message: Message) -> tuple[EntryKind, str] | None:
    """Kind and words of a message that belongs to a timeline without anybody's mark, else None."""
    if found := timeline.prefixed(message.text):
        return found
    text = message.text.strip()
    if not message.in_bot_thread or not (text or message.files):
        return None
    return EntryKind.OBSERVATION, text or ", ".join(str(file["name"]) for file in message.files)


async def may(tx: Tx, author: str) -> bool:
    """Whether the policy lets somebody log; apps never may."""
    rule = tx.policy.permissions[Permission.OBSERVE]
    person = await people.find(tx, author)
    if person and person.bot:
        return False
    if isinstance(rule, str):
        return permissions.may(rule, author, guest=bool(person and person.guest))
    return author in await people.members(tx, rule)


async def show(tx: Tx, number: int) -> None:
    """Let the cards follow, together with whatever else changes in a moment."""
    log.concerns(naming.key(number, tx.policy.keys.prefix))
    await outbox.add(tx, Effect.OPENING, number, after=QUIET, priority=outbox.LATER)
    await outbox.add(tx, Effect.DOCUMENT, number, after=DOCUMENT_REST, priority=outbox.LATER)
