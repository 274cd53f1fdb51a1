"""Rate limits as Slack publishes them: a token bucket per method and app, by tier."""

import math
from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.state import Json

PER_MINUTE = {"1": 1, "2": 20, "3": 50, "4": 100, "special": 600}
TIERS = {
    "1": ("apps.connections.open",),
    "2": (
        "bookmarks.add",
        "bookmarks.edit",
        "bookmarks.remove",
        "canvases.create",
        "conversations.archive",
        "conversations.canvases.create",
        "conversations.create",
        "conversations.list",
        "conversations.rename",
        "conversations.setPurpose",
        "conversations.setTopic",
        "pins.add",
        "pins.list",
        "pins.remove",
        "reactions.remove",
        "usergroups.list",
        "usergroups.users.list",
        "users.conversations",
        "users.list",
    ),
    "4": (
        "api.test",
        "chat.postEphemeral",
        "conversations.members",
        "files.completeUploadExternal",
        "files.getUploadURLExternal",
        "files.info",
        "users.info",
        "views.open",
        "views.publish",
        "views.push",
        "views.update",
    ),
    "special": ("auth.test", "chat.getPermalink"),
}
TIER_OF = {name: tier for tier, names in TIERS.items() for name in names}  # the rest is tier 3
POST_BURST = 4


@dataclass
class Bucket:
    """Tokens left, and when that was true."""

    tokens: float
    at: float


class RateLimits:
    """Off by default; `enabled = True` makes the API answer HTTP 429 to an app that asks too often.

    A tier's number is both the allowance of a minute and the burst. chat.postMessage has its own rule: one
    message a second for each channel, with a burst of four.
    """

    def __init__(self, clock: Clock) -> None:
        """Full buckets, on the workspace's clock."""
        self.enabled = False
        self._clock = clock
        self._buckets: dict[tuple[str, str, str], Bucket] = {}

    def take(self, method: str, app_id: str, args: Json) -> int | None:
        """Use one token; None when there was one, else the seconds to wait (Retry-After, at least 1)."""
        if not self.enabled:
            return None
        if method == "chat.postMessage":
            place, burst, per_second = str(args.get("channel", "")), POST_BURST, 1.0
        else:
            burst = PER_MINUTE[TIER_OF.get(method, "3")]
            place, per_second = "", burst / 60
        now = self._clock.time()
        bucket = self._buckets.setdefault((app_id, method, place), Bucket(burst, now))
        bucket.tokens = min(burst, bucket.tokens + (now - bucket.at) * per_second)
        bucket.at = now
        if bucket.tokens < 1:
            return max(1, math.ceil((1 - bucket.tokens) / per_second))
        bucket.tokens -= 1
        return None
