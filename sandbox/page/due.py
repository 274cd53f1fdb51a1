"""The workspace's clock for the page, and when something is due next, if the host program can say."""

from datetime import datetime
from typing import TYPE_CHECKING

from sandbox.state import Json

if TYPE_CHECKING:
    from sandbox.server import Sandbox


async def next_due(sandbox: "Sandbox") -> datetime | None:
    """What `sandbox.next_due` answers (an aware datetime), None when the host program set no such thing."""
    return await sandbox.next_due() if sandbox.next_due else None


async def clock_of(sandbox: "Sandbox") -> Json:
    """The workspace's time in seconds since the epoch, and whether there is anything to move to."""
    due = await next_due(sandbox)
    return {"now": sandbox.workspace.clock.time(), "due": due is not None}
