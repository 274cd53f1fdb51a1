"""What the outbox came to: its rows, and the messages in Slack that carry their keys."""

from collections.abc import Callable

from sandbox.state import Json, Message
from storage import outbox
from storage.outbox_row import OutboxRow, RowState
from tests.world import World


def of_kind(prefix: str) -> Callable[[Json], bool]:
    """Matches the arguments of messages that come of outbox rows whose key begins so."""

    def match(args: Json) -> bool:
        metadata = args.get("metadata") or {}
        return str(metadata.get("event_payload", {}).get("key", "")).startswith(prefix)

    return match


def sent(world: World, key: str) -> list[Message]:
    """The app's messages that came of outbox rows whose key begins so, wherever they stand."""
    everywhere = [each for room in world.ws.channels.values() for each in world.messages(room)]
    return [each for each in everywhere if of_kind(key)({"metadata": each.metadata})]


async def rows(world: World, state: RowState) -> list[OutboxRow]:
    """The rows in one state."""
    async with world.ace.store.read() as tx:
        return await outbox.listing(tx, state)
