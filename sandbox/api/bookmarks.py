"""bookmarks.*: the links at the top of a channel."""

import re

from sandbox.api import MethodCall, method
from sandbox.errors import SlackError
from sandbox.state import Channel, Json

LINK = re.compile(r"https?://[^\s<>]+")
EMOJI = re.compile(r":[a-z0-9_+'-]+:")
MOST = 100


@method("bookmarks.add", scope="bookmarks:write", required=("channel_id", "title", "type"))
def add_bookmark(call: MethodCall) -> Json:
    """Add a link (the only type served) at the end of the bar."""
    channel = call.channel("channel_id")
    if call.text("type") != "link":
        raise SlackError("invalid_bookmark_type")
    if len(channel.bookmarks) >= MOST:
        raise SlackError("too_many_bookmarks")
    now = call.ws.now()
    bookmark: Json = {
        "id": call.ws.new_id("Bk"),
        "channel_id": channel.id,
        "title": call.text("title"),
        "link": _link(call),
        "emoji": _emoji(call),
        "icon_url": None,
        "type": "link",
        "entity_id": None,
        "date_created": now,
        "date_updated": 0,
        "rank": f"{len(channel.bookmarks):04d}",
        "last_updated_by_user_id": call.bot.id,
        "last_updated_by_team_id": call.ws.team.id,
        "shortcut_id": None,
        "app_id": call.app.id,
        "app_action_id": None,
    }
    channel.bookmarks.append(bookmark)
    call.ws.changed("channel", channel=channel.id)
    return {"bookmark": dict(bookmark)}


@method("bookmarks.edit", scope="bookmarks:write", required=("channel_id", "bookmark_id"))
def edit_bookmark(call: MethodCall) -> Json:
    """Change title, link or emoji; what is not sent stays."""
    channel, bookmark = _named(call)
    changed: Json = {"date_updated": call.ws.now(), "last_updated_by_user_id": call.bot.id}
    if call.has("title"):
        changed["title"] = call.text("title")
    if call.has("link"):
        changed["link"] = _link(call)
    if call.has("emoji"):
        changed["emoji"] = _emoji(call)
    bookmark.update(changed)
    call.ws.changed("channel", channel=channel.id)
    return {"bookmark": dict(bookmark)}


@method("bookmarks.list", scope="bookmarks:read", required=("channel_id",))
def list_bookmarks(call: MethodCall) -> Json:
    """All links of the channel, in order."""
    return {"bookmarks": [dict(bookmark) for bookmark in call.channel("channel_id").bookmarks]}


@method("bookmarks.remove", scope="bookmarks:write", required=("channel_id", "bookmark_id"))
def remove_bookmark(call: MethodCall) -> Json:
    """Take a link away."""
    channel, bookmark = _named(call)
    channel.bookmarks.remove(bookmark)
    call.ws.changed("channel", channel=channel.id)
    return {}


def _named(call: MethodCall) -> tuple[Channel, Json]:
    channel = call.channel("channel_id")
    for bookmark in channel.bookmarks:
        if bookmark["id"] == call.text("bookmark_id"):
            return channel, bookmark
    raise SlackError("not_found")


def _link(call: MethodCall) -> str:
    link = call.text("link")
    if not LINK.fullmatch(link):
        raise SlackError("invalid_link")
    return link


def _emoji(call: MethodCall) -> str:
    emoji = call.text("emoji")
    if emoji and not EMOJI.fullmatch(emoji):
        raise SlackError("invalid_emoji")
    return emoji
