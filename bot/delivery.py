"""The door out: lease what is due, carry it out, settle it; nothing is sent twice, nothing is forgotten."""

import asyncio
import contextlib
import secrets
import time
from collections import Counter
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.effects import CARRIED_OUT
from bot.effects.courier import Away, Courier, Later, LeaseOver, Newer, Refused, Unsure
from bot.effects.outage import Outage
from bot.effects.pace import Pace, Tempo, Term
from bot.log import about
from bot.metrics import Metrics
from bot.playbook import naming
from bot.settlement import FAULT, Settlement
from storage import leases, outbox
from storage.database import Store, reason, unreachable
from storage.leases import Lease
from storage.notices import Notices
from storage.outbox import Effect
from storage.precedence import patient
from storage.workplace import Workplace

AT_ONCE = 16  # rows in hand
OF_A_KIND = 8  # of them of one kind, so that a method that hangs leaves room for the rest
POLL = 1.0  # seconds between looks when nobody woke us
PATIENCE = 25.0  # seconds that what is in hand has at the stop

log = structlog.get_logger(__name__)


class Delivery:
    """Carries the outbox to Slack, several lanes at a time, until stopped."""

    def __init__(
        self,
        store: Store,
        client: AsyncWebClient,
        place: Workplace,
        *,
        tempo: Tempo | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        """Nothing starts yet."""
        self._store = store
        self._client = client
        self._place = place
        self._tempo = tempo or Tempo()
        self._metrics = metrics or Metrics()
        self._pace = Pace(store.clock, paced=self._tempo.paced)
        self._settlement = Settlement(store, self._tempo)
        self._awake = asyncio.Event()
        self._in_hand: dict[asyncio.Task[None], tuple[Effect, Term]] = {}
        self._withheld: dict[
            Effect, float
        ] = {}  # until when (on the product's clock) a kind's method is closed
        self._outage = Outage()
        self._left: set[str] = set()  # what newer versions ask for, as far as it was logged
        self._loop: asyncio.Task[None] | None = None
        self._stopping = False
        self._notices = None if store.is_sqlite else Notices(store, self.wake)
        store.on_outbox(self.wake)
        store.clock.on_move(self.wake)

    @property
    def in_hand(self) -> int:
        """How many rows this process is carrying out."""
        return len(self._in_hand)

    def wake(self) -> None:
        """Look at the outbox now."""
        self._awake.set()

    def start(self) -> None:
        """Begin to deliver."""
        self._loop = asyncio.create_task(self._run(), name="delivery")
        if self._notices:
            self._notices.start()

    async def stop(self) -> None:
        """Take nothing more, give back what has not begun, and finish what has."""
        self._stopping = True
        for _kind, term in self._in_hand.values():
            term.stopping = True
        self.wake()
        if self._notices:
            await self._notices.stop()
        if self._loop:
            await self._loop
        if self._in_hand:
            _done, late = await asyncio.wait(self._in_hand, timeout=PATIENCE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _run(self) -> None:
        """Look, take, wait; the database may go and come back meanwhile."""
        reachable, woken = True, True
        patient.set(True)
        while not self._stopping:
            self._awake.clear()
            pause = POLL
            try:
                pause = await self._look(woken=woken)
                if not reachable:
                    log.info("database back")
                reachable = True
            except Exception as problem:
                if not unreachable(problem):
                    log.exception("delivery failed")
                elif reachable:
                    log.warning("database out of reach", problem=reason(problem))
                reachable = False
            woken = pause == 0 or await self._waited(pause)

    async def _waited(self, pause: float) -> bool:
        """Wait to be woken; False when the time passed without."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._awake.wait(), pause)
            return True
        return False

    async def _look(self, *, woken: bool) -> float:
        """Take what is due, if there is room; returns the seconds until the next look."""
        room = AT_ONCE - len(self._in_hand)
        if room <= 0:
            await asyncio.wait(self._in_hand, return_when=asyncio.FIRST_COMPLETED)
            return 0
        if not woken and (wait := await self._until_due()) > 0:
            return wait
        taken = await self._take(min(room, OF_A_KIND))
        return 0 if taken else await self._until_due() or POLL

    async def _until_due(self) -> float:
        """Seconds until something is due that is not in anybody's hands, at most POLL."""
        async with self._store.read() as tx:
            due = await outbox.next_due(tx, wall=time.time(), withheld=self.withheld)
        soonest = min(filter(None, (due, self.opens)), default=None)
        return POLL if soonest is None else min(max((soonest - tx.now).total_seconds(), 0), POLL)

    @property
    def withheld(self) -> list[Effect]:
        """Kinds that Slack takes no more of now."""
        now = self._store.clock.now().timestamp()
        return [kind for kind, until in self._withheld.items() if until > now]

    @property
    def opens(self) -> datetime | None:
        """When Slack takes more of one of them."""
        soonest = min((self._withheld[kind] for kind in self.withheld), default=None)
        return None if soonest is None else datetime.fromtimestamp(soonest, UTC)

    async def _take(self, limit: int) -> int:
        """Lease rows and begin with them; each taking has its own owner, lest one be taken for another."""
        term = Term(self._tempo.lease - self._tempo.margin)
        async with self._store.begin() as tx:
            taken = await leases.lease(
                tx,
                owner=secrets.token_hex(8),
                seconds=self._tempo.lease,
                limit=limit,
                withheld=self._closed(tx.now.timestamp()),
            )
        for lease in taken:
            self._begin(lease, term, self._carry(lease, term))
        return len(taken)

    def _closed(self, now: float) -> set[Effect]:
        """Kinds to leave alone: Slack takes no more of them now, or enough of them are in hand."""
        self._withheld = {kind: until for kind, until in self._withheld.items() if until > now}
        many = Counter(kind for kind, _term in self._in_hand.values())
        return {*self._withheld, *(kind for kind, count in many.items() if count >= OF_A_KIND)}

    def _begin(self, lease: Lease, term: Term, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name=lease.key)
        self._in_hand[task] = (lease.kind, term)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._in_hand.pop(task, None)
        self.wake()

    async def _carry(self, lease: Lease, term: Term) -> None:
        """One row from lease to settlement; whatever happens, the lease runs out and it is tried again."""
        prefix = self._store.policy.keys.prefix
        key = naming.key(lease.number, prefix) if lease.number > 0 else None
        with about(outbox=lease.key, ace=key):
            try:
                await self._try(self._courier(lease, term))
            except Exception as problem:
                if not unreachable(problem):
                    log.exception("outcome not recorded")
                    return
                log.warning("outcome not recorded; the lease will run out", problem=reason(problem))

    def _waits(self, kind: Effect, wait: Later) -> None:
        """Note that a method is closed; say once that something is left to a newer version."""
        if wait.everywhere:
            self._withheld[kind] = self._store.clock.now().timestamp() + wait.seconds
        if isinstance(wait, Newer) and wait.what not in self._left:
            self._left.add(wait.what)
            log.warning("left to a newer version", what=wait.what)

    def _courier(self, lease: Lease, term: Term) -> Courier:
        return Courier(self._client, self._store, self._place, lease, term, self._pace, self._outage)

    async def _try(self, courier: Courier) -> None:
        lease, settlement = courier.lease, self._settlement
        dead = False
        try:
            outcome = await CARRIED_OUT[lease.kind](courier)
        except Later as wait:
            came = "later"
            self._waits(lease.kind, wait)
            await settlement.postpone(courier, wait.seconds, str(wait))
        except LeaseOver:
            came = "later"
            await settlement.postpone(courier, 0 if self._stopping else POLL, "not begun in time")
        except Away as away:
            came = "unsure"
            await settlement.postpone(courier, self._outage.pause, f"Slack is away ({away})")
        except Unsure as doubt:
            came = "unsure"
            dead = await settlement.doubtful(courier, str(doubt))
        except Refused as no:
            came = "refused"
            dead = await settlement.refused(courier, no.code, final=no.final)
        except Exception as problem:
            if unreachable(problem):
                came = "later"
                await settlement.postpone(courier, POLL, "the database was away")
            else:
                came = "fault"
                log.exception("effect failed")
                self._metrics.failed("delivery")
                dead = await settlement.refused(courier, FAULT)
        else:
            came = "refused" if outcome.problem else "done"
            await settlement.settle(courier, outcome)
        self._metrics.delivered(lease.kind, "dead" if dead else came)
