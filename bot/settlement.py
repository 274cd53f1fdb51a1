"""Settling a leased row: recorded with what came of it, tried again, or given up so that a person learns."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bot.effects import retract, twins
from bot.effects.courier import Courier, Outcome
from bot.effects.pace import Tempo
from storage import escalations, leases, outbox
from storage.columns import Json
from storage.database import Store, Tx, unreachable
from storage.leases import Lease
from storage.outbox import Effect

TRIES = 12  # before a row that Slack refuses is given up
AGAIN_AFTER = (60, 120, 300)  # seconds before what is drawn, and people were told was refused, is tried again
PATIENCE = timedelta(days=1)  # before a row is given up whose every try ended in doubt
AGAIN = 1.0  # seconds before a settlement that the database did not take is tried again
UNDELIVERED = "undelivered"
FAULT = "a fault of ours"  # the error of a row that Slack is not to blame for

log = structlog.get_logger(__name__)


class Settlement:
    """Writes down what came of each try; a database that is away is waited for as long as the lease lasts."""

    def __init__(self, store: Store, tempo: Tempo) -> None:
        """Keep what is needed."""
        self._store = store
        self._tempo = tempo

    async def settle(self, courier: Courier, outcome: Outcome) -> None:
        """Record what came of it; what was done under a lease that was lost meanwhile is looked at again."""
        lease = courier.lease
        if outcome.problem:
            log.warning("refused", surface=lease.kind, code=outcome.problem, attempt=lease.attempts)

        async def record(tx: Tx) -> None:
            if lease.number:
                await escalations.lock(tx, lease.number)
            if await self._given_back(tx, courier, outcome):
                await twins.looked_for(tx, courier)
                if outcome.record:
                    await outcome.record(tx)
                return
            log.warning("lease lost")
            if lease.kind.is_redraw:
                await leases.doubt(tx, lease)
            if outcome.posted:
                await self._take_back(tx, lease, outcome.posted)

        await self._written(record)

    async def _given_back(self, tx: Tx, courier: Courier, outcome: Outcome) -> bool:
        """Give the row back, done; what is drawn and was refused is first tried again some times.

        False when the lease had passed to somebody else.
        """
        lease, code = courier.lease, outcome.problem
        if code and lease.kind.is_redraw and lease.attempts <= len(AGAIN_AFTER):
            at = tx.now + timedelta(seconds=AGAIN_AFTER[lease.attempts - 1])
            return await leases.retry(tx, lease, at=at, error=code, untouched=not courier.touched)
        return await leases.settle(tx, lease, posted=outcome.posted, rest=self._tempo.rest)

    async def _take_back(self, tx: Tx, lease: Lease, posted: tuple[str, str]) -> None:
        """Somebody else carries the row now: what we posted goes, unless theirs is the very same message."""
        await outbox.once(
            tx,
            Effect.RETRACT,
            lease.number,
            f"{posted[0]}:{posted[1]}",
            detail=retract.of(lease, posted),
            after=timedelta(seconds=retract.MEANWHILE),
        )

    async def postpone(self, courier: Courier, seconds: float, why: str) -> None:
        """Try again after that many seconds; this one does not count."""

        async def record(tx: Tx) -> None:
            at = tx.now + timedelta(seconds=seconds)
            await leases.retry(
                tx, courier.lease, at=at, error=why, counted=False, untouched=not courier.touched
            )

        await self._written(record)

    async def doubtful(self, courier: Courier, why: str) -> bool:
        """Nobody knows whether it happened: look and try again, for a day; True when it was given up."""
        lease = courier.lease
        why = f"no clear answer ({why})"
        age = self._store.clock.now() - lease.first_try_at
        if lease.attempts >= TRIES and age > PATIENCE:
            return await self._give_up(lease, why)

        async def record(tx: Tx) -> None:
            at = tx.now + timedelta(seconds=min(backoff(lease.attempts), 60))
            await leases.retry(tx, lease, at=at, error=why)

        await self._written(record)
        return False

    async def refused(self, courier: Courier, code: str, *, final: bool = False) -> bool:
        """Slack said no, or it was a fault of ours: try some more times; True when it was given up.

        `final`: at once.
        """
        lease = courier.lease
        log.warning("refused", surface=lease.kind, code=code, attempt=lease.attempts)
        if final or lease.attempts >= TRIES:
            return await self._give_up(lease, code)

        async def record(tx: Tx) -> None:
            at = tx.now + timedelta(seconds=backoff(lease.attempts))
            await leases.retry(tx, lease, at=at, error=code, untouched=not courier.touched)

        await self._written(record)
        return False

    async def _give_up(self, lease: Lease, code: str) -> bool:
        """Bury the row, and tell the EM (else the filer) once for each kind of thing in a case."""

        async def record(tx: Tx) -> None:
            if await leases.bury(tx, lease, error=code):
                log.error("given up", error=code)
                await self._tell(tx, lease, code)

        await self._written(record)
        return True

    async def _tell(self, tx: Tx, lease: Lease, code: str) -> None:
        ace = await escalations.find(tx, lease.number) if lease.number else None
        if ace is None or lease.detail.get("what") == UNDELIVERED:
            return  # nobody to tell, or even that did not reach them; the log and the outbox have it
        place = str(lease.detail.get("to") or "")
        detail: Json = {
            "what": UNDELIVERED,
            "to": ace.em or ace.filer,
            "kind": lease.kind,
            "key": lease.key,
            "place": place,
            "error": "" if code == FAULT else code,
        }
        await outbox.once(tx, Effect.SAY, lease.number, f"{UNDELIVERED}-{lease.kind}-{place}", detail=detail)

    async def _written(self, record: Callable[[Tx], Awaitable[None]]) -> None:
        """Run it in a transaction, again and again while the database is away and the lease may last.

        Raises what the last one raised.
        """
        until = time.monotonic() + self._tempo.margin
        while True:
            try:
                async with self._store.begin() as tx:
                    await record(tx)
            except Exception as problem:
                if not unreachable(problem) or time.monotonic() > until:
                    raise
                await asyncio.sleep(AGAIN)
            else:
                return


def backoff(attempts: int) -> float:
    """Seconds before the next try: 0.2, 0.4 … at most five minutes."""
    return float(min(0.2 * 2 ** min(attempts - 1, 20), 300))
