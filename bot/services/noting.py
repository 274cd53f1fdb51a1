"""Noting: what somebody writes onto a timeline themselves, by command, form, or from any message."""

from datetime import datetime, timedelta

from bot.playbook import naming, timeline
from bot.playbook.permissions import Permission
from bot.playbook.refusal import Refusal
from bot.playbook.timeline import EntryKind
from bot.services import marks, privacy
from bot.services import timeline as entries_made
from bot.services.found import found
from bot.services.marks import Mark
from bot.services.timeline import Message
from storage import entries, open_cases, people
from storage.database import Tx
from storage.models import Entry, Escalation

CLOCKS_DIFFER = timedelta(minutes=2)
CHOICES = 60  # cases to choose from


async def note(
    tx: Tx, number: int, kind: EntryKind, text: str, *, by: str, at: datetime | None = None
) -> Entry:
    """Log what `by` saw or did at `at` (None: just now).

    Raises Refusal when there is no text, when it is still to come, or when `by` may not log.
    """
    ace = await _held(tx, number, by=by)
    if not text.strip():
        raise Refusal("Write what is to be logged.", field="text")
    if at and at > tx.now + CLOCKS_DIFFER:
        raise Refusal("That is still to come. Say when it happened, or leave it empty.", field="at")
    entry = Entry(
        number=ace.number,
        kind=kind,
        author=by,
        text=text.strip(),
        at=min(at or tx.now, tx.now),
        logged_at=tx.now,
    )
    tx.add(entry)
    await entries_made.show(tx, ace.number)
    return entry


async def keep(tx: Tx, number: int, message: Message, kind: EntryKind, text: str, *, by: str) -> Entry | None:
    """Log a message from anywhere as `by` words it; None when it says so already.

    Raises Refusal when there is no text, when it is on another case's timeline, or when `by` may not log.
    """
    ace = await _held(tx, number, by=by)
    if not text.strip():
        raise Refusal("Write what is to be logged.", field="text")
    await people.first_delivery(tx, f"kept:{message.channel}:{message.ts}")  # waits for whoever is at it too
    there = await entries.from_message(tx, message.channel, message.ts)
    if there and there.number != ace.number:
        raise Refusal("That message is on the timeline of another case already. Nothing was changed.")
    return await marks.mark(tx, ace.number, message, Mark("form", kind, by, text.strip()))


async def _held(tx: Tx, number: int, *, by: str) -> Escalation:
    ace = await found(tx, number, by=by, lock=True)
    await privacy.check(tx, Permission.OBSERVE, by)
    return ace


async def choices(tx: Tx, *, by: str) -> list[tuple[str, str]]:
    """The newest open cases that `by` may see: number, and key with customer. Raises Refusal without any."""
    seen = [ace for ace in await open_cases.newest(tx, limit=CHOICES) if await privacy.sees(tx, ace, by)]
    if not seen:
        raise Refusal("There is no open case that you can log this to. Nothing was changed.")
    prefix = tx.policy.keys.prefix
    return [(str(ace.number), f"{naming.key(ace.number, prefix)} {ace.customer}") for ace in seen]


def kind_and_words(said: str) -> tuple[EntryKind, str]:
    """What a command's words or a message say: a prefix names the kind, else it is an observation."""
    return timeline.prefixed(said) or (EntryKind.OBSERVATION, said.strip())
