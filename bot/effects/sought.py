"""What to look for in Slack: messages of ours that may stand there, known by the keys they carry."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime

from storage.columns import Json
from storage.leases import Lease

MARGIN = 60  # seconds that our clock may differ from Slack's


@dataclass(frozen=True)
class Sought:
    """Messages of ours to look for: by a row's key and the times it was asked for, since a moment."""

    key: str
    after: int  # how often the row had been carried out before
    wanted: int
    since: float  # seconds since the epoch

    @classmethod
    def of(cls, lease: Lease) -> Sought:
        """What earlier tries of a row may have left, since it was last recorded as done.

        The card before a new one carries the same key.
        """
        return cls(lease.key, lease.done, lease.wanted, lease.first_try_at.timestamp() - MARGIN)

    @classmethod
    def any_of(cls, key: str, since: datetime) -> Sought:
        """Whatever carries the key since then."""
        return cls(key, 0, sys.maxsize, since.timestamp() - MARGIN)

    def fits(self, message: Json) -> bool:
        """Whether a message carries the key."""
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        wanted = str(payload.get("wanted") or "1")
        return (
            payload.get("key") == self.key and wanted.isdecimal() and self.after < int(wanted) <= self.wanted
        )
