"""What an operator measures: counts kept in this process, and the outbox's depth, read when asked."""

import asyncio
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from storage import backlog
from storage.database import Store

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PATIENCE = 2.0  # seconds for the database to say how deep the outbox is
ACKS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)  # seconds; Slack waits three
CALLS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20)  # seconds
LAGS = (0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300, 3600)  # seconds
KINDS = frozenset(  # what Slack calls what comes in; "command" has no type of its own
    {"command", "block_actions", "view_submission", "shortcut", "message_action", "event_callback"}
)
_CODE = re.compile(r"[a-z0-9_]{1,60}")


class Handling:
    """One request being handled; `outcome` is what came of it, in one word."""

    def __init__(self) -> None:
        self.outcome = "done"


class Metrics:
    """The numbers of one running ACE. No label ever holds a name, a text or an id."""

    def __init__(self) -> None:
        """Nothing counted yet; the registry is this object's own, so that several fit into a process."""
        self.registry = own = CollectorRegistry()
        ProcessCollector(registry=own)
        self._acks = Counter(
            "ace_acks", "Requests of Slack's that were answered", ["kind", "outcome"], registry=own
        )
        self._ack_seconds = Histogram(
            "ace_ack_seconds",
            "From a request to its answer",
            ["kind", "outcome"],
            buckets=ACKS,
            registry=own,
        )
        self._lag = Histogram(
            "ace_event_lag_seconds",
            "From an event to its arrival here; whole seconds",
            buckets=LAGS,
            registry=own,
        )
        self._deliveries = Counter("ace_deliveries", "Outbox rows tried", ["effect", "outcome"], registry=own)
        self._calls = Counter("ace_slack_calls", "Calls of Slack", ["method", "error"], registry=own)
        self._call_seconds = Histogram(
            "ace_slack_call_seconds", "Duration of a call", ["method"], buckets=CALLS, registry=own
        )
        self._errors = Counter("ace_errors", "Faults of our own, each logged", ["where"], registry=own)
        self._depth = Gauge("ace_outbox_rows", "Rows not carried out", ["state"], registry=own)
        self._age = Gauge("ace_outbox_oldest_due_seconds", "How long the oldest row is due", registry=own)
        self._database = Gauge("ace_database_up", "1 when the database answered this scrape", registry=own)
        for where in ("request", "delivery", "heartbeat"):
            self._errors.labels(where)

    @contextmanager
    def handling(self, kind: str) -> Iterator[Handling]:
        """Count and time one request; `kind` is Slack's `type`, or "command"."""
        handled = Handling()
        began = time.perf_counter()
        try:
            yield handled
        finally:
            labels = (kind if kind in KINDS else "other", handled.outcome)
            self._acks.labels(*labels).inc()
            self._ack_seconds.labels(*labels).observe(time.perf_counter() - began)

    def event_arrived(self, lag: float) -> None:
        """Note how long an event took to us, in seconds."""
        self._lag.observe(max(lag, 0))

    def delivered(self, effect: str, outcome: str) -> None:
        """Count one try of an outbox row; `outcome` is done, later, unsure, refused, fault or dead.

        Refused is also what was noted as such, and told to people.
        """
        self._deliveries.labels(effect, outcome).inc()

    def slack_called(self, method: str, error: str, seconds: float) -> None:
        """Count one call; `error` is Slack's code, "" for none."""
        self._calls.labels(method, error if not error or _CODE.fullmatch(error) else "other").inc()
        self._call_seconds.labels(method).observe(seconds)

    def failed(self, where: str) -> None:
        """Count a fault of ours; `where` is request, delivery or heartbeat."""
        self._errors.labels(where).inc()

    async def page(self, store: Store) -> bytes:
        """Everything in Prometheus' text format; a silent database only empties its own lines."""
        depth = await _backlog(store)
        self._database.set(0 if depth is None else 1)
        for state in ("waiting", "held", "dead"):
            self._depth.labels(state).set(getattr(depth, state) if depth else float("nan"))
        self._age.set(depth.oldest_due if depth else float("nan"))
        return generate_latest(self.registry)


async def _backlog(store: Store) -> backlog.Backlog | None:
    try:
        async with asyncio.timeout(PATIENCE), store.read() as tx:
            return await backlog.of(tx)
    except (SQLAlchemyError, OSError):
        return None
