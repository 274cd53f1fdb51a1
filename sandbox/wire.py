"""Reads a Web API request as Slack does: JSON, form, multipart or query string, and the token."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from sandbox.errors import SlackError
from sandbox.state import Json

TYPES = {"application/json", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain"}
CHARSETS = {"utf-8", "iso-8859-1"}
STRUCTURED = {  # arguments that forms carry as JSON strings
    "attachments",
    "blocks",
    "changes",
    "criteria",
    "document_content",
    "files",
    "message",
    "metadata",
    "unfurls",
    "view",
}
ARGUMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")


@dataclass
class Request:
    """What was asked: the token ("" for none) and the arguments, structured ones decoded."""

    token: str = ""
    args: Json = field(default_factory=dict)


async def parse(request: web.Request) -> Request:
    """Read the request, raising SlackError with Slack's code for what cannot be read."""
    args: Json = dict(request.query)
    args.pop("token", None)
    posted = await _body(request) if request.method == "POST" else {}
    token = "" if request.content_type == "application/json" else str(posted.pop("token", ""))
    args |= posted
    _check_names(args)
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme == "Bearer":
        token = bearer.strip()
    return Request(token, {name: _decoded(name, value) for name, value in args.items()})


async def _body(request: web.Request) -> Json:
    if "Content-Type" not in request.headers:
        if await request.read():
            raise SlackError("missing_post_type")
        return {}
    if request.content_type not in TYPES:
        raise SlackError("invalid_post_type")
    if (request.charset or "utf-8").lower() not in CHARSETS:
        raise SlackError("invalid_charset")
    if request.content_type == "multipart/form-data":
        return await _multipart(request)
    raw = await request.read()
    if request.content_type == "application/json":
        return _json(raw, request.charset or "utf-8")
    return _form(raw)


def _json(raw: bytes, charset: str) -> Json:
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw.decode(charset))
    except (ValueError, RecursionError):
        raise SlackError("invalid_json") from None
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    return body


def _form(raw: bytes) -> Json:
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        raise SlackError("invalid_form_data") from None
    return dict(pairs)


async def _multipart(request: web.Request) -> Json:
    try:
        posted = await request.post()
    except (ValueError, AssertionError, web.HTTPBadRequest):
        raise SlackError("invalid_form_data") from None
    return {name: value for name, value in posted.items() if isinstance(value, str)}


def _check_names(args: Json) -> None:
    for name in args:
        if "[" in name:
            raise SlackError("invalid_array_arg")
        if not ARGUMENT.fullmatch(name):
            raise SlackError("invalid_arg_name")


def _decoded(name: str, value: Any) -> Any:
    if name not in STRUCTURED or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value
