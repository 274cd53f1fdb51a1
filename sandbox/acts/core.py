"""The workspace's state, its look-ups, and how a change is told: events to apps, news to watchers."""

import hashlib
from base64 import b32encode
from collections.abc import Callable
from datetime import timedelta
from typing import NoReturn

from sandbox.clock import Clock
from sandbox.errors import SlackError
from sandbox.faults import Faults
from sandbox.limits import RateLimits
from sandbox.state import (
    App,
    Call,
    Channel,
    File,
    Json,
    Message,
    Notification,
    Team,
    User,
    Usergroup,
    View,
)
from sandbox.subscriptions import subscribed

Listener = Callable[[App, Json], None]
Watcher = Callable[[Json], None]


class Core:
    """Everything the workspace holds, in memory; all changes are synchronous."""

    def __init__(self, *, name: str = "Sandbox", domain: str = "sandbox", clock: Clock | None = None) -> None:
        """An empty workspace called `name`, on the given clock or a new one."""
        self.clock = clock or Clock()
        self._counters: dict[str, int] = {}
        self._last_ts = 0
        self.team = Team(self.new_id("T"), name, domain, f"https://{domain}.slack.test/")
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.usergroups: dict[str, Usergroup] = {}
        self.apps: dict[str, App] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = {}
        self.tickets: dict[str, str] = {}  # Socket Mode: ticket -> app id, good for one connection
        self.calls: list[Call] = []
        self.notifications: list[Notification] = []
        self.faults = Faults()
        self.limits = RateLimits(self.clock)
        self.listeners: list[Listener] = []
        self.watchers: list[Watcher] = []
        self.clock.on_move(self._clock_moved)

    def _clock_moved(self, _by: timedelta) -> None:
        self.changed("clock")

    def new_id(self, prefix: str) -> str:
        """The next id of a kind, the same in every run: a letter and ten upper-case alphanumerics."""
        self._counters[prefix] = count = self._counters.get(prefix, 0) + 1
        digest = hashlib.sha256(f"{prefix}{count}".encode()).digest()
        return f"{prefix}0{b32encode(digest).decode()[:9]}"

    def next_ts(self) -> str:
        """A message timestamp: now, but always later than every one before."""
        self._last_ts = max(int(self.clock.time() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def now(self) -> int:
        """Whole seconds since the epoch, on the workspace's clock."""
        return int(self.clock.time())

    def user(self, key: str) -> User:
        """A user by id or handle; KeyError."""
        if key in self.users:
            return self.users[key]
        return next((u for u in self.users.values() if u.name == key), None) or self._missing("user", key)

    def channel(self, key: str) -> Channel:
        """A conversation by id or name, with or without "#"; KeyError."""
        if key in self.channels:
            return self.channels[key]
        name = key.removeprefix("#")
        return next((c for c in self.channels.values() if name and c.name == name), None) or self._missing(
            "channel", key
        )

    @staticmethod
    def _missing(kind: str, key: str) -> NoReturn:
        raise KeyError(f"no {kind} {key!r} in this workspace")

    def app_of(self, user: str) -> App | None:
        """The app whose bot that user is."""
        return next((app for app in self.apps.values() if app.bot_user == user), None)

    def message(self, channel: Channel, ts: str) -> Message:
        """A message the API can find; `message_not_found` for none, ephemeral, hidden or deleted ones."""
        found = channel.messages.get(ts)
        if found is None or found.ephemeral_to or found.hidden or found.deleted:
            raise SlackError("message_not_found")
        return found

    def thread(self, channel: Channel, root: str) -> list[Message]:
        """The replies of a thread, oldest first, without the root and without ephemerals."""
        return [channel.messages[ts] for ts in channel.replies.get(root, ()) if ts in channel.messages]

    def visible(self, user: str, channel: Channel) -> bool:
        """Whether that user can see the channel: members always, others only public ones, guests never."""
        person = self.users.get(user)
        if person is None or person.deleted:
            return False
        if user in channel.members:
            return True
        private = channel.is_private or channel.is_im or channel.is_mpim
        return not private and not (person.is_restricted or person.is_ultra_restricted)

    def permalink(self, channel: str, ts: str) -> str:
        """The message's address, with the thread's for replies; KeyError, SlackError message_not_found."""
        place = self.channel(channel)
        message = self.message(place, ts)
        link = f"{self.team.url}archives/{place.id}/p{ts.replace('.', '')}"
        if message.thread_ts and message.thread_ts != ts:
            return f"{link}?thread_ts={message.thread_ts}&cid={place.id}"
        return link

    def emit(self, event: Json, *, channel: Channel | None, app: App | None = None) -> None:
        """Tell every app (or only `app`) that subscribed to this event and may see it.

        `channel` None means an event of the whole workspace. `event_ts` is added when missing.
        """
        event.setdefault("event_ts", self.next_ts())
        for one in [app] if app else list(self.apps.values()):
            if one.installed and subscribed(one, event, channel):
                for listener in list(self.listeners):
                    listener(one, event)

    def changed(self, kind: str, **where: str) -> None:
        """Tell the watchers that something visible changed, e.g. `changed("channel", channel="C1")`."""
        for watcher in list(self.watchers):
            watcher({"kind": kind, **where})
