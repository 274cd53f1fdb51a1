"""Files of a retrospective: uploaded and shared once, however often a try is broken off in the middle.

Slack has no idempotent upload, so each step leaves a trace before the next. A file uploaded and never
completed is invisible. Its id is kept before it is completed, which works once for each id; after a crash
`files.info` tells whether that had happened.
Source: Slack, files.getUploadURLExternal, files.completeUploadExternal, files.info.
"""

from typing import NamedTuple

import aiohttp

from bot.effects.courier import Courier, Refused, Unsure
from storage import retrospectives
from storage.columns import Json

# Slack takes no such file here: the message goes without it, and says so.
NOT_TAKEN = {
    "file_type_not_allowed",
    "file_upload_size_restricted",
    "file_uploads_disabled",
    "file_uploads_except_images_disabled",
    "storage_limit_reached",
    "missing_scope",
    "blocked_file_type",
    "posting_to_channel_denied",
}
TIMEOUT = aiohttp.ClientTimeout(total=20)


class Attachment(NamedTuple):
    """A file to be shared: its name, its title, and what is in it.

    `stands_for` is what it is of: while that stays, it is not shared again, though a date or a name in it may
    be another by now.
    """

    name: str
    title: str
    text: str
    stands_for: str


async def share(courier: Courier, key: str, file: Attachment, channel: str, thread: str) -> None:
    """Share a file in the thread of the message `key`, unless it stands there already.

    Raises what Courier.call raises.
    """
    async with courier.store.read() as tx:
        note = await retrospectives.note(tx, courier.number, key)
    told: Json = (note.files if note else {}).get(file.name) or {}
    if told.get("hash") == file.stands_for:
        if told.get("shared"):
            return
        if await _is_there(courier, str(told["id"])):
            await _keep(courier, key, file, str(told["id"]), shared=True)
            return
    data = file.text.encode()
    begun = await courier.call(
        courier.client.files_getUploadURLExternal, filename=file.name, length=len(data)
    )
    identity = str(begun["file_id"])
    await _send(courier, str(begun["upload_url"]), data)
    await _keep(courier, key, file, identity, shared=False)
    await courier.call(
        courier.client.files_completeUploadExternal,
        files=[{"id": identity, "title": file.title}],
        channel_id=channel,
        thread_ts=thread,
    )
    await _keep(courier, key, file, identity, shared=True)


async def _is_there(courier: Courier, identity: str) -> bool:
    """Whether an upload of an earlier try was completed."""
    try:
        await courier.call(courier.client.files_info, file=identity)
    except Refused as no:
        if no.code not in {"file_not_found", "file_deleted", "missing_scope"}:
            raise
        return False
    return True


async def _send(courier: Courier, url: str, data: bytes) -> None:
    """The bytes; nothing is visible before the upload is completed, so this may be done twice."""
    session = courier.client.session
    if session is None or courier.term.is_over:
        raise Unsure("no upload")
    try:
        async with session.post(url, data=data, timeout=TIMEOUT) as answer:
            if answer.status != 200:  # noqa: PLR2004
                raise Unsure(f"upload {answer.status}")
    except (TimeoutError, aiohttp.ClientError, ConnectionError) as problem:
        raise Unsure(type(problem).__name__) from problem


async def _keep(courier: Courier, key: str, file: Attachment, identity: str, *, shared: bool) -> None:
    told: Json = {"id": identity, "hash": file.stands_for, "shared": shared}
    async with courier.store.begin() as tx:
        await retrospectives.keep_file(tx, courier.number, key, file.name, told)
