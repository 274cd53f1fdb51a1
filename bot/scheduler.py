"""Heartbeats: APScheduler ticks, the rows decide what is due."""

from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from storage import outbox, people
from storage.database import Store
from storage.outbox import Effect

GROUPS_EVERY = 3600  # seconds between looks at the user groups, besides their events
PRUNE_EVERY = 6 * 3600  # seconds
REDELIVERED = timedelta(hours=48)  # Slack delivers an event again within six minutes; people move clocks
REMEMBERED = timedelta(days=30)  # what was said once


class Heartbeat:
    """A few fixed ticks; they hold no state, so that any number of replicas may tick."""

    def __init__(self, store: Store) -> None:
        """Nothing ticks yet."""
        self._store = store
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.add_job(self._learn_groups, "interval", seconds=GROUPS_EVERY, jitter=60)
        self._scheduler.add_job(self.prune, "interval", seconds=PRUNE_EVERY, jitter=600)
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ticking."""
        self._scheduler.shutdown(wait=False)

    async def prune(self) -> None:
        """Forget events that Slack will not deliver again, and what was said long ago."""
        async with self._store.begin() as tx:
            await people.prune(tx, before=tx.now - REDELIVERED)
            await outbox.prune(tx, before=tx.now - REMEMBERED)

    async def _learn_groups(self) -> None:
        async with self._store.begin() as tx:
            await outbox.add(tx, Effect.LEARN_GROUPS, priority=outbox.LATER)
