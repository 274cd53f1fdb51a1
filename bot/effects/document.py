"""The state document: a channel canvas where the plan allows, else a pinned message."""

import hashlib

import structlog

from blocks import documents
from bot.effects import card, frame
from bot.effects.courier import NOTHING, Courier, Outcome, Record, Refused
from storage import overview, surfaces
from storage.columns import Json
from storage.database import Tx
from storage.models import SurfaceKind
from storage.overview import Overview

DELETED = {"canvas_not_found", "canvas_deleted", "file_deleted", "file_not_found"}
THERE = {"channel_canvas_already_exists", "free_team_canvas_tab_already_exists"}
PASSING = {  # what may go well the next time
    "canvas_creation_failed",
    "canvas_tab_creation_failed",
    "channel_canvas_creation_failed",
    "canvas_editing_failed",
}
TRIES = 3  # in some minutes, before a message takes the canvas's place for good
ENTRIES = 80  # of the timeline in the document, the newest; Slack takes 300 cells

log = structlog.get_logger(__name__)


async def show(courier: Courier) -> Outcome:
    """Write the state document or bring our section of it up to date."""
    async with courier.store.read() as tx:
        case = await overview.of(tx, courier.number, latest=ENTRIES)
    if case is None or not case.room:
        return NOTHING
    surface = case.surfaces.get(SurfaceKind.DOCUMENT)
    if surface and surface.ts and not surface.ts.startswith("F"):
        return await _pinned(courier, case)
    markdown = documents.state_table(case)
    digest = hashlib.sha256(markdown.encode()).hexdigest()[:32]
    known = surface and surface.drawn == digest and not surface.problem
    if known and not courier.lease.may_have_happened:
        return NOTHING
    try:
        canvas = await _written(courier, case, markdown)
    except Refused as no:
        return await _refused(courier, case, no.code)
    return Outcome(record=_record(case, canvas, digest))


async def _refused(courier: Courier, case: Overview, code: str) -> Outcome:
    """What may go well the next time is told and tried again for a while; else a message takes its place."""
    if record := frame.lost(case, code):
        return Outcome(record=record)
    if code in PASSING and courier.lease.attempts <= TRIES:
        place = card.Place(courier.number, SurfaceKind.DOCUMENT, case.room or "")
        told = card.refusal(place, code, then=frame.complete(courier.number))
        return Outcome(record=told, problem=code)
    return await _pinned(courier, case)


async def _written(courier: Courier, case: Overview, table: str) -> str:
    """The canvas with the table in it: ours, or a new one when there is none or somebody deleted it."""
    surface = case.surfaces.get(SurfaceKind.DOCUMENT)
    if surface is None or not surface.ts:
        return await _create(courier, case, table)
    try:
        await _rewrite(courier, surface.ts, table)
    except Refused as no:
        if no.code not in DELETED:
            raise
        return await _create(courier, case, table)
    return surface.ts


async def _create(courier: Courier, case: Overview, table: str) -> str:
    try:
        answer = await courier.call(
            courier.client.conversations_canvases_create,
            channel_id=case.room or "",
            title=f"State of {case.key}",
            document_content={"type": "markdown", "markdown": documents.state(case)},
        )
    except Refused as no:
        if no.code not in THERE:
            raise
        with courier.looking():
            found = await courier.call(courier.client.conversations_info, channel=case.room or "")
        canvas = canvas_of(found["channel"])
        if not canvas:
            raise
        await _rewrite(courier, canvas, table)
        return canvas
    return str(answer["canvas_id"])


def canvas_of(channel: Json) -> str | None:
    """The id of a channel's canvas, from what Slack tells of the channel."""
    properties = channel.get("properties") or {}
    found = (properties.get("canvas") or {}).get("file_id")
    return str(found) if found else None


async def _rewrite(courier: Courier, canvas: str, markdown: str) -> None:
    """Replace our own section, the one with our mark, or add it; what people wrote around it stays."""
    found = await courier.call(
        courier.client.canvases_sections_lookup, canvas_id=canvas, criteria={"contains_text": documents.MARK}
    )
    sections = found.get("sections") or []
    change: Json = {"document_content": {"type": "markdown", "markdown": markdown}}
    if sections:
        change |= {"operation": "replace", "section_id": sections[0]["id"]}
    else:
        change |= {"operation": "insert_at_end"}
    await courier.call(courier.client.canvases_edit, canvas_id=canvas, changes=[change])


async def _pinned(courier: Courier, case: Overview) -> Outcome:
    """The plan or the permissions allow no canvas: a pinned message does the same."""
    number = case.ace.number
    place = card.Place(number, SurfaceKind.DOCUMENT, case.room or "")
    if (surface := case.surfaces.get(SurfaceKind.DOCUMENT)) and (surface.ts or "").startswith("F"):
        async with courier.store.begin() as tx:
            await surfaces.forget(tx, number, SurfaceKind.DOCUMENT)
    then = frame.complete(number)
    try:
        shown = await card.show(courier, place, documents.state_message(case), then=then)
    except Refused as no:
        return frame.refused(case, no.code, card.refusal(place, no.code, then=then))
    if shown.posted:
        await _pin(courier, *shown.posted)
    return shown


async def _pin(courier: Courier, channel: str, ts: str) -> None:
    """Pin it where the app may; the bookmark leads to it all the same."""
    try:
        await courier.call(courier.client.pins_add, channel=channel, timestamp=ts)
    except Refused as no:
        if no.code != "already_pinned":
            log.warning("state document not pinned", code=no.code)


def _record(case: Overview, canvas: str, digest: str) -> Record:
    number, before = case.ace.number, case.message(SurfaceKind.DOCUMENT)
    values: Json = {"channel": case.channel, "ts": canvas, "drawn": digest, "problem": None}

    async def record(tx: Tx) -> None:
        await frame.keep(tx, number, SurfaceKind.DOCUMENT, **values)
        if before is None or before[1] != canvas:
            await frame.complete(number)(tx)

    return record
