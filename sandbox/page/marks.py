"""How far each person has read, and what is therefore unread; kept by the page, as Slack's clients do."""

from typing import TYPE_CHECKING

from sandbox.page.draw import WRITTEN, in_channel
from sandbox.state import Channel

if TYPE_CHECKING:
    from sandbox.workspace import Workspace


class Marks:
    """The last ts each person has read in each conversation."""

    def __init__(self, ws: "Workspace") -> None:
        """Nobody has read anything."""
        self._ws = ws
        self._read: dict[tuple[str, str], str] = {}

    def read_until(self, viewer: str, channel: Channel) -> str | None:
        """The ts of the last message read, None when the conversation was never opened."""
        return self._read.get((viewer, channel.id))

    def mark(self, viewer: str, channel: Channel) -> None:
        """Everything in the conversation is read now; watchers hear of it when that changed anything."""
        latest = max(channel.messages, default="")
        if (self._read.get((viewer, channel.id)) or "") < latest:
            self._read[(viewer, channel.id)] = latest
            self._ws.changed("read", user=viewer, channel=channel.id)

    def unread(self, viewer: str, channel: Channel) -> int:
        """How many messages others have written in the channel since."""
        if viewer not in channel.members:
            return 0
        mark = self._read.get((viewer, channel.id), "")
        return sum(
            m.ts > mark and m.user != viewer and m.subtype in WRITTEN and not m.deleted
            for m in channel.messages.values()
            if in_channel(m) and m.ephemeral_to in (None, viewer)
        )

    def mentions(self, viewer: str, channel: Channel) -> int:
        """How many unread notifications the channel has for this person."""
        mark = self._read.get((viewer, channel.id), "")
        return sum(
            n.user == viewer and n.channel == channel.id and n.ts > mark for n in self._ws.notifications
        )

    def attention(self) -> dict[str, int]:
        """Unread notifications by person, people without any left out."""
        counts: dict[str, int] = {}
        for n in self._ws.notifications:
            if n.ts > self._read.get((n.user, n.channel), "") and n.channel in self._ws.channels:
                counts[n.user] = counts.get(n.user, 0) + 1
        return counts
