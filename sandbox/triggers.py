"""Trigger ids: the short-lived right to open a modal on the screen of whoever just did something."""

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.errors import SlackError
from sandbox.state import App

if TYPE_CHECKING:
    from sandbox.acts.core import Core

LIFETIME = 3.0  # seconds of the workspace's clock


@dataclass
class Trigger:
    """What a trigger id stands for; `view` is the modal it came from, `channel` where the person was."""

    user: str
    app_id: str
    issued: float
    view: str | None = None
    channel: str | None = None
    exchanged: bool = False


class Triggers:
    """All trigger ids of the workspace."""

    def __init__(self, ws: "Core") -> None:
        """No trigger ids yet."""
        self._ws = ws
        self._issued: dict[str, Trigger] = {}

    def issue(self, user: str, app: App, *, view: str | None = None, channel: str | None = None) -> str:
        """A trigger id for what `user` just did with `app`, in the modal `view` or in `channel`."""
        moment = self._ws.clock.time()
        trigger_id = f"{int(moment * 1000)}.{len(self._issued) + 1}.{secrets.token_hex(16)}"
        self._issued[trigger_id] = Trigger(user, app.id, moment, view, channel)
        return trigger_id

    def exchange(self, trigger_id: str, app: App) -> Trigger:
        """Use a trigger id up.

        Raises SlackError invalid_trigger_id (unknown, or another app's), exchanged_trigger_id (used before)
        or expired_trigger_id (older than three seconds).
        """
        trigger = self._issued.get(trigger_id)
        if trigger is None or trigger.app_id != app.id:
            raise SlackError("invalid_trigger_id")
        if trigger.exchanged:
            raise SlackError("exchanged_trigger_id")
        if self._ws.clock.time() - trigger.issued > LIFETIME:
            raise SlackError("expired_trigger_id")
        trigger.exchanged = True
        return trigger
