"""conversations.*: channels themselves (who is in them: memberships; what was said: histories)."""

from sandbox import shapes
from sandbox.api import MethodCall, family, method
from sandbox.api.paging import page
from sandbox.errors import SlackError
from sandbox.state import Channel, Json

TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
READS = {"channel": "channels:read", "group": "groups:read", "im": "im:read", "mpim": "mpim:read"}
MANAGE = ("channels:manage", "groups:write", "im:write", "mpim:write")
TOPIC = ("channels:manage", "channels:write.topic", "groups:write", "groups:write.topic")
MOST_IN_DM = 8


def of_types(call: MethodCall) -> list[Channel]:
    """The conversations of the asked `types` that the bot can see; public channels by default.

    Refuses with invalid_types, and missing_scope for a type whose scope the app has not.
    """
    kinds = []
    for name in call.ids("types") or ["public_channel"]:
        if name not in TYPES:
            raise SlackError("invalid_types")
        call.need(READS[TYPES[name]])
        kinds.append(TYPES[name])
    without = call.flag("exclude_archived")
    return [
        c
        for c in call.ws.channels.values()
        if c.kind in kinds and call.ws.visible(call.bot.id, c) and not (without and c.is_archived)
    ]


def answer(call: MethodCall, channel: Channel) -> Json:
    """A conversation as the bot sees it."""
    return {"channel": shapes.channel(call.ws, channel, call.bot.id)}


@method("conversations.list", scope=family("read"))
def list_(call: MethodCall) -> Json:
    """Conversations by type, in pages."""
    found, more = page(call, of_types(call), most=999)
    channels = [
        shapes.channel(call.ws, c, call.bot.id) | ({} if c.is_im else {"num_members": len(c.members)})
        for c in found
    ]
    return {"channels": channels, "response_metadata": more}


@method("conversations.info", scope=family("read"), required=["channel"])
def info(call: MethodCall) -> Json:
    """One conversation."""
    channel = call.channel()
    call.need_for(channel, "read")
    body = answer(call, channel)
    if call.flag("include_num_members"):
        body["channel"]["num_members"] = len(channel.members)
    if call.flag("include_locale"):
        body["channel"]["locale"] = "en-GB"
    return body


@method("conversations.create", scope=MANAGE, required=["name"])
def create(call: MethodCall) -> Json:
    """A new channel with the bot in it."""
    private = call.flag("is_private")
    call.need("groups:write" if private else "channels:manage")
    return answer(call, call.ws.create_channel(call.text("name"), call.bot.id, private=private))


@method("conversations.rename", scope=MANAGE, required=["channel", "name"])
def rename(call: MethodCall) -> Json:
    """A new name, for channels the bot made."""
    channel = call.channel()
    call.need_for(channel, "manage")
    if call.bot.id in channel.members and channel.creator != call.bot.id:
        raise SlackError("not_authorized")
    return answer(call, call.ws.rename(channel.id, call.text("name"), call.bot.id))


@method("conversations.archive", scope=MANAGE, required=["channel"])
def archive(call: MethodCall) -> Json:
    """Archive, which ejects the bot."""
    channel = call.channel()
    call.need_for(channel, "manage")
    call.ws.archive(channel.id, call.bot.id)
    return {}


@method("conversations.setTopic", scope=TOPIC, required=["channel", "topic"])
def set_topic(call: MethodCall) -> Json:
    """The topic, and the message that tells of it."""
    channel = call.channel()
    call.need_for(channel, "manage", "channels:write.topic", "groups:write.topic")
    return answer(call, call.ws.set_topic(channel.id, call.text("topic"), call.bot.id))


@method("conversations.setPurpose", scope=TOPIC, required=["channel", "purpose"])
def set_purpose(call: MethodCall) -> Json:
    """The description, and the message that tells of it."""
    channel = call.channel()
    call.need_for(channel, "manage", "channels:write.topic", "groups:write.topic")
    return answer(call, call.ws.set_purpose(channel.id, call.text("purpose"), call.bot.id)) | {
        "purpose": call.text("purpose")
    }


@method("conversations.open", scope=("im:write", "mpim:write"))
def open_(call: MethodCall) -> Json:
    """The direct message with one person, or a group of up to eight."""
    if call.has("channel"):
        channel = call.channel()
        if not (channel.is_im or channel.is_mpim):
            raise SlackError("method_not_supported_for_channel_type")
        return _opened(call, channel, known=True)
    if not call.has("users"):
        raise SlackError("users_list_not_supplied")
    people = _people(call)
    call.need("im:write" if len(people) == 1 else "mpim:write")
    before = set(call.ws.channels)
    channel = call.ws.open_dm([call.bot.id, *people])
    return _opened(call, channel, known=channel.id in before)


def _people(call: MethodCall) -> list[str]:
    users = [one for one in call.ids("users") if one != call.bot.id]
    if not users:
        raise SlackError("not_enough_users")
    if len(users) > MOST_IN_DM:
        raise SlackError("too_many_users")
    for one in users:
        person = call.ws.users.get(one)
        if person is None:
            raise SlackError("user_not_found")
        if person.deleted:
            raise SlackError("user_disabled")
    return users


def _opened(call: MethodCall, channel: Channel, *, known: bool) -> Json:
    already = {"no_op": True, "already_open": True} if known else {}
    if call.flag("return_im"):
        return answer(call, channel) | already
    return {"channel": {"id": channel.id}} | already
