"""What a message may carry: text, blocks, attachments and metadata, checked as Slack checks them."""

import json
from dataclasses import dataclass
from typing import Any

from sandbox.api import MethodCall
from sandbox.blockkit import check_message, refusal
from sandbox.errors import SlackError, invalid_arguments
from sandbox.state import Json
from sandbox.text import link_names, sent

LONGEST_TEXT = 40_000
LONGEST_MARKDOWN = 12_000
MOST_ATTACHMENTS = 100
LARGEST_METADATA = 16_000  # bytes of JSON; a choice, Slack does not publish the number


@dataclass
class Content:
    """The parts of a message that were sent; None for those that were not."""

    text: str | None
    blocks: list[Json] | None
    attachments: list[Json] | None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.text or self.blocks or self.attachments)


def read(call: MethodCall, *, attachment_error: str = "invalid_arguments") -> Content:
    """The call's text, blocks, attachments and markdown_text; SlackError for what Slack refuses."""
    text = stored_text(call) if call.has("text") else None
    content = Content(text, read_blocks(call), read_attachments(call, attachment_error))
    if call.has("markdown_text"):
        if content.text or content.blocks:
            raise SlackError("markdown_text_conflict")
        markdown = call.text("markdown_text")
        if len(markdown) > LONGEST_MARKDOWN:
            raise invalid_arguments(
                f"must be no more than {LONGEST_MARKDOWN} characters [json-pointer:/markdown_text]"
            )
        content.text, content.blocks = sent(markdown), [{"type": "markdown", "text": markdown}]
    return content


def stored_text(call: MethodCall) -> str:
    """The text as it is kept: cut at 40,000, names linked only when link_names or parse=full ask for it."""
    text = call.text("text")[:LONGEST_TEXT]
    if call.flag("link_names") or call.text("parse") == "full":
        text = link_names(call.ws, text)
    return sent(text)


def read_blocks(call: MethodCall) -> list[Json] | None:
    """The blocks, valid for a message; invalid_blocks_format, invalid_blocks with what is wrong."""
    blocks = call.args.get("blocks")
    if blocks is None or blocks == "":
        return None
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    faults = check_message(blocks)
    if faults:
        raise refusal("invalid_blocks", faults, at="/blocks")
    return blocks


def read_attachments(call: MethodCall, error: str) -> list[Json] | None:
    """The attachments, their blocks checked; `error` for what is no list of objects."""
    attachments = call.args.get("attachments")
    if attachments is None or attachments == "":
        return None
    if not isinstance(attachments, list) or not all(isinstance(one, dict) for one in attachments):
        raise SlackError(error)
    if len(attachments) > MOST_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    for number, attachment in enumerate(attachments):
        faults = check_message(attachment["blocks"]) if attachment.get("blocks") is not None else []
        if faults:
            raise refusal("invalid_blocks", faults, at=f"/attachments/{number}/blocks")
    return attachments


def read_metadata(call: MethodCall) -> Json | None:
    """`{event_type, event_payload}`, {} to remove it, None when it was not sent.

    Payload values are scalars, flat objects, or lists of them; else invalid_metadata_format.
    """
    metadata = call.args.get("metadata")
    if metadata is None or metadata == "":
        return None
    if metadata == {}:
        return {}
    if not isinstance(metadata, dict) or not set(metadata) <= {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_format")
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(kind, str) or not kind or not isinstance(payload, dict):
        raise SlackError("invalid_metadata_format")
    if not all(_plain(value) for value in payload.values()):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > LARGEST_METADATA:
        raise SlackError("metadata_too_large")
    return metadata


def _plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(_scalar(one) or _flat(one) for one in value)
    return _scalar(value) or _flat(value)


def _flat(value: Any) -> bool:
    return isinstance(value, dict) and all(_scalar(one) for one in value.values())


def _scalar(value: Any) -> bool:
    return isinstance(value, str | int | float | bool)
