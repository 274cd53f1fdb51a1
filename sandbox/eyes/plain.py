"""Slack's text as one reader sees it: mentions as names, dates in the reader's zone, no markup."""

import re
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sandbox.eyes import dates
from sandbox.state import User
from sandbox.text import unescape

if TYPE_CHECKING:
    from sandbox.acts.core import Core

SEQUENCE = re.compile(r"<([^<>]+)>")
CODE = re.compile(r"```(.*?)```|`([^`\n]+)`", re.DOTALL)
MARKS = [re.compile(rf"(?<![\w{m}]){re.escape(m)}(\S(?:[^\n]*?\S)?){re.escape(m)}(?![\w{m}])") for m in "*_~"]
QUOTE = re.compile(r"^&gt; ?", re.MULTILINE)


class Reader:
    """One person's way of seeing text."""

    def __init__(self, ws: "Core", user: User) -> None:
        """See as `user` sees, at the workspace's present moment."""
        self.ws = ws
        self.user_ = user
        self.zone = ZoneInfo(user.tz)

    def text(self, stored: str) -> str:
        """Stored mrkdwn as it is seen."""
        parts = CODE.split(stored)
        seen = [self._prose(parts[0])]
        for index in range(1, len(parts), 3):
            seen += [self._sequences(parts[index] or parts[index + 1]), self._prose(parts[index + 2])]
        return "".join(seen)

    def date(self, timestamp: int, pattern: str) -> str:
        """Seconds since the epoch drawn with date tokens."""
        moment = datetime.fromtimestamp(timestamp, self.zone)
        return dates.draw(pattern, moment, self.ws.clock.now().astimezone(self.zone))

    def user(self, user_id: str) -> str:
        """A mention of a person."""
        person = self.ws.users.get(user_id)
        return f"@{person.real_name or person.name}" if person else "@unknown"

    def channel(self, channel_id: str) -> str:
        """A mention of a channel; the names of those the reader cannot see stay hidden."""
        channel = self.ws.channels.get(channel_id)
        if channel is None or not self.ws.visible(self.user_.id, channel):
            return "#private channel"
        return f"#{channel.name}"

    def usergroup(self, group_id: str) -> str:
        """A mention of a user group."""
        group = self.ws.usergroups.get(group_id)
        return f"@{group.handle}" if group else "@unknown"

    def _prose(self, stored: str) -> str:
        text = QUOTE.sub("", stored)
        for mark in MARKS:
            text = mark.sub(r"\1", text)
        return self._sequences(text)

    def _sequences(self, stored: str) -> str:
        return unescape(SEQUENCE.sub(lambda found: self._sequence(found.group(1)), stored))

    def _sequence(self, inside: str) -> str:
        target, _, label = inside.partition("|")
        if target.startswith("@"):
            return self.user(target[1:])
        if target.startswith("#"):
            return self.channel(target[1:])
        if target.startswith("!subteam^"):
            return self.usergroup(target.removeprefix("!subteam^"))
        if target.startswith("!date^"):
            _, timestamp, pattern, *_link = target.split("^")
            return self.date(int(timestamp), pattern)
        if target.startswith("!"):
            return f"@{target[1:]}"
        return label or target.removeprefix("mailto:")
