"""Marks on messages: reactions and pins."""

import copy
import re

from sandbox import shapes
from sandbox.acts.messages import Messages
from sandbox.errors import SlackError
from sandbox.state import Channel, Json, Message, Pin

EMOJI = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")
MOST_PINS = 100


class Marks(Messages):
    """Acts of reacting and pinning; `by` is a user id, emoji names come without colons."""

    def react(self, channel: str, ts: str, by: str, name: str) -> None:
        """Add a reaction; refuses with invalid_name, is_archived, message_not_found, already_reacted."""
        place, message = self._marked(channel, ts)
        if not EMOJI.fullmatch(name):
            raise SlackError("invalid_name")
        users = message.reactions.get(name, [])
        if by in users:
            raise SlackError("already_reacted")
        message.reactions[name] = [*users, by]
        self._reacted("reaction_added", place, message, by, name)

    def unreact(self, channel: str, ts: str, by: str, name: str) -> None:
        """Take a reaction back; refuses with message_not_found, no_reaction."""
        place = self.channel(channel)
        message = self.message(place, ts)
        if by not in message.reactions.get(name, []):
            raise SlackError("no_reaction")
        message.reactions[name].remove(by)
        if not message.reactions[name]:
            del message.reactions[name]
        self._reacted("reaction_removed", place, message, by, name)

    def _marked(self, channel: str, ts: str) -> tuple[Channel, Message]:
        place = self.channel(channel)
        if place.is_archived:
            raise SlackError("is_archived")
        return place, self.message(place, ts)

    def _reacted(self, kind: str, place: Channel, message: Message, by: str, name: str) -> None:
        item = {"type": "message", "channel": place.id, "ts": message.ts}
        event = {"type": kind, "user": by, "reaction": name, "item": item, "item_user": message.user}
        self.emit(event, channel=place)
        self.changed("message", channel=place.id, ts=message.ts)

    def pin(self, channel: str, ts: str, by: str) -> None:
        """Pin a message, which adds a pinned_item message.

        Refuses with message_not_found, not_in_channel, not_pinnable, already_pinned, too_many_pins.
        """
        place = self.channel(channel)
        message = self.message(place, ts)
        if by not in place.members:
            raise SlackError("not_in_channel")
        if place.is_archived:
            raise SlackError("not_pinnable")
        if any(pin.ts == ts for pin in place.pins):
            raise SlackError("already_pinned")
        if len(place.pins) >= MOST_PINS:
            raise SlackError("too_many_pins")
        place.pins.append(Pin(ts, by, self.now()))
        event = self._pinned(place, message, by)
        self.emit({"type": "pin_added", **event}, channel=place)
        self.say(place, by, "pinned_item", f"<@{by}> pinned a message to this channel.", item_type="C")
        self.changed("message", channel=place.id, ts=ts)

    def unpin(self, channel: str, ts: str, by: str) -> None:
        """Unpin a message; refuses with message_not_found, no_pin."""
        place = self.channel(channel)
        message = self.message(place, ts)
        if not any(pin.ts == ts for pin in place.pins):
            raise SlackError("no_pin")
        event = self._pinned(place, message, by)
        place.pins = [pin for pin in place.pins if pin.ts != ts]
        event |= {"pin_count": len(place.pins), "has_pins": bool(place.pins)}
        self.emit({"type": "pin_removed", **event}, channel=place)
        self.changed("message", channel=place.id, ts=ts)

    def _pinned(self, place: Channel, message: Message, by: str) -> Json:
        pin = next(pin for pin in place.pins if pin.ts == message.ts)
        shown = copy.deepcopy(shapes.message(self, message))
        shown |= {"pinned_to": [place.id], "permalink": self.permalink(place.id, message.ts)}
        return {
            "user": by,
            "channel_id": place.id,
            "item": {
                "type": "message",
                "created": pin.at,
                "created_by": pin.by,
                "channel": place.id,
                "message": shown,
            },
            "item_user": message.user,
            "pin_count": len(place.pins),
            "pinned_info": {"channel": place.id, "pinned_by": pin.by, "pinned_ts": pin.at},
        }
