"""Who is notified of a new message: direct messages, mentions, groups, broadcasts and threads."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sandbox.state import Channel, Message, Notification
from sandbox.text import BROADCAST, mrkdwn_texts

if TYPE_CHECKING:
    from sandbox.acts.core import Core

MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
GROUP = re.compile(r"<!subteam\^(S[A-Z0-9]+)(?:\|[^<>]*)?>")
EVERYBODY = re.compile(r"<!(?:channel|here|everyone)(?:\|[^<>]*)?>")
QUIET = {None, "thread_broadcast", "file_share", "me_message", "bot_message"}  # what people write; not joins


def notify(ws: "Core", channel: Channel, message: Message) -> None:
    """Count the notifications of a new message, each person once, with the strongest reason."""
    if message.subtype not in QUIET or message.ephemeral_to:
        return
    told: set[str] = {message.user}
    for user_id, why in reasons(ws, channel, message):
        person = ws.users.get(user_id)
        if user_id in told or person is None or person.is_bot or not ws.visible(user_id, channel):
            continue
        told.add(user_id)
        ws.notifications.append(Notification(user_id, channel.id, message.ts, why, message.text))
        ws.changed("notification", user=user_id)


def reasons(ws: "Core", channel: Channel, message: Message) -> Iterator[tuple[str, str]]:
    """(user id, why), strongest reason first; authors, bots and repetitions are still among them."""
    if channel.is_im or channel.is_mpim:
        yield from ((member, "dm") for member in channel.members)
    marks = marks_of(message)
    yield from ((user, "mention") for user in MENTION.findall(marks))
    for group_id in GROUP.findall(marks):
        group = ws.usergroups.get(group_id)
        yield from ((user, "group") for user in (group.users if group and not group.disabled else ()))
    if EVERYBODY.search(marks):
        yield from ((member, "broadcast") for member in channel.members)
    if message.thread_ts and message.thread_ts != message.ts:
        root = channel.messages.get(message.thread_ts)
        earlier = [*([root] if root and not root.deleted else []), *ws.thread(channel, message.thread_ts)]
        yield from ((one.user, "thread") for one in earlier)


def marks_of(message: Message) -> str:
    """All text in which a mention counts, with rich text leaves and bare @here written as sequences."""
    texts = [message.text]
    for text, verbatim in mrkdwn_texts(message.blocks):
        texts.append(text if verbatim else BROADCAST.sub(r"<!\1>", text))
    for block in message.blocks:
        if isinstance(block, dict) and block.get("type") == "rich_text":
            texts += leaves(block.get("elements"))
    return "\n".join(texts)


def leaves(elements: Any) -> Iterator[str]:
    """The mentions inside rich text, as control sequences; its plain text never notifies."""
    for element in elements if isinstance(elements, list) else ():
        match element:
            case {"type": "user", "user_id": str(user)}:
                yield f"<@{user}>"
            case {"type": "usergroup", "usergroup_id": str(group)}:
                yield f"<!subteam^{group}>"
            case {"type": "broadcast", "range": str(range_)}:
                yield f"<!{range_}>"
            case {"elements": nested}:
                yield from leaves(nested)
