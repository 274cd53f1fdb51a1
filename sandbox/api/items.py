"""What pins.* and reactions.* share: finding the message they are about."""

import re

from sandbox import shapes
from sandbox.api import MethodCall
from sandbox.errors import SlackError
from sandbox.state import Channel, Json, Message

TIMESTAMP = re.compile(r"[0-9]{1,12}\.[0-9]{6}")


def message_named(call: MethodCall, channel: Channel) -> Message:
    """The message of the argument `timestamp`.

    Raises SlackError no_item_specified, bad_timestamp, message_not_found.
    """
    if not call.text("timestamp"):
        raise SlackError("no_item_specified")
    if not TIMESTAMP.fullmatch(call.text("timestamp")):
        raise SlackError("bad_timestamp")
    return call.message(channel, "timestamp")


def with_link(call: MethodCall, channel: Channel, message: Message) -> Json:
    """The message with its permalink."""
    return {**shapes.message(call.ws, message), "permalink": call.ws.permalink(channel.id, message.ts)}
