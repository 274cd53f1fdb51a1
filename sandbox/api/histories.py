"""conversations.history and conversations.replies: what was said."""

import re
from collections.abc import Callable

from sandbox import shapes
from sandbox.api import MethodCall, family, method
from sandbox.api.paging import cursor, read_cursor
from sandbox.errors import SlackError
from sandbox.state import Json, Message

TS = re.compile(r"\d{1,12}(\.\d{1,6})?")
MOST_HISTORY = 999
MOST_REPLIES = 1000
Moment = tuple[int, int]


def moment(ts: str) -> Moment:
    """A timestamp in comparable form: seconds and microseconds."""
    seconds, _, micro = ts.partition(".")
    return int(seconds), int(micro.ljust(6, "0") or "0")


def between(call: MethodCall) -> Callable[[Message], bool]:
    """The filter that oldest, latest and inclusive ask for; invalid_ts_oldest, invalid_ts_latest."""
    limits: dict[str, Moment | None] = {}
    for name in ("oldest", "latest"):
        sent = call.text(name)
        if sent and not TS.fullmatch(sent):
            raise SlackError(f"invalid_ts_{name}")
        limits[name] = moment(sent) if sent else None
    oldest, latest, inclusive = limits["oldest"], limits["latest"], call.flag("inclusive")

    def passes(message: Message) -> bool:
        at = moment(message.ts)
        late = oldest is None or at > oldest or (inclusive and at == oldest)
        return late and (latest is None or at < latest or (inclusive and at == latest))

    return passes


def answer(call: MethodCall, messages: list[Message], *, following: str) -> Json:
    """Messages with metadata as asked, and whether there are more."""
    payload = call.flag("include_all_metadata")
    body: Json = {
        "messages": [shapes.message(call.ws, m, payload=payload) for m in messages],
        "has_more": bool(following),
    }
    if following:
        body["response_metadata"] = {"next_cursor": following}
    return body


@method("conversations.history", scope=family("history"), required=["channel"])
def history(call: MethodCall) -> Json:
    """Messages newest first, without replies, hidden and ephemeral ones."""
    channel = call.channel(member=True)
    call.need_for(channel, "history")
    limit = call.number("limit", 100, most=MOST_HISTORY)
    passes, before = between(call), read_cursor(call, "next_ts")
    if before and not TS.fullmatch(before):
        raise SlackError("invalid_cursor")
    found = [m for m in channel.messages.values() if in_channel(m) and passes(m)]
    if before:
        found = [m for m in found if moment(m.ts) <= moment(before)]
    found.reverse()
    following = cursor("next_ts", found[limit].ts) if len(found) > limit else ""
    return answer(call, found[:limit], following=following) | {"pin_count": len(channel.pins)}


def in_channel(message: Message) -> bool:
    """Whether a message shows in the channel itself, for the API."""
    if message.ephemeral_to or message.hidden:
        return False
    return message.thread_ts in {None, message.ts} or message.subtype == "thread_broadcast"


@method("conversations.replies", scope=family("history"), required=["channel", "ts"])
def replies(call: MethodCall) -> Json:
    """A thread, oldest first: its root, then the replies of the page; also for a reply's ts."""
    channel = call.channel()
    call.need_for(channel, "history")
    if call.bot.id not in channel.members:
        raise SlackError("channel_not_found")
    limit = call.number("limit", MOST_REPLIES, most=MOST_REPLIES)
    root = channel.messages.get(call.text("ts"))
    if root is not None and root.thread_ts:
        root = channel.messages.get(root.thread_ts)
    if root is None or root.ephemeral_to:
        raise SlackError("thread_not_found")
    passes, after = between(call), read_cursor(call, "next_ts")
    if after and not TS.fullmatch(after):
        raise SlackError("invalid_cursor")
    found = [m for m in call.ws.thread(channel, root.ts) if passes(m)]
    found = [m for m in found if moment(m.ts) >= moment(after)] if after else [root, *found]
    following = cursor("next_ts", found[limit].ts) if len(found) > limit else ""
    return answer(call, found[:limit], following=following)
