"""One delivery to an app, and what the app answered."""

import uuid
from dataclasses import dataclass, field, replace

from sandbox.state import Json

EVENTS = "events_api"
COMMANDS = "slash_commands"
INTERACTIVE = "interactive"


@dataclass(frozen=True)
class Answer:
    """What an app answered: HTTP status and body, or the payload of a Socket Mode ack (status 200).

    `reason` is Slack's word for a failure ("http_timeout", "http_error", "connection_failed" …), else empty.
    """

    ok: bool
    status: int = 0
    body: Json | str | None = None
    timed_out: bool = False
    reason: str = ""
    no_retry: bool = False


LOST = Answer(ok=False, timed_out=True, reason="http_timeout")
GONE = Answer(ok=False, timed_out=True, reason="http_timeout", no_retry=True)
CUT = Answer(ok=False, reason="connection_failed")


@dataclass
class Delivery:
    """One attempt to hand a payload to an app; `at` is workspace time in seconds, `retry` counts from 0."""

    app_id: str
    kind: str
    payload: Json
    at: float
    retry: int = 0
    reason: str = ""  # why the attempt before this one failed, in Slack's words
    id: str = field(default_factory=lambda: str(uuid.uuid4()))  # the envelope's id in Socket Mode
    transport: str = ""  # "http" | "socket"
    answer: Answer | None = None

    @property
    def names(self) -> set[str]:
        """Every name a fault may call this delivery by: its kind, payload type, event type and command."""
        event = self.payload.get("event") or {}
        return {
            str(n)
            for n in (self.kind, self.payload.get("type"), event.get("type"), self.payload.get("command"))
            if n
        }

    def copy(self, at: float) -> "Delivery":
        """The same payload sent once more as if for the first time."""
        return Delivery(self.app_id, self.kind, self.payload, at)

    def again(self, at: float, reason: str) -> "Delivery":
        """The next attempt after this one failed."""
        return replace(self, at=at, retry=self.retry + 1, reason=reason, transport="", answer=None)
