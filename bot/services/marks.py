"""Marks: an emoji, a pin or a form puts a message on the timeline; taking it back takes it off again."""

from dataclasses import dataclass

from bot.playbook.timeline import EntryKind
from bot.services import timeline
from bot.services.timeline import Message
from storage import entries, escalations, outbox
from storage.columns import Json
from storage.database import Tx
from storage.models import Entry
from storage.outbox import Effect

WAYS = ("form", "emoji", "pin")  # the first of them that there is says what kind of entry it is


@dataclass(frozen=True, slots=True)
class Mark:
    """One way in which a message is marked, as what kind and by whom; no kind: not any more."""

    way: str
    kind: EntryKind | None
    by: str
    text: str | None = None  # in place of what the message says


async def mark(tx: Tx, number: int, message: Message, made: Mark) -> Entry | None:
    """Log the message as the mark says, or change the entry that it has; None when nothing comes of it.

    A message that belongs on the timeline by itself stays there when its last mark is gone, as what it was.
    """
    ace = await escalations.lock(tx, number)
    if ace is None or (made.kind and not await timeline.may(tx, made.by)):
        return None
    entry = await entries.from_message(tx, message.channel, message.ts)
    if entry is None:
        return await _new(tx, number, message, made) if made.kind else None
    if entry.number != number or entry.data.get("deleted"):
        return None
    return await _changed(tx, entry, message, made)


async def unmark(tx: Tx, number: int, channel: str, ts: str, way: str) -> Entry | None:
    """Take a mark back from a message that need not be read for it; None when it has none."""
    await escalations.lock(tx, number)
    entry = await entries.from_message(tx, channel, ts)
    if entry is None or entry.data.get("deleted") or way not in _marks(entry):
        return None
    return await _changed(tx, entry, None, Mark(way, None, ""))


def _marks(entry: Entry) -> dict[str, str]:
    found = entry.data.get("marks")
    return found if isinstance(found, dict) else {}


async def _new(tx: Tx, number: int, message: Message, made: Mark) -> Entry:
    own = None if message.bot else timeline.read_by_itself(message)
    data: Json = {"marks": {made.way: made.kind}, "own": own[0] if own else None, "by": made.by}
    if message.edited:
        data["edited"] = message.edited
    entry = Entry(
        number=number,
        kind=made.kind or EntryKind.OBSERVATION,
        author=message.author,
        text=_words(message, made),
        at=message.at,
        logged_at=tx.now,
        channel=message.channel,
        ts=message.ts,
        thread_ts=message.thread,
        files=list(message.files),
        data=data,
    )
    tx.add(entry)
    await _confirmed(tx, entry)
    return entry


def _words(message: Message, made: Mark) -> str:
    if made.text is not None:
        return made.text
    own = timeline.read_by_itself(message)
    return own[1] if own else message.text.strip() or ", ".join(str(file["name"]) for file in message.files)


async def _changed(tx: Tx, entry: Entry, message: Message | None, made: Mark) -> Entry | None:
    """Bring an entry in line with its marks."""
    before = _marks(entry)
    marks = {way: kind for way, kind in before.items() if way != made.way}
    if made.kind:
        marks[made.way] = made.kind
    own = entry.data.get("own") if "own" in entry.data else entry.kind.value
    text = entry.text
    if message and made.kind and ("form" not in before or made.text is not None):
        text = _words(message, made)
    kind = _kind(marks, own)
    stands = (kind or entry.kind, text, None if kind else entry.withdrawn_at or tx.now)
    edited = message.edited if message else ""
    entry.data = {**entry.data, "marks": marks, "own": own, **({"edited": edited} if edited else {})}
    if stands == (entry.kind, entry.text, entry.withdrawn_at):
        return None
    if stands[:2] != (entry.kind, entry.text):
        entry.earlier = [*entry.earlier, timeline.earlier(entry.text, entry.kind, tx.now)]
    entry.kind, entry.text, entry.withdrawn_at = stands
    await _confirmed(tx, entry)
    return entry


def _kind(marks: dict[str, str], own: str | None) -> EntryKind | None:
    """What an entry is, None when nothing keeps it on the timeline."""
    found = next((marks[way] for way in WAYS if way in marks), own)
    return EntryKind.of(found) if found else None


async def _confirmed(tx: Tx, entry: Entry) -> None:
    """The bot's own reaction tells whether a message is on the timeline, where the app reads it too."""
    await timeline.show(tx, entry.number)
    if not await _is_heard(tx, entry):
        entry.data = {**entry.data, "heard": False}
        return
    detail: Json = {"channel": entry.channel, "ts": entry.ts, "name": tx.policy.emoji.confirm}
    what = f"{entry.channel}:{entry.ts}"
    gone = entry.withdrawn_at is not None
    await outbox.add(
        tx, Effect.REACTION, entry.number, what, detail={**detail, "remove": gone}, priority=outbox.LATER
    )


async def _is_heard(tx: Tx, entry: Entry) -> bool:
    """Whether a message stands in the channel of its case, or under the alert."""
    channel = entry.channel or ""
    if await escalations.number_at(tx, channel) == entry.number:
        return True
    return await timeline.under_alert(tx, channel, entry.thread_ts) == entry.number
