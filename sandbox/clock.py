"""The workspace's time: the wall clock plus an offset that a person or a test can move."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Listener = Callable[[timedelta], None]


class Clock:
    """Time of the simulated workspace, in UTC; it only ever moves forward.

    Whoever listens is told each move's length, so that a bot's own clock can follow.
    """

    def __init__(self) -> None:
        """Start at the present moment."""
        self._offset = timedelta()
        self._listeners: list[Listener] = []

    def now(self) -> datetime:
        """The present moment of the workspace (aware, UTC)."""
        return datetime.fromtimestamp(time.time(), UTC) + self._offset

    def time(self) -> float:
        """The same as seconds since the epoch, as Slack's timestamps count."""
        return self.now().timestamp()

    def move(self, by: timedelta) -> None:
        """Jump forward; ValueError when `by` is negative."""
        if by < timedelta():
            raise ValueError("the workspace's clock only moves forward")
        self._offset += by
        for listener in list(self._listeners):
            listener(by)

    def on_move(self, listener: Listener) -> None:
        """Call `listener` with the length of every later move."""
        self._listeners.append(listener)
