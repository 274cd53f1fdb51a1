"""Reminders: posted once where the person looks, edited as the clock goes on, one line once answered."""

import hashlib
import json

from blocks.cards import Card
from blocks.reminder_card import Cases, needed, reminder
from bot.effects.card import GONE
from bot.effects.codes import ARCHIVED, CLOSED, REMOVED, is_gone
from bot.effects.courier import NOTHING, Courier, Later, Outcome, Record, Refused
from bot.effects.say import unsaid
from bot.playbook.reach import Where
from bot.services import privacy
from storage import overview, reminders
from storage.clock_records import Reminder
from storage.columns import Json
from storage.database import Tx
from storage.models import SurfaceKind
from storage.reminders import Part

PATIENCE = 2.0  # seconds between looks for the alert that a reply belongs under


async def show(courier: Courier) -> Outcome:
    """Post the reminder, or bring it up to date; what is no longer asked for is not posted any more."""
    async with courier.store.read() as tx:
        made = await reminders.find(tx, int(courier.lease.detail["reminder"]))
        parts = await _heard(tx, made) if made else []
        found = [await overview.of(tx, number) for number in needed(parts)]
    cases = {case.ace.number: case for case in found if case}
    drawn = reminder(made, parts, cases) if made else None
    if made is None or drawn is None:
        return NOTHING
    digest = _digest(drawn)
    if made.ts and made.channel:
        if made.drawn == digest and not courier.lease.may_have_happened:
            return NOTHING
        return await _edit(courier, made, drawn, digest)
    if all(part.is_over for part in parts):
        return NOTHING
    return await _post(courier, made, drawn, digest, cases)


async def _heard(tx: Tx, made: Reminder) -> list[Part]:
    """What it tells of, but for private cases that whoever it is meant for does not see any more."""
    told = await reminders.parts(tx, made.id or 0)
    if made.person is None:
        return list(told)
    unheard = {
        ace.number
        for ace in await reminders.private(tx, told)
        if not await privacy.hears(tx, ace, made.person)
    }
    return [part for part in told if part.clock.number not in unheard]


async def _edit(courier: Courier, made: Reminder, drawn: Card, digest: str) -> Outcome:
    try:
        await courier.call(
            courier.client.chat_update, channel=made.channel, ts=made.ts, text=drawn.text, blocks=drawn.blocks
        )
    except Refused as no:
        if no.code not in GONE | ARCHIVED | REMOVED and not is_gone(made.channel or "", no.code):
            raise
        return NOTHING
    return Outcome(record=_kept(made, made.channel or "", made.ts or "", digest))


async def _post(courier: Courier, made: Reminder, drawn: Card, digest: str, cases: Cases) -> Outcome:
    channel, thread = _place(courier, made, cases)
    try:
        posted = await _once(courier, channel, thread, drawn)
    except Refused as no:
        if no.code not in CLOSED or made.person in {None, channel}:
            return unsaid(channel, no)
        return await _direct(courier, made, drawn, digest)
    return Outcome(record=_kept(made, *posted, digest), posted=posted)


async def _direct(courier: Courier, made: Reminder, drawn: Card, digest: str) -> Outcome:
    """To the person, when the place where they look is closed to ACE."""
    person = made.person or ""
    try:
        posted = await _once(courier, person, None, drawn)
    except Refused as no:
        return unsaid(person, no)
    return Outcome(record=_kept(made, *posted, digest), posted=posted)


def _place(courier: Courier, made: Reminder, cases: Cases) -> tuple[str, str | None]:
    """Channel (or person) and thread; without a case channel it goes to the person."""
    case = cases.get(made.number)
    alerts = courier.place.alert_channel
    if made.place is Where.THREAD and case:
        if message := case.message(SurfaceKind.ALERT):
            return message
        if not case.problem(SurfaceKind.ALERT):
            raise Later(PATIENCE)
    if made.place is Where.CASE and case and case.room:
        return case.room, None
    return (made.person or alerts) if made.place is not Where.ALERT else alerts, None


async def _once(courier: Courier, channel: str, thread: str | None, drawn: Card) -> tuple[str, str]:
    """Post, or adopt and redraw what an earlier try of this row posted."""
    if found := await courier.earlier(channel, thread):
        where, ts = found
        text, blocks = drawn.text, drawn.blocks
        await courier.call(courier.client.chat_update, channel=where, ts=ts, text=text, blocks=blocks)
        return found
    arguments: Json = {"thread_ts": thread} if thread else {}
    answer = await courier.call(
        courier.client.chat_postMessage,
        channel=channel,
        text=drawn.text,
        blocks=drawn.blocks,
        metadata=courier.metadata,
        unfurl_links=False,
        unfurl_media=False,
        **arguments,
    )
    return str(answer["channel"]), str(answer["ts"])


def _kept(made: Reminder, channel: str, ts: str, digest: str) -> Record:
    async def record(tx: Tx) -> None:
        if found := await reminders.find(tx, made.id or 0):
            found.channel, found.ts, found.drawn = channel, ts, digest

    return record


def _digest(drawn: Card) -> str:
    said = json.dumps([drawn.text, drawn.blocks], sort_keys=True).encode()
    return hashlib.sha256(said).hexdigest()[:32]
