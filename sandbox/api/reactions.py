"""reactions.*: emoji on messages."""

from sandbox.api import MethodCall, method
from sandbox.api.items import message_named, with_link
from sandbox.errors import SlackError
from sandbox.state import Json


@method("reactions.add", scope="reactions:write", required=("name",))
def add_reaction(call: MethodCall) -> Json:
    """React as the bot; the emoji's name comes without colons."""
    if not call.text("channel"):
        raise SlackError("no_item_specified")
    channel = call.channel()
    call.ws.react(channel.id, message_named(call, channel).ts, call.bot.id, call.text("name"))
    return {}


@method("reactions.remove", scope="reactions:write", required=("name",))
def remove_reaction(call: MethodCall) -> Json:
    """Take the bot's reaction back."""
    if not call.text("channel"):
        raise SlackError("no_item_specified")
    channel = call.channel()
    call.ws.unreact(channel.id, message_named(call, channel).ts, call.bot.id, call.text("name"))
    return {}


@method("reactions.get", scope="reactions:read")
def get_reactions(call: MethodCall) -> Json:
    """A message with its reactions; without the field when there are none."""
    if not call.text("channel"):
        raise SlackError("no_item_specified")
    channel = call.channel()
    message = message_named(call, channel)
    return {"type": "message", "channel": channel.id, "message": with_link(call, channel, message)}
