"""files.*: uploading in three steps (ask for an address, send the bytes, share), and looking a file up."""

from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox import shapes
from sandbox.api import MethodCall, method
from sandbox.blockkit import check_message, refusal
from sandbox.errors import SlackError, invalid_arguments
from sandbox.state import Channel, File, Json
from sandbox.text import sent

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

MOST_BYTES = 1_000_000_000
SNIPPET_BYTES = 1_000_000
ALT_CHARS = 1000
MOST_CHANNELS = 100


@method("files.getUploadURLExternal", scope="files:write", required=("filename", "length"))
def get_upload_url(call: MethodCall) -> Json:
    """An address for exactly `length` bytes, and the id of the file to be."""
    length = call.number("length", 0, most=MOST_BYTES)
    if len(call.text("alt_txt")) > ALT_CHARS:
        raise SlackError("alt_txt_too_large")
    if call.text("snippet_type") and length > SNIPPET_BYTES:
        raise SlackError("snippet_too_large")
    if not call.text("filename"):
        raise invalid_arguments("missing required field: filename")
    file = call.ws.upload(call.bot.id, call.text("filename"), b"")
    file.complete, file.length, file.alt_txt = False, length, call.text("alt_txt")
    return {"upload_url": f"{call.ws.team.url}upload/{file.id}", "file_id": file.id}


@method("files.completeUploadExternal", scope="files:write", required=("files",))
def complete_upload(call: MethodCall) -> Json:
    """Finish uploads and share them in channels or a thread, all in one message with `initial_comment`."""
    wanted = _wanted(call)
    channels = [_channel(call, channel_id) for channel_id in _channel_ids(call)]
    blocks = _blocks(call)
    thread = call.text("thread_ts") or None
    if any(channel.is_archived or (thread and thread not in channel.messages) for channel in channels):
        raise SlackError("posting_to_channel_denied")
    for file, title in wanted:
        file.complete, file.title = True, title or file.title
    for channel in channels:
        call.ws.post(
            channel.id,
            call.bot.id,
            sent(call.text("initial_comment")),
            blocks=blocks,
            thread_ts=thread,
            files=[file.id for file, _ in wanted],
            app=call.app,
        )
    return {"files": [shapes.file(call.ws, file) for file, _ in wanted]}


@method("files.delete", scope="files:write", required=("file",))
def delete(call: MethodCall) -> Json:
    """Delete a file of the app's own, out of the messages that share it too."""
    file = call.ws.files.get(call.text("file"))
    if file is None:
        raise SlackError("file_not_found")
    if file.user != call.bot.id:
        raise SlackError("cant_delete_file")
    del call.ws.files[file.id]
    for channel in call.ws.channels.values():
        for message in channel.messages.values():
            message.files = [each for each in message.files if each != file.id]
    return {}


@method("files.info", scope="files:read", required=("file",))
def file_info(call: MethodCall) -> Json:
    """A file or canvas the bot may see."""
    file = call.ws.files.get(call.text("file"))
    if file is None or not file.complete or not may_see(call, file):
        raise SlackError("file_not_found")
    return {"file": shapes.file(call.ws, file), "comments": [], "response_metadata": {"next_cursor": ""}}


def may_see(call: MethodCall, file: File) -> bool:
    """One's own files, and those shared where the bot can look."""
    places = [call.ws.channels[channel] for channel in file.channels]
    return file.user == call.bot.id or any(call.ws.visible(call.bot.id, place) for place in places)


def _wanted(call: MethodCall) -> list[tuple[File, str]]:
    entries: Any = call.args["files"]
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise invalid_arguments("must be a list of id and title [json-pointer:/files]")
    wanted = []
    for entry in entries:
        file = call.ws.files.get(str(entry.get("id", "")))
        if file is None or file.user != call.bot.id:
            raise SlackError("file_not_found")
        if file.complete or len(file.content) != file.length:
            raise SlackError("file_update_failed")
        wanted.append((file, str(entry.get("title") or "")))
    return wanted


def _channel_ids(call: MethodCall) -> list[str]:
    ids = call.ids("channel_id") or call.ids("channels")
    if len(ids) > MOST_CHANNELS:
        raise SlackError("channels_limit_exceeded")
    return ids


def _channel(call: MethodCall, channel_id: str) -> Channel:
    found = call.ws.channels.get(channel_id)
    if found is None or not call.ws.visible(call.bot.id, found):
        raise SlackError("channel_not_found")
    if call.bot.id not in found.members:
        raise SlackError("not_in_channel")
    return found


def _blocks(call: MethodCall) -> list[Json] | None:
    """Blocks of the sharing message; Slack ignores them next to an initial_comment."""
    if not call.has("blocks") or call.text("initial_comment"):
        return None
    blocks: Any = call.args["blocks"]
    faults = check_message(blocks)
    if faults:
        raise refusal("invalid_blocks", faults, at="/blocks")
    return list(blocks)


def add_routes(app: web.Application, ws: "Workspace") -> None:
    """Serve POST /upload/{file_id} and GET /files/{id}/{name}.

    Bytes come as they are or as one multipart field; files are handed to whoever asks on this machine, for
    the page's readers carry no token.
    """

    async def upload(request: web.Request) -> web.Response:
        file = ws.files.get(request.match_info["file_id"])
        if file is None or file.complete:
            raise web.HTTPNotFound(text="no such upload")
        content = await _content(request)
        if len(content) != file.length:
            raise web.HTTPBadRequest(text=f"{file.length} bytes were announced, {len(content)} came")
        file.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def download(request: web.Request) -> web.Response:
        file = ws.files.get(request.match_info["file_id"])
        if file is None or not file.complete:
            raise web.HTTPNotFound(text="no such file")
        # a page among the uploads must not run as one of ours
        alone = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=file.content, content_type=file.mimetype, headers=alone)

    app.router.add_post("/upload/{file_id}", upload)
    app.router.add_get("/files/{file_id}/{name}", download)


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    for field in (await request.post()).values():
        if isinstance(field, web.FileField):
            return field.file.read()
    raise web.HTTPBadRequest(text="no file in the form")
