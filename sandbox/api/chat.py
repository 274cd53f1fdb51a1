"""chat.postMessage, update, delete, postEphemeral, getPermalink."""

import copy

from sandbox import shapes
from sandbox.api import MethodCall, method
from sandbox.api.content import Content, read, read_metadata
from sandbox.errors import SlackError
from sandbox.state import Channel, Json, Message

LONGEST_UPDATE = 4_000
APPEARANCE = ("username", "icon_emoji", "icon_url")


def destination(call: MethodCall) -> Channel:
    """Where to post: a conversation's id, a person's id (their direct message), or a channel's #name."""
    ws, key = call.ws, call.text("channel")
    person = ws.users.get(key)
    if person is not None:
        if person.deleted or person.is_bot:
            raise SlackError("channel_not_found")
        return ws.open_dm([call.bot.id, person.id])
    named = next((c for c in ws.channels.values() if c.name and c.name == key.removeprefix("#")), None)
    found = ws.channels.get(key) or named
    if found is None or not ws.visible(call.bot.id, found):
        raise SlackError("channel_not_found")
    return found


def appearance(call: MethodCall, content: Content) -> Json:
    """What else the message shows: attachments, another name or icon (scope chat:write.customize)."""
    extra: Json = {"attachments": content.attachments} if content.attachments else {}
    if any(call.has(name) for name in APPEARANCE):
        call.need("chat:write.customize")
    if call.has("username"):
        extra["username"] = call.text("username")
    icons = {"emoji": call.text("icon_emoji"), "image_64": call.text("icon_url")}
    shown = {name: value for name, value in icons.items() if value}
    return extra | ({"icons": shown} if shown else {})


def shown(call: MethodCall, message: Message) -> Json:
    """The message as the answer carries it."""
    return copy.deepcopy(shapes.message(call.ws, message))


def check_messages_tab(call: MethodCall, channel: Channel) -> None:
    """Refuse direct messages of an app whose Messages tab is off."""
    home = call.app.manifest.get("features", {}).get("app_home", {})
    if channel.is_im and home.get("messages_tab_enabled") is False:
        raise SlackError("messages_tab_disabled")


@method("chat.postMessage", scope="chat:write", required=["channel"])
def post_message(call: MethodCall) -> Json:
    """Post into a channel, direct message or thread."""
    channel = destination(call)
    check_messages_tab(call, channel)
    content, metadata = read(call), read_metadata(call)
    message = call.ws.post(
        channel.id,
        call.bot.id,
        content.text or "",
        blocks=content.blocks,
        thread_ts=call.text("thread_ts") or None,
        metadata=metadata or None,
        broadcast=call.flag("reply_broadcast"),
        app=call.app,
        extra=appearance(call, content),
    )
    return {"channel": channel.id, "ts": message.ts, "message": shown(call, message)}


@method("chat.postEphemeral", scope="chat:write", required=["channel", "user"])
def post_ephemeral(call: MethodCall) -> Json:
    """Show something to one person who is in the channel."""
    channel, content = call.channel(member=True), read(call, attachment_error="invalid_attachments")
    check_messages_tab(call, channel)
    thread = call.text("thread_ts")
    message = call.ws.post_ephemeral(
        channel.id,
        call.bot.id,
        call.text("user"),
        content.text or "",
        blocks=content.blocks,
        thread_ts=call.ws.root_of(channel, thread).ts if thread else None,
        app=call.app,
        extra=appearance(call, content),
    )
    return {"message_ts": message.ts}


@method("chat.update", scope="chat:write", required=["channel", "ts"])
def update(call: MethodCall) -> Json:
    """Change one of the bot's own messages; text without blocks removes the blocks."""
    channel, ts = call.channel(), call.text("ts")
    if channel.is_archived:
        raise SlackError("is_inactive")
    if len(call.text("text")) > LONGEST_UPDATE:
        raise SlackError("msg_too_long")
    content, metadata = read(call, attachment_error="invalid_attachments"), read_metadata(call)
    if content.empty:
        raise SlackError("no_text")
    if content.text is not None and content.blocks is None:
        content.blocks = []
    message = call.ws.edit(
        channel.id,
        ts,
        call.bot.id,
        text=content.text,
        blocks=content.blocks,
        metadata=metadata,
        extra=None if content.attachments is None else {"attachments": content.attachments},
    )
    return {"channel": channel.id, "ts": ts, "text": message.text, "message": shown(call, message)}


@method("chat.delete", scope="chat:write", required=["channel", "ts"])
def delete(call: MethodCall) -> Json:
    """Delete one of the bot's own messages."""
    channel, ts = call.channel(), call.text("ts")
    call.ws.delete(channel.id, ts, call.bot.id)
    return {"channel": channel.id, "ts": ts}


@method("chat.getPermalink", required=["channel", "message_ts"])
def get_permalink(call: MethodCall) -> Json:
    """A message's address."""
    channel = call.channel()
    return {"channel": channel.id, "permalink": call.ws.permalink(channel.id, call.text("message_ts"))}
