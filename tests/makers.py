"""Makers: states that no button of the product reaches yet, written into the database directly."""

from datetime import timedelta

from bot.playbook.lifecycle import Status
from bot.playbook.visibility import Visibility
from storage import escalations, outbox
from storage.models import Escalation
from storage.outbox import Effect
from tests.world import World

CARDS = (Effect.ALERT, Effect.TRACKER, Effect.OPENING, Effect.TOPIC, Effect.DOCUMENT)


async def close_directly(world: World, number: int = 1, *, days_ago: float = 0) -> None:
    """Close a case as if that had been done so many days ago."""
    await _change(world, number, status=Status.CLOSED, days_ago=days_ago)


async def make_private_directly(world: World, number: int = 1) -> None:
    """Make a case that has no channel yet private, as if somebody had just found that it must be."""
    await _change(world, number, visibility=Visibility.SECURITY)


async def _change(
    world: World,
    number: int,
    *,
    status: Status | None = None,
    visibility: Visibility | None = None,
    days_ago: float = 0,
) -> None:
    async with world.ace.store.begin() as tx:
        ace = await escalations.lock(tx, number)
        assert isinstance(ace, Escalation)
        ace.visibility = visibility or ace.visibility
        if status:
            ace.status, ace.closed_at = status, tx.now - timedelta(days=days_ago)
        for effect in CARDS:
            await outbox.add(tx, effect, number)
    await world.settle()
