"""Redaction: one thing that outsiders can read is blanked; what Slack does not let us blank is told."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from blocks import documents, privacy_messages
from bot.effects import bookmarks, document
from bot.effects.card import GONE
from bot.effects.courier import NOTHING, Courier, Outcome, Record, Refused
from bot.effects.document import DELETED
from bot.effects.sought import Sought
from bot.playbook import naming
from bot.playbook.timeline import EntryKind
from bot.services import cases, history, privacy
from storage import escalations, leases, retrospectives
from storage.columns import Json
from storage.database import Tx

NOT_THERE = {"message_not_found", "channel_not_found", "not_found", *DELETED}
NAMES = 20  # tries for a name that is not taken


async def redact(courier: Courier) -> Outcome:
    """Blank it; refused, note what still stands where and tell those in charge."""
    detail = courier.lease.detail
    try:
        await courier.drawing(BLANKS, "part")(courier, detail)
    except Refused as no:
        if no.code not in NOT_THERE:
            return Outcome(record=_remains(courier, no.code), problem=no.code)
    return NOTHING


async def _message(courier: Courier, detail: Json) -> None:
    """Edit it; one that cannot be edited any more is deleted."""
    place = {"channel": detail["channel"], "ts": detail["id"]}
    blank = privacy_messages.blanked(_key(courier))
    try:
        await courier.call(courier.client.chat_update, **place, text=blank.text, blocks=blank.blocks)
    except Refused as no:
        if no.code not in GONE - NOT_THERE:
            raise
        await courier.call(courier.client.chat_delete, **place)


async def _left(courier: Courier, detail: Json) -> None:
    """What was under way then and was posted all the same: only its key tells, and its files go with it."""
    async with courier.store.read() as tx:
        row = await leases.find(tx, detail["id"])
        note = await retrospectives.note(tx, courier.number, row.key.split(":", 2)[-1]) if row else None
    if row is None:
        return
    for file in note.files.values() if note else ():
        await _file(courier, {"id": file["id"]})
    channel = await courier.conversation(detail["channel"])
    sought = Sought.any_of(row.key, datetime.fromisoformat(detail["since"]))
    async for ts in courier.messages(sought, channel, detail.get("thread")):
        await _message(courier, {"channel": channel, "id": ts})


async def _canvas(courier: Courier, detail: Json) -> None:
    """Our own section; what people wrote around it is theirs."""
    found = await courier.call(
        courier.client.canvases_sections_lookup,
        canvas_id=detail["id"],
        criteria={"contains_text": documents.MARK},
    )
    for section in found.get("sections") or []:
        words = {"type": "markdown", "markdown": privacy_messages.blanked(_key(courier)).text}
        change = {"operation": "replace", "section_id": section["id"], "document_content": words}
        await courier.call(courier.client.canvases_edit, canvas_id=detail["id"], changes=[change])


async def _file(courier: Courier, detail: Json) -> None:
    """A file is deleted, since its words cannot be taken back in another way."""
    await courier.call(courier.client.files_delete, file=detail["id"])


async def _page(courier: Courier, detail: Json) -> None:
    """A canvas that holds nothing else."""
    await courier.call(courier.client.canvases_delete, canvas_id=detail["id"])


async def _topic(courier: Courier, detail: Json) -> None:
    topic = privacy_messages.topic(_key(courier))
    await courier.call(courier.client.conversations_setTopic, channel=detail["channel"], topic=topic)


async def _bookmark(courier: Courier, detail: Json) -> None:
    await courier.call(
        courier.client.bookmarks_remove, channel_id=detail["channel"], bookmark_id=detail["id"]
    )


async def _bookmarks(courier: Courier, detail: Json) -> None:
    """All of ours: one was on its way, and nobody knows which by then."""
    listed = await courier.call(courier.client.bookmarks_list, channel_id=detail["channel"])
    for each in listed.get("bookmarks") or []:
        if bookmarks.is_ours(courier, each):
            await bookmarks.changed(courier, courier.client.bookmarks_remove, detail["channel"], each)


async def _tab(courier: Courier, detail: Json) -> None:
    """Our section of a canvas that was on its way: the channel knows its id."""
    info = await courier.call(courier.client.conversations_info, channel=detail["channel"])
    if canvas := document.canvas_of(info["channel"]):
        await _canvas(courier, {"id": canvas})


async def _name(courier: Courier, detail: Json) -> None:
    """The customer's name leaves the channel's; Slack goes on knowing the earlier one."""
    prefix = courier.store.policy.keys.channel_prefix
    base = naming.channel_name(courier.number, "moved", prefix=prefix)
    for count in range(1, NAMES):
        name = base if count == 1 else naming.suffixed(base, count)
        try:
            await courier.call(courier.client.conversations_rename, channel=detail["channel"], name=name)
        except Refused as no:
            if no.code != "name_taken":
                raise
        else:
            return


BLANKS: Mapping[str, Callable[[Courier, Json], Awaitable[None]]] = {
    "message": _message,
    "left": _left,
    "canvas": _canvas,
    "file": _file,
    "page": _page,
    "topic": _topic,
    "bookmark": _bookmark,
    "bookmarks": _bookmarks,
    "tab": _tab,
    "name": _name,
}


def _key(courier: Courier) -> str:
    return naming.key(courier.number, courier.store.policy.keys.prefix)


def _remains(courier: Courier, code: str) -> Record:
    detail, row = courier.lease.detail, courier.lease.id

    async def record(tx: Tx) -> None:
        ace = await escalations.lock(tx, courier.number)
        if ace is None:
            return
        what = privacy_messages.PARTS[detail["part"]]
        said = f"Could not be blanked: {what} ({code})"
        history.note(tx, ace, EntryKind.VISIBILITY, said, by=None, channel=detail["channel"])
        for person in await privacy.in_charge(tx, ace):
            once = f"remains-{row}-{person}"
            await cases.tell(tx, ace, person, "not_redacted", once, left=detail, code=code)
        await cases.show(tx, ace)

    return record
