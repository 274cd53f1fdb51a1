"""The one clock of the product: the wall clock plus an offset that tests and the demo can move."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the time in UTC. Nothing else in the product asks the operating system for it, save leases."""

    def __init__(self) -> None:
        """Start at the present moment."""
        self._offset = timedelta()
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The present moment (aware, UTC)."""
        return datetime.fromtimestamp(time.time(), UTC) + self._offset

    def move(self, by: timedelta) -> None:
        """Jump forward, and wake whoever waits for something to fall due."""
        self._offset += by
        for listener in list(self._listeners):
            listener()

    def on_move(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every move."""
        self._listeners.append(listener)
