"""Messages about a retrospective: said once, edited in place afterwards, with files in their thread."""

import hashlib
import json
from dataclasses import replace

import structlog

from blocks import kit, problems
from blocks.cards import Card
from bot.effects import retrospective_files as files
from bot.effects.courier import NOTHING, Courier, Outcome, Record, Refused
from bot.effects.retrospective_drawings import DRAWN, Drawn, Wanted
from bot.effects.say import unsaid
from bot.services import privacy
from storage import escalations, retrospectives
from storage.database import Tx
from storage.outbox import Effect
from storage.retro_records import RetroNote

GONE = {"message_not_found", "cant_update_message", "edit_window_closed", "is_inactive", "channel_not_found"}

log = structlog.get_logger(__name__)


async def show(courier: Courier) -> Outcome:
    """Post the message or bring it up to date, then share the files that are not there yet.

    Where it stands is kept as soon as it is posted, so that a later try goes on from there.
    """
    key = courier.lease.key.removeprefix(f"{Effect.RETRO_NOTE}:{courier.number}:")
    detail = courier.lease.detail
    async with courier.store.read() as tx:
        note = await retrospectives.note(tx, courier.number, key)
        wanted = Wanted(courier.number, detail, courier.place, note.canvas if note else None)
        drawn = await courier.drawing(DRAWN, "what")(tx, wanted)
        ace = await escalations.find(tx, courier.number) if courier.number else None
        if ace and not await privacy.hears(tx, ace, wanted.to):
            drawn = drawn if await retrospectives.is_anonymous(tx, ace.number, detail) else None
    if drawn is None:
        return NOTHING
    try:
        return await _show(courier, key, note, drawn, wanted)
    except Refused as no:
        return unsaid(wanted.to, no)


async def _show(courier: Courier, key: str, note: RetroNote | None, drawn: Drawn, wanted: Wanted) -> Outcome:
    card = _with_problem(drawn.card, note.problem if note else None)
    posted = None
    if note and note.ts and note.channel:
        channel, ts = note.channel, note.ts
        if note.drawn != _digest(card):
            await _update(courier, channel, ts, card)
    else:
        channel, ts = posted = await _posted(courier, wanted.to, card)
        await _stands(courier, key, channel, ts)
    problem = await _share(courier, key, drawn, channel, ts)
    canvas = note.canvas if note else None
    if drawn.canvas and canvas is None:
        canvas = await _canvas(courier, key, drawn, channel)
    card = await _finished(courier, drawn, wanted, canvas, problem) or card
    if (canvas or None) != (wanted.canvas or None) or problem:
        await _update(courier, channel, ts, card)
    values: dict[str, object] = {"drawn": _digest(card), "problem": problem, "canvas": canvas}
    return Outcome(record=_kept(courier.number, key, values), posted=posted)


async def _finished(
    courier: Courier, drawn: Drawn, wanted: Wanted, canvas: str | None, problem: str | None
) -> Card | None:
    """The message once more, when it tells of a canvas, or of files that Slack did not take."""
    if (canvas or None) == (wanted.canvas or None) and not problem:
        return None
    async with courier.store.read() as tx:
        again = await DRAWN[str(wanted.detail["what"])](tx, replace(wanted, canvas=canvas))
    return _with_problem((again or drawn).card, problem)


async def _posted(courier: Courier, target: str, card: Card) -> tuple[str, str]:
    """Post it, or find what an earlier try of this row left."""
    if found := await courier.earlier(target):
        return found
    answer = await courier.call(
        courier.client.chat_postMessage,
        channel=target,
        text=card.text,
        blocks=card.blocks,
        metadata=courier.metadata,
        unfurl_links=False,
        unfurl_media=False,
    )
    return str(answer["channel"]), str(answer["ts"])


async def _update(courier: Courier, channel: str, ts: str, card: Card) -> None:
    try:
        await courier.call(
            courier.client.chat_update, channel=channel, ts=ts, text=card.text, blocks=card.blocks
        )
    except Refused as no:
        if no.code not in GONE:
            raise
        log.info("message cannot be edited any more", code=no.code)


async def _stands(courier: Courier, key: str, channel: str, ts: str) -> None:
    """Keep where it stands, unless somebody who carries the same row was faster."""
    async with courier.store.begin() as tx:
        there = await retrospectives.note(tx, courier.number, key)
        if there is None or not there.ts:
            await retrospectives.keep_note(tx, courier.number, key, channel=channel, ts=ts)


async def _share(courier: Courier, key: str, drawn: Drawn, channel: str, ts: str) -> str | None:
    """Share the files in the message's thread; Slack's error when it takes none of them here."""
    for file in drawn.files:
        try:
            await files.share(courier, key, file, channel, ts)
        except Refused as no:
            if no.code not in files.NOT_TAKEN:
                raise
            log.warning("file not taken", code=no.code)
            return no.code
    return None


async def _canvas(courier: Courier, key: str, drawn: Drawn, channel: str) -> str:
    """A canvas with the document where the plan allows; "" when there is none.

    At most once, so it is noted beforehand: nothing in Slack tells whether an earlier try made one, and the
    files say the same.
    """
    title, markdown = drawn.canvas or ("", "")
    async with courier.store.begin() as tx:
        await retrospectives.keep_note(tx, courier.number, key, canvas="")
    try:
        answer = await courier.call(
            courier.client.canvases_create,
            title=title,
            document_content={"type": "markdown", "markdown": markdown},
            channel_id=channel,
        )
    except Refused as no:
        log.info("no canvas", code=no.code)
        return ""
    return str(answer["canvas_id"])


def _with_problem(card: Card, code: str | None) -> Card:
    if not code:
        return card
    line = f"The files could not be added: {problems.reason(code)}. The text is kept, and can be sent again."
    return Card(f"{card.text} {line}", [*card.blocks, kit.context(line)])


def _kept(number: int, key: str, values: dict[str, object]) -> Record:
    async def record(tx: Tx) -> None:
        await retrospectives.keep_note(tx, number, key, **values)

    return record


def _digest(card: Card) -> str:
    drawn = json.dumps([card.text, card.blocks], sort_keys=True).encode()
    return hashlib.sha256(drawn).hexdigest()[:32]
