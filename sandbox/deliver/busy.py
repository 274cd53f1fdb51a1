"""Counts what is under way, so that others can wait until nothing is."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType


class Busy:
    """A counter with a way to wait for zero; `with busy:` counts the block."""

    def __init__(self) -> None:
        """Begin with nothing under way."""
        self._count = 0
        self._zero = asyncio.Event()

    def __enter__(self) -> None:
        self.more()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.less()

    def more(self) -> None:
        """One more thing is under way."""
        self._count += 1
        self._zero.clear()

    def less(self) -> None:
        """One thing is over."""
        self._count -= 1
        if not self._count:
            self._zero.set()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Do not count one thing for the length of the block."""
        self.less()
        try:
            yield
        finally:
            self.more()

    async def over(self) -> None:
        """Wait until nothing is under way, nor begun by what ended last."""
        await asyncio.sleep(0)
        while self._count:
            await self._zero.wait()
