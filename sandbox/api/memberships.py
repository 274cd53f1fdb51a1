"""conversations.invite, kick, join, leave, members: who is in a channel."""

from sandbox.api import MethodCall, family, method
from sandbox.api.conversations import MANAGE, answer
from sandbox.api.paging import page
from sandbox.errors import SlackError, invalid_arguments
from sandbox.state import Json

MOST_INVITED = 100
INVITE = ("channels:manage", "channels:write.invites", "groups:write", "groups:write.invites")


@method("conversations.invite", scope=INVITE, required=["channel", "users"])
def invite(call: MethodCall) -> Json:
    """Bring up to 100 people in: all or none, unless `force`."""
    channel = call.channel()
    call.need_for(channel, "manage", "channels:write.invites", "groups:write.invites")
    users = call.ids("users")
    if len(users) > MOST_INVITED:
        raise invalid_arguments(f"no more than {MOST_INVITED} users allowed [json-pointer:/users]")
    errors = call.ws.invite(channel.id, users, call.bot.id, force=call.flag("force"))
    return answer(call, channel) | ({"errors": errors} if errors else {})


@method("conversations.kick", scope=MANAGE, required=["channel"])
def kick(call: MethodCall) -> Json:
    """Remove somebody."""
    channel = call.channel()
    call.need_for(channel, "manage")
    call.ws.kick(channel.id, call.text("user"), call.bot.id)
    return {"errors": {}}


@method("conversations.join", scope="channels:join", required=["channel"])
def join(call: MethodCall) -> Json:
    """Come into a public channel; a warning when already there."""
    channel = call.channel()
    known = call.bot.id in channel.members
    body = answer(call, call.ws.join(channel.id, call.bot.id))
    if known:
        body |= {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    return body


@method("conversations.leave", scope=MANAGE, required=["channel"])
def leave(call: MethodCall) -> Json:
    """Go; not being there is no error, as in Slack."""
    channel = call.channel()
    call.need_for(channel, "manage")
    if channel.is_im or channel.is_mpim:
        raise SlackError("method_not_supported_for_channel_type")
    if call.bot.id not in channel.members:
        return {"not_in_channel": True}
    call.ws.leave(channel.id, call.bot.id)
    return {}


@method("conversations.members", scope=family("read"), required=["channel"])
def members(call: MethodCall) -> Json:
    """The ids of who is in it, in pages."""
    channel = call.channel()
    call.need_for(channel, "read")
    found, more = page(call, channel.members)
    return {"members": found, "response_metadata": more}
