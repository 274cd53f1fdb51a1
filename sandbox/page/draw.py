"""Conversations and messages as the page shows them to one viewer (a user id)."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sandbox.state import Channel, File, Json, Message
from sandbox.text import unescape

if TYPE_CHECKING:
    from sandbox.page.marks import Marks
    from sandbox.workspace import Workspace

WRITTEN = {None, "thread_broadcast", "file_share", "me_message", "bot_message", "tombstone"}
KINDS = {"channel": "public", "group": "private", "im": "im", "mpim": "mpim"}
SEQUENCE = re.compile(r"<([^<>]+)>")
MOST_MESSAGES = 150  # a screenful and some history; earlier ones come on demand
FACES = 5


def seen_in_channel(channel: Channel, viewer: str) -> list[Message]:
    """What stands in the channel itself: no replies, no one else's ephemerals."""
    return [m for m in channel.messages.values() if is_seen(m, viewer) and in_channel(m)]


def is_seen(message: Message, viewer: str) -> bool:
    """Whether the message is on this person's screen at all."""
    return message.ephemeral_to in (None, viewer)


def in_channel(message: Message) -> bool:
    """Whether it stands in the channel rather than only in a thread."""
    return message.thread_ts in (None, message.ts) or message.subtype == "thread_broadcast"


def message(ws: "Workspace", m: Message, viewer: str) -> Json:
    """A message; `replies` is null without a thread, `source` (own messages only) is what was typed."""
    channel = ws.channels[m.channel]
    return {
        "ts": m.ts,
        "channel": m.channel,
        "user": m.user,
        "name": m.extra.get("username"),
        "bot": m.app_id is not None,
        "text": m.text,
        "blocks": m.blocks,
        "subtype": m.subtype,
        "thread_ts": m.thread_ts,
        "replies": _replies(ws, channel, m),
        "edited": m.edited is not None and m.app_id is None,  # Slack marks people's edits only
        "reactions": [{"name": name, "users": users} for name, users in m.reactions.items() if users],
        "files": [file(ws.files[one], viewer) for one in m.files if one in ws.files],
        "private": m.ephemeral_to is not None,
        "pinned": any(pin.ts == m.ts for pin in channel.pins),
        "deleted": m.deleted,
        "system": m.subtype not in WRITTEN,
        "source": source(ws, m.text) if m.user == viewer else None,
    }


def _replies(ws: "Workspace", channel: Channel, m: Message) -> Json | None:
    replies = [] if m.ephemeral_to or m.thread_ts not in (None, m.ts) else ws.thread(channel, m.ts)
    if not replies:
        return None
    authors = list(dict.fromkeys(reply.user for reply in replies))
    return {"count": len(replies), "users": authors[:FACES], "latest": replies[-1].ts}


def file(f: File, viewer: str) -> Json:
    """A file as a link."""
    url = f"/page/file/{f.id}?as={viewer}"
    return {"id": f.id, "name": f.name, "title": f.title or f.name, "mimetype": f.mimetype, "url": url}


def source(ws: "Workspace", stored: str) -> str:
    """Stored text as it was typed, for editing it again."""

    def typed(found: re.Match[str]) -> str:
        target, _, label = found.group(1).partition("|")
        if target.startswith("@") and target[1:] in ws.users:
            return f"@{ws.users[target[1:]].name}"
        if target.startswith("#") and target[1:] in ws.channels:
            return f"#{ws.channels[target[1:]].name}"
        group = ws.usergroups.get(target.removeprefix("!subteam^"))
        if group:
            return f"@{group.handle}"
        return f"@{target[1:]}" if target.startswith("!") else target.removeprefix("mailto:") or label

    return unescape(SEQUENCE.sub(typed, stored))


def summary(ws: "Workspace", marks: "Marks", c: Channel, viewer: str) -> Json:
    """A conversation as the sidebar lists it."""
    return {
        "id": c.id,
        "name": c.name or ", ".join(_others(ws, c, viewer)),
        "kind": KINDS[c.kind],
        "archived": c.is_archived,
        "canvas_id": c.canvas_id,
        "member": viewer in c.members,
        "with": next((one for one in c.members if one != viewer), viewer) if c.is_im else None,
        "unread": marks.unread(viewer, c),
        "mentions": marks.mentions(viewer, c),
    }


def _others(ws: "Workspace", c: Channel, viewer: str) -> Iterator[str]:
    yield from (ws.users[one].real_name for one in c.members if one != viewer and one in ws.users)


def summaries(ws: "Workspace", marks: "Marks", viewer: str) -> list[Json]:
    """All conversations this person can see, by name; direct messages nobody has used are left out."""
    seen = [c for c in ws.channels.values() if ws.visible(viewer, c)]
    return sorted((summary(ws, marks, c, viewer) for c in seen), key=lambda one: str(one["name"]).lower())


def detail(ws: "Workspace", marks: "Marks", c: Channel, viewer: str) -> Json:
    """A conversation with all that its header shows."""
    canvas = ws.files.get(c.canvas_id or "")
    pins = [(pin, c.messages[pin.ts]) for pin in c.pins if pin.ts in c.messages]
    return {
        **summary(ws, marks, c, viewer),
        "topic": c.topic["value"],
        "purpose": c.purpose["value"],
        "members": list(c.members),
        "pins": [{"ts": pin.ts, "user": m.user, "text": m.text} for pin, m in pins],
        "bookmarks": [{"title": mark["title"], "link": mark["link"]} for mark in c.bookmarks],
        "canvas": canvas and {"title": canvas.title, "markdown": canvas.content.decode(errors="replace")},
        "read_only": _read_only(ws, c),
    }


def _read_only(ws: "Workspace", c: Channel) -> bool:
    """Whether this is a direct message with an app that does not take messages."""
    apps = [app for app in ws.apps.values() if c.is_im and app.bot_user in c.members]
    homes = [app.manifest.get("features", {}).get("app_home", {}) for app in apps]
    return any(home.get("messages_tab_read_only_enabled") for home in homes)


def page_of(
    ws: "Workspace",
    marks: "Marks",
    c: Channel,
    viewer: str,
    *,
    before: str | None = None,
    reach: str | None = None,
) -> Json:
    """The newest messages of a channel (before a ts, when given), back to the ts `reach` at least."""
    found = [m for m in seen_in_channel(c, viewer) if before is None or m.ts < before]
    first = max(0, len(found) - MOST_MESSAGES)
    if reach:
        first = min(first, sum(m.ts < reach for m in found))
    return {
        "channel": detail(ws, marks, c, viewer),
        "messages": [message(ws, m, viewer) for m in found[first:]],
        "more": first > 0,
        "read": marks.read_until(viewer, c),
    }


def thread(ws: "Workspace", c: Channel, root: str, viewer: str) -> Json:
    """A thread: the parent, then the replies. KeyError when there is no such message."""
    parent = c.messages.get(root)
    if parent is None or not is_seen(parent, viewer):
        raise KeyError("There is no such message.")
    replies = [m for m in c.messages.values() if m.thread_ts == root and m.ts != root and is_seen(m, viewer)]
    return {"messages": [message(ws, m, viewer) for m in [parent, *replies] if not m.deleted or m is parent]}
