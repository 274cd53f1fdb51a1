"""Posting, editing and deleting messages."""

import copy
from collections.abc import Iterable, Sequence
from uuid import UUID, uuid5

from sandbox import shapes
from sandbox.acts.core import Core
from sandbox.blockkit import with_ids
from sandbox.errors import SlackError
from sandbox.notify import notify
from sandbox.state import App, Channel, Json, Message
from sandbox.text import fallback

SPACE = UUID("6d6b1c3e-2f0a-4a8e-9f0e-5d6b0f5f7a11")  # of client_msg_id
TOMBSTONE = "This message was deleted."
WRITTEN = {None, "thread_broadcast", "file_share", "me_message", "bot_message"}  # not system messages


class Messages(Core):
    """Acts on messages; `by` is a user id, the bot's for an app."""

    def post(
        self,
        channel: str,
        by: str,
        text: str = "",
        *,
        blocks: list[Json] | None = None,
        thread_ts: str | None = None,
        subtype: str | None = None,
        metadata: Json | None = None,
        files: Sequence[str] = (),
        broadcast: bool = False,
        app: App | None = None,
        extra: Json | None = None,
        invited: bool = False,
    ) -> Message:
        """Post into a channel (id or name) or thread, as stored: see `sandbox.text` for what was typed.

        A thread_ts of a reply goes to its root. `broadcast` shows a reply in the channel too; `invited` lets
        an app answer where it is no member, as a response_url does. Refuses with is_archived, not_in_channel,
        no_text, cannot_reply_to_message.
        """
        place = self.channel(channel)
        author = app or self.app_of(by)
        if not invited or place.is_archived:
            self.may_write(place, by)
        if not (text or blocks or files or (extra or {}).get("attachments")):
            raise SlackError("no_text")
        root = self.root_of(place, thread_ts) if thread_ts else None
        if files and subtype is None:
            subtype = "file_share"
        elif broadcast and root and subtype is None:
            subtype = "thread_broadcast"
        message = self._new(place, by, text, author, blocks or [])
        message.subtype, message.thread_ts = subtype, root.ts if root else None
        message.metadata, message.files = metadata, list(files)
        message.extra |= extra or {}
        self._store(place, message)
        return message

    def post_ephemeral(
        self,
        channel: str,
        by: str,
        to: str,
        text: str = "",
        *,
        blocks: list[Json] | None = None,
        thread_ts: str | None = None,
        app: App | None = None,
        extra: Json | None = None,
    ) -> Message:
        """Show something to one person only: never found by the API, never an event, never a notification.

        Refuses with is_archived, no_text, user_not_in_channel.
        """
        place = self.channel(channel)
        if place.is_archived:
            raise SlackError("is_archived")
        if not (text or blocks or (extra or {}).get("attachments")):
            raise SlackError("no_text")
        if to not in place.members:
            raise SlackError("user_not_in_channel")
        message = self._new(place, by, text, app or self.app_of(by), blocks or [])
        message.ephemeral_to, message.thread_ts = to, thread_ts
        message.extra |= extra or {}
        place.messages[message.ts] = message
        self.changed("message", channel=place.id, ts=message.ts)
        return message

    def edit(
        self,
        channel: str,
        ts: str,
        by: str,
        *,
        text: str | None = None,
        blocks: list[Json] | None = None,
        metadata: Json | None = None,
        extra: Json | None = None,
    ) -> Message:
        """Change one's own message; None leaves a part as it is, [] and {} remove it. Notifies nobody.

        Refuses with message_not_found, cant_update_message.
        """
        place = self.channel(channel)
        message = self.message(place, ts)
        if message.user != by or message.subtype not in WRITTEN:
            raise SlackError("cant_update_message")
        before = copy.deepcopy(shapes.message(self, message))
        if text is not None:
            message.text = text
        if blocks is not None:
            message.blocks = self.with_ids(blocks)
            message.text = message.text or fallback(message.blocks)
        if metadata is not None:
            message.metadata = metadata or None
        message.extra |= extra or {}
        if not message.extra.get("attachments"):
            message.extra.pop("attachments", None)
        message.edited = {"user": message.bot_id or by, "ts": self.next_ts()}
        self.show_change(place, message, before)
        return message

    def delete(self, channel: str, ts: str, by: str) -> None:
        """Delete one's own message; one with replies leaves a tombstone.

        Refuses with message_not_found, cant_delete_message.
        """
        place = self.channel(channel)
        message = self.message(place, ts)
        if message.user != by or message.subtype not in WRITTEN:
            raise SlackError("cant_delete_message")
        before = copy.deepcopy(shapes.message(self, message))
        message.deleted = True
        place.pins = [pin for pin in place.pins if pin.ts != ts]
        if self.thread(place, ts):
            self._bury(place, message, before)
            return
        del place.messages[ts]
        root = place.messages.get(message.thread_ts or "")
        if root and root.subtype == "tombstone" and not self.thread(place, root.ts):
            del place.messages[root.ts]
        event = {"subtype": "message_deleted", "hidden": True, "deleted_ts": ts, "previous_message": before}
        self._emit_hidden(place, event)
        self.changed("message", channel=place.id, ts=ts)

    def _bury(self, place: Channel, message: Message, before: Json) -> None:
        message.text, message.subtype, message.hidden = TOMBSTONE, "tombstone", True
        message.user, message.bot_id, message.app_id = "USLACKBOT", None, None
        message.blocks, message.files, message.metadata, message.edited = [], [], None, None
        message.extra, message.reactions = {}, {}
        self.show_change(place, message, before)

    def show_change(self, place: Channel, message: Message, before: Json) -> None:
        """Tell of a changed message: message_changed with what it was `before`."""
        now = copy.deepcopy(shapes.message(self, message))
        event = {"subtype": "message_changed", "hidden": True, "message": now, "previous_message": before}
        self._emit_hidden(place, event)
        self.changed("message", channel=place.id, ts=message.ts)

    def _emit_hidden(self, place: Channel, event: Json) -> None:
        ts = self.next_ts()
        where = {"channel": place.id, "ts": ts, "event_ts": ts, "channel_type": place.kind}
        self.emit({"type": "message", **event, **where}, channel=place)

    def say(self, place: Channel, by: str, subtype: str, text: str, **extra: object) -> Message:
        """A system message, such as channel_topic; private channels have their own group_* names."""
        if place.kind == "group":
            subtype = subtype.replace("channel_", "group_")
        message = Message(place.id, self.next_ts(), by, text, subtype=subtype, extra=dict(extra))
        self._store(place, message)
        return message

    def may_write(self, place: Channel, by: str) -> None:
        """Refuse with is_archived or not_in_channel; apps need no membership with chat:write.public."""
        if place.is_archived:
            raise SlackError("is_archived")
        app = self.app_of(by)
        anywhere = app is not None and "chat:write.public" in app.scopes and place.kind == "channel"
        if by not in place.members and not anywhere:
            raise SlackError("not_in_channel")

    def root_of(self, place: Channel, thread_ts: str) -> Message:
        """The message a thread hangs on, also for the ts of a reply; cannot_reply_to_message."""
        found = place.messages.get(thread_ts)
        if found is not None and found.thread_ts and found.thread_ts != found.ts:
            found = place.messages.get(found.thread_ts)
        if found is None or found.ephemeral_to:
            raise SlackError("cannot_reply_to_message")
        return found

    def with_ids(self, blocks: Iterable[Json]) -> list[Json]:
        """A copy of the blocks as Slack stores them: each block has a block_id, each element an action_id."""
        return with_ids(blocks, lambda: self.new_id("b")[-5:])

    def _new(self, place: Channel, by: str, text: str, app: App | None, blocks: list[Json]) -> Message:
        stored = self.with_ids(blocks)
        message = Message(place.id, self.next_ts(), by, text or fallback(stored), stored)
        if app:
            message.bot_id, message.app_id = app.bot_id, app.id
        else:
            message.extra["client_msg_id"] = str(uuid5(SPACE, message.ts))
        return message

    def _store(self, place: Channel, message: Message) -> None:
        place.messages[message.ts] = message
        if message.thread_ts:
            place.replies.setdefault(message.thread_ts, []).append(message.ts)
        for name in message.files:
            file = self.files[name]
            file.channels = list(dict.fromkeys([*file.channels, place.id]))
        shown = copy.deepcopy(shapes.message(self, message))
        if message.subtype == "thread_broadcast" and message.thread_ts:
            shown["root"] = copy.deepcopy(shapes.message(self, place.messages[message.thread_ts]))
        event = {**shown, "channel": place.id, "event_ts": message.ts, "channel_type": place.kind}
        self.emit(event, channel=place)
        self._emit_mentions(place, message, event)
        notify(self, place, message)
        self.changed("message", channel=place.id, ts=message.ts)

    def _emit_mentions(self, place: Channel, message: Message, event: Json) -> None:
        if place.kind == "im" or message.subtype not in WRITTEN:
            return
        for app in self.apps.values():
            if f"<@{app.bot_user}>" in message.text and message.user != app.bot_user:
                mention = {k: v for k, v in event.items() if k != "channel_type"}
                self.emit({**mention, "type": "app_mention"}, channel=place, app=app)
