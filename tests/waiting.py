"""Waiting in tests: for a condition, and for the retries of the outbox."""

import asyncio
from collections.abc import Callable

from tests.world import World


async def until(condition: Callable[[], object]) -> None:
    """Wait for a condition; the test's own time limit is the limit."""
    while not condition():  # noqa: ASYNC110 (what is waited for has no event)
        await asyncio.sleep(0.01)


async def settles(world: World, *, hours: float = 3, step: float = 0.001) -> None:
    """Let retries run their course: from one thing due to the next, until nothing waits or time is up.

    `step`: move on by so many seconds at the least, where very much waits.
    """
    await world.settle()
    end = world.clock.now().timestamp() + hours * 3600
    while (due := await world.ace.next_due()) and due.timestamp() <= end:
        await world.move(seconds=max((due - world.clock.now()).total_seconds(), step))
