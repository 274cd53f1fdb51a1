"""The reckoning: what people were promised, compared with the database; tests.audit compares the rest."""

import re
from collections.abc import AsyncIterator, Iterator

from bot.playbook import naming
from sandbox.state import Message
from sandbox.text import unescape
from storage import entries, escalations, surfaces
from storage.database import Tx
from storage.models import Entry, SurfaceKind
from tests.audit import audit
from tests.soak.town import Town

UNCONFIRMED = re.compile(r"entry (\d+) is confirmed by \[\]")
CLOSED = {"is_archived", "not_in_channel", "channel_not_found"}
Place = tuple[str, str]  # channel and ts


async def reckoning(town: Town) -> list[str]:
    """Every difference, in words: Slack's surfaces, what forms said, what was written, ACE's own faults."""
    found = []
    async with town.store.read() as tx:
        found += [line for line in await audit(town.world) if not await _unconfirmed(town, tx, line)]
        found += [line for key, person in town.filed if (line := await _filed(tx, key, person))]
        heard, left = dict(_heard(town)), await _left(tx)
        for note in town.notes:
            found += [line async for line in _noted(tx, note, heard.get((note.channel, note.ts)), left)]
    return found + town.faults()


async def _unconfirmed(town: Town, tx: Tx, line: str) -> bool:
    """Whether it is about a note whose reaction Slack refused, since ACE was shut out of the channel then.

    ACE does not try that again once it is let in: the note is on the timeline, which is what counts, and a
    reaction that comes when everybody has read on would notify its author for nothing.
    """
    entry = await tx.session.get(Entry, int(said[1])) if (said := UNCONFIRMED.search(line)) else None
    if entry is None:
        return False
    answers = [
        call.answer
        for call in town.world.ws.calls
        if call.method == "reactions.add"
        and (call.args.get("channel"), call.args.get("timestamp")) == (entry.channel, entry.ts)
    ]
    return bool(answers) and answers[-1].get("error") in CLOSED


async def _filed(tx: Tx, key: str, person: str) -> str | None:
    ace = await escalations.find(tx, next(iter(naming.keys(key, tx.policy.keys.prefix)), 0))
    if ace and ace.filer == person:
        return None
    return f"{person} was told that {key} is filed, and it is {'somebody else’s' if ace else 'not there'}"


def _heard(town: Town) -> Iterator[tuple[Place, str]]:
    """Each message that ACE took in as a note, with the ts of the newest edit that it took in, "" for none.

    One whose first words were lost, and that was edited into chatter, is no note as far as ACE hears.
    """
    newest: dict[Place, str] = {}
    notes: set[Place] = set()
    for delivery in town.world.sandbox.deliveries.log:
        event = delivery.payload.get("event") or {}
        if event.get("type") != "message" or not (delivery.answer and delivery.answer.ok):
            continue
        message = event.get("message") or event
        place = (event["channel"], message.get("ts", ""))
        edited = (message.get("edited") or {}).get("ts", "")
        newest[place] = max(newest.get(place, ""), edited)
        if ":" in message.get("text", "") or message.get("thread_ts"):
            notes.add(place)
    yield from ((place, edited) for place, edited in newest.items() if place in notes)


async def _left(tx: Tx) -> set[str]:
    """The channels that cases have left, having turned private; what comes late from there is nobody's."""
    rooms = await surfaces.standing(tx, SurfaceKind.CHANNEL)
    return {each.detail["before"]["id"] for each in rooms if each.detail.get("before")}


async def _noted(tx: Tx, note: Message, heard: str | None, left: set[str]) -> AsyncIterator[str]:
    """A note that was taken in is on a timeline, with the words of the newest edit."""
    if heard is None:
        return
    entry = await entries.from_message(tx, note.channel, note.ts)
    if entry is None:
        place = f"{note.channel}, {note.ts} in {note.thread_ts}"
        if note.channel not in left:
            yield f"{note.text!r} ({place}) was taken in, and is on no timeline"
        return
    worded = "form" in (entry.data.get("marks") or {})  # whoever logged it may have put it otherwise
    written = (note.edited or {}).get("ts", "")
    if not note.deleted and not worded and heard == written and not unescape(note.text).endswith(entry.text):
        yield f"entry {entry.id} says {entry.text!r}, and its message {note.text!r}"
