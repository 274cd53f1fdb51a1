"""Heartbeats: APScheduler ticks, the rows decide what is due."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import SQLAlchemyError

from bot.metrics import Metrics
from bot.services import digest, reminding, retrospective_report
from storage import outbox, people
from storage.database import Store, reason, unreachable
from storage.outbox import Effect

GROUPS_EVERY = 3600  # seconds between looks at the user groups, besides their events
REMIND, DIGEST = "remind", "digest"
REMIND_EVERY = 2  # seconds between looks at the clocks
DIGEST_EVERY = 60  # seconds between looks whether the daily digest is due
PRUNE_EVERY = 6 * 3600  # seconds
REDELIVERED = timedelta(hours=48)  # Slack delivers an event again within six minutes; people move clocks
REMEMBERED = timedelta(days=30)  # what was said once

log = structlog.get_logger(__name__)


class Heartbeat:
    """A few fixed ticks; they hold no state, so that any number of replicas may tick."""

    def __init__(self, store: Store, metrics: Metrics | None = None) -> None:
        """Nothing ticks yet."""
        self._store = store
        self._metrics = metrics or Metrics()
        self._stopping = False
        self._most = reminding.AT_ONCE  # cases at once; one at a time after a fault, to find whose it is
        self._aside: set[int] = set()  # cases whose clocks we cannot deal with; tried again after a prune
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.add_job(self.remind, "interval", seconds=REMIND_EVERY, id=REMIND)
        self._scheduler.add_job(self.digest, "interval", seconds=DIGEST_EVERY, id=DIGEST)
        self._scheduler.add_job(self._learn_groups, "interval", seconds=GROUPS_EVERY, jitter=60)
        self._scheduler.add_job(self.prune, "interval", seconds=PRUNE_EVERY, jitter=600)
        self._scheduler.add_listener(self._failed, EVENT_JOB_ERROR)
        self._scheduler.start()
        self._store.clock.on_move(self._soon)

    def stop(self) -> None:
        """Stop ticking."""
        self._stopping = True
        self._scheduler.shutdown(wait=False)

    def _failed(self, event: JobExecutionEvent) -> None:
        """Count a tick that failed; the scheduler has logged it, and goes on ticking.

        A case that cannot be dealt with is set aside, lest nobody be reminded of anything any more.
        """
        self._metrics.failed("heartbeat")
        if isinstance(event.exception, reminding.Spoilt):
            self._aside.add(event.exception.number)
        elif event.job_id == REMIND:
            self._most = 1

    async def remind(self) -> None:
        """Tell what is due, one bounded transaction after the other, until nothing is or others are at it."""
        with self._patient("clocks not looked at"):
            more = True
            while more and not self._stopping:
                more = await reminding.tick(self._store, limit=self._most, aside=self._aside)
            self._most = reminding.AT_ONCE

    async def digest(self) -> None:
        """Ask for the daily digests when their time has come."""
        with self._patient("digest not looked at"):
            async with self._store.begin() as tx:
                await digest.beat(tx)
                await retrospective_report.beat(tx)

    def _soon(self) -> None:
        """The clock was moved: look at what is due now."""
        if not self._stopping:
            for name in (REMIND, DIGEST):
                self._scheduler.modify_job(name, next_run_time=datetime.now(UTC))

    async def prune(self) -> None:
        """Forget events that Slack will not deliver again, and what was said long ago."""
        self._aside.clear()
        with self._patient("nothing forgotten"):
            async with self._store.begin() as tx:
                await people.prune(tx, before=tx.now - REDELIVERED)
                await outbox.prune(tx, before=tx.now - REMEMBERED)

    async def _learn_groups(self) -> None:
        with self._patient("user groups not looked at"):
            async with self._store.begin() as tx:
                await outbox.add(tx, Effect.LEARN_GROUPS, priority=outbox.LATER)

    @contextmanager
    def _patient(self, said: str) -> Iterator[None]:
        """A database that is out of reach is asked again with the next tick; a stop ends the tick quietly."""
        try:
            yield
        except asyncio.CancelledError:
            if not self._stopping:
                raise
        except (SQLAlchemyError, OSError) as problem:
            if not unreachable(problem):
                raise
            log.warning(said, problem=reason(problem))
