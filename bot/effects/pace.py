"""The pace at which Slack takes calls: each method's allowance, one message a second in a channel, its waits.

The buckets are this process's; several replicas may together still be too fast, and then Slack's 429 is the
truth.
"""

import time
from dataclasses import dataclass, field
from datetime import timedelta

from storage.clock import Clock

# Calls a minute by Slack's tiers, which also is how many may come at once. Source: Slack, "Rate limits".
SECOND, THIRD, FOURTH = 20, 50, 100
TIERS = {
    SECOND: (
        "bookmarks_add",
        "bookmarks_edit",
        "bookmarks_remove",
        "canvases_create",
        "conversations_archive",
        "conversations_canvases_create",
        "conversations_create",
        "conversations_list",
        "conversations_rename",
        "conversations_setPurpose",
        "conversations_setTopic",
        "pins_add",
        "pins_remove",
        "reactions_remove",
        "usergroups_list",
        "usergroups_users_list",
        "users_conversations",
        "users_list",
    ),
    FOURTH: (
        "chat_postEphemeral",
        "conversations_members",
        "files_completeUploadExternal",
        "files_getUploadURLExternal",
        "users_info",
        "views_publish",
    ),
}
ALLOWED = {method: count for count, methods in TIERS.items() for method in methods}  # the rest: THIRD
POST, POST_BURST = "chat_postMessage", 4


@dataclass(frozen=True)
class Tempo:
    """How fast and how long things are tried; tests change it, nobody else needs to."""

    lease: float = 60.0  # seconds a row is held; at least twice the HTTP timeout
    margin: float = 25.0  # seconds before the lease's end after which no call starts: over one HTTP timeout
    timeout: float = 20.0  # seconds that a call may take
    rest: timedelta = timedelta(seconds=1)  # the least distance between two redraws of one thing
    paced: bool = True  # whether to keep to Slack's limits rather than be told of them
    door: float = 2.0  # seconds that a call may take for which a person waits
    answer: float = 2.5  # seconds until a person is told; after three Slack tells them that it failed


class Term:
    """Until when calls may start: both clocks are asked, since one stands still while a machine sleeps."""

    def __init__(self, seconds: float) -> None:
        """`seconds` from now."""
        self._monotonic = time.monotonic() + seconds
        self._wall = time.time() + seconds
        self.stopping = False  # what has not begun shall not begin

    @property
    def is_over(self) -> bool:
        """Whether somebody else may be at it."""
        return time.monotonic() > self._monotonic or time.time() > self._wall


@dataclass
class Bucket:
    """What is left of an allowance, and when (seconds) that was true."""

    tokens: float
    at: float


@dataclass
class Pace:
    """Who may call now, and who has to wait; on the product's clock, so that moving it moves this."""

    clock: Clock
    paced: bool = True
    _buckets: dict[tuple[str, str], Bucket] = field(default_factory=dict)
    _closed: dict[tuple[str, str], float] = field(default_factory=dict)

    def wait(self, method: str, place: str) -> float:
        """Take one token of a method's (and, for messages, a channel's) allowance.

        Returns 0 when there was one, else the seconds until there will be; then nothing was taken.
        """
        key = (method, place if method == POST else "")
        now = self.clock.now().timestamp()
        closed = self._closed.get(key, 0) - now
        if closed > 0:
            return closed
        self._closed.pop(key, None)
        return self._take(key, now) if self.paced else 0

    def told(self, method: str, place: str, seconds: float) -> None:
        """Slack asked to wait: nobody calls it until then."""
        key = (method, place if method == POST else "")
        self._closed[key] = self.clock.now().timestamp() + seconds

    def _take(self, key: tuple[str, str], now: float) -> float:
        burst = POST_BURST if key[0] == POST else ALLOWED.get(key[0], THIRD)
        each = 1.0 if key[0] == POST else 60 / burst  # seconds for one more token
        bucket = self._buckets.setdefault(key, Bucket(burst, now))
        bucket.tokens = min(burst, bucket.tokens + max(now - bucket.at, 0) / each)
        bucket.at = now
        if bucket.tokens < 1:
            return (1 - bucket.tokens) * each
        bucket.tokens -= 1
        self._forget(now)
        return 0

    def _forget(self, now: float) -> None:
        """Keep no bucket that is full again, when there are many: one for every channel ever written to."""
        if len(self._buckets) > 1000:  # noqa: PLR2004
            self._buckets = {key: each for key, each in self._buckets.items() if now - each.at < 60}  # noqa: PLR2004
