"""canvases.* and conversations.canvases.create: documents in Markdown, edited one section at a time."""

from typing import Any

from sandbox import canvas
from sandbox.api import MethodCall, method
from sandbox.api.files import may_see
from sandbox.errors import SlackError, invalid_arguments
from sandbox.state import Channel, File, Json

MIMETYPE = "application/vnd.slack-docs"
SECTION_TYPES = {*canvas.HEADERS, "any_header"}
MOST_TYPES = 3


@method("conversations.canvases.create", scope="canvases:write", required=("channel_id",))
def create_channel_canvas(call: MethodCall) -> Json:
    """Make the canvas of a channel; there can be one."""
    channel = _channel(call, "channel_canvas_creation_failed")
    if channel.canvas_id:
        raise SlackError("channel_canvas_already_exists")
    if call.ws.plan == "free":
        raise SlackError("team_tier_cannot_create_channel_canvases")
    return {"canvas_id": _create(call, channel).id}


@method("canvases.create", scope="canvases:write")
def create_canvas(call: MethodCall) -> Json:
    """Make a canvas of its own; free workspaces only have those of channels."""
    channel = _channel(call, "canvas_creation_failed") if call.text("channel_id") else None
    if channel is None and call.ws.plan == "free":
        raise SlackError("free_teams_cannot_create_non_tabbed_canvases")
    return {"canvas_id": _create(call, channel, tab=False).id}


@method("canvases.edit", scope="canvases:write", required=("canvas_id", "changes"))
def edit_canvas(call: MethodCall) -> Json:
    """Apply exactly one change."""
    document = _document(call)
    if call.ws.plan == "free" and not _is_tab(call, document):
        raise SlackError("free_teams_cannot_edit_standalone_canvases")
    change = _only_change(call)
    operation, section_id = change.get("operation"), change.get("section_id")
    if operation == "rename":
        document.title = _words(change, "title_content", "canvas_editing_failed")
    else:
        new = []
        if operation != "delete":
            new = canvas.checked(
                _words(change, "document_content", "canvas_editing_failed"), "canvas_editing_failed"
            )
        sections = canvas.sections_of(new, lambda: _section_id(call))
        canvas.change(document, str(operation), section_id, sections)
    _tell(call, document)
    return {}


@method("canvases.delete", scope="canvases:write", required=("canvas_id",))
def delete_canvas(call: MethodCall) -> Json:
    """Remove a canvas, from its channel too."""
    document = _document(call)
    del call.ws.files[document.id]
    for channel in call.ws.channels.values():
        if channel.canvas_id == document.id:
            channel.canvas_id = None
    _tell(call, document)
    return {}


@method("canvases.sections.lookup", scope="canvases:read", required=("canvas_id", "criteria"))
def look_up_sections(call: MethodCall) -> Json:
    """The ids of the sections that are of a kind, contain a text, or both."""
    document, (kinds, text) = _document(call), _criteria(call)
    return {"sections": [{"id": section.id} for section in canvas.matching(document, kinds, text)]}


def _criteria(call: MethodCall) -> tuple[list[str], str]:
    criteria: Any = call.args["criteria"]
    known = {"section_types", "contains_text"}
    if not isinstance(criteria, dict) or not criteria or not criteria.keys() <= known:
        raise invalid_arguments("section_types or contains_text is needed [json-pointer:/criteria]")
    kinds, text = criteria.get("section_types", ["any"]), criteria.get("contains_text", "any")
    if not isinstance(text, str) or not text:
        raise invalid_arguments("must be a text [json-pointer:/criteria/contains_text]")
    if not isinstance(kinds, list) or not 1 <= len(kinds) <= MOST_TYPES:
        raise invalid_arguments("must be one to three types [json-pointer:/criteria/section_types]")
    if "section_types" in criteria and not all(isinstance(k, str) and k in SECTION_TYPES for k in kinds):
        raise invalid_arguments("must be h1, h2, h3 or any_header [json-pointer:/criteria/section_types]")
    return criteria.get("section_types", []), criteria.get("contains_text", "")


def _channel(call: MethodCall, error: str) -> Channel:
    """The channel a canvas is for: `error` when there is none to see, restricted_action for non-members."""
    found = call.ws.channels.get(call.text("channel_id"))
    if found is None or not call.ws.visible(call.bot.id, found):
        raise SlackError(error, detail="channel_not_found")
    if call.bot.id not in found.members:
        raise SlackError("restricted_action")
    return found


def _create(call: MethodCall, channel: Channel | None, *, tab: bool = True) -> File:
    new: list[canvas.Part] = []
    if call.has("document_content"):
        new = canvas.checked(
            _words(call.args, "document_content", "canvas_creation_failed"), "canvas_creation_failed"
        )
    title = call.text("title") or (channel.name if channel else "Untitled")
    document = call.ws.upload(call.bot.id, title, b"", title=title, mimetype=MIMETYPE)
    document.is_canvas = True
    canvas.store(document, canvas.sections_of(new, lambda: _section_id(call)))
    if channel:
        document.channels = [channel.id]
        if tab:
            channel.canvas_id = document.id
    _tell(call, document)
    return document


def _section_id(call: MethodCall) -> str:
    return f"temp:C:{call.ws.new_id('x')}"


def _document(call: MethodCall) -> File:
    found = call.ws.files.get(call.text("canvas_id"))
    if found is None or not found.is_canvas or not may_see(call, found):
        raise SlackError("canvas_not_found")
    return found


def _is_tab(call: MethodCall, document: File) -> bool:
    return any(channel.canvas_id == document.id for channel in call.ws.channels.values())


def _only_change(call: MethodCall) -> Json:
    changes: Any = call.args["changes"]
    if not isinstance(changes, list) or len(changes) != 1 or not isinstance(changes[0], dict):
        raise invalid_arguments("exactly one change is allowed [json-pointer:/changes]")
    return changes[0]


def _words(holder: Json, key: str, error: str) -> str:
    content = holder.get(key)
    if not isinstance(content, dict) or content.get("type") != "markdown":
        raise invalid_arguments(f"must be of type markdown [json-pointer:/{key}]")
    if not isinstance(content.get("markdown"), str):
        raise SlackError(error, detail="markdown must be a string")
    return str(content["markdown"])


def _tell(call: MethodCall, document: File) -> None:
    for channel in document.channels:
        call.ws.changed("channel", channel=channel)
