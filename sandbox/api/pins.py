"""pins.*: messages pinned to a channel."""

from sandbox.api import MethodCall, method
from sandbox.api.items import message_named, with_link
from sandbox.state import Json


@method("pins.add", scope="pins:write", required=("channel",))
def add_pin(call: MethodCall) -> Json:
    """Pin a message; it leaves a system message behind."""
    channel = call.channel(member=True)
    call.ws.pin(channel.id, message_named(call, channel).ts, call.bot.id)
    return {}


@method("pins.remove", scope="pins:write", required=("channel",))
def remove_pin(call: MethodCall) -> Json:
    """Unpin a message."""
    channel = call.channel()
    call.ws.unpin(channel.id, message_named(call, channel).ts, call.bot.id)
    return {}


@method("pins.list", scope="pins:read", required=("channel",))
def list_pins(call: MethodCall) -> Json:
    """What is pinned, latest first."""
    channel = call.channel()
    items = [
        {
            "type": "message",
            "created": pin.at,
            "created_by": pin.by,
            "channel": channel.id,
            "message": {**with_link(call, channel, channel.messages[pin.ts]), "pinned_to": [channel.id]},
        }
        for pin in reversed(channel.pins)
    ]
    return {"items": items}
