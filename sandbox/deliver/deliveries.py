"""All that leaves the workspace for apps, over the door each app uses, with faults and redeliveries."""

import asyncio
import copy
import itertools
from collections.abc import Coroutine
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sandbox import interactions
from sandbox.deliver.agenda import Agenda
from sandbox.deliver.busy import Busy
from sandbox.deliver.faults import DeliveryFault, DeliveryFaults
from sandbox.deliver.http import HttpDoor
from sandbox.deliver.record import CUT, EVENTS, GONE, LOST, Answer, Delivery
from sandbox.deliver.socket import SocketDoor
from sandbox.state import App, Json

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

WAITS = (timedelta(), timedelta(minutes=1), timedelta(minutes=5))


class Deliveries:
    """The way out to apps. `log` keeps every attempt in order; `faults` breaks the next ones on demand."""

    def __init__(self, ws: "Workspace", *, ack_timeout: float = 3.0) -> None:
        """Listen to the workspace's events; apps have `ack_timeout` seconds of wall time to answer."""
        self.ws = ws
        self.log: list[Delivery] = []
        self.faults = DeliveryFaults()
        self.http = HttpDoor(ack_timeout)
        self.sockets = SocketDoor(ws, ack_timeout)
        self.agenda = Agenda(ws.clock)
        self._busy = Busy()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._numbers = itertools.count(1)
        self._running = False
        ws.listeners.append(self.accept)

    @property
    def ack_timeout(self) -> float:
        """Seconds of wall time an app has to answer; may be changed at any time."""
        return self.http.ack_timeout

    @ack_timeout.setter
    def ack_timeout(self, seconds: float) -> None:
        self.http.ack_timeout = self.sockets.ack_timeout = seconds

    async def start(self) -> None:
        """Begin to deliver; events of the time before are lost, as nobody was there."""
        await self.http.start()
        self.agenda.start()
        self._running = True

    async def stop(self) -> None:
        """Stop at once: what is under way is dropped, websockets are closed."""
        self._running = False
        self.agenda.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sockets.stop()
        await self.http.stop()

    async def idle(self) -> None:
        """Wait until all accepted so far, and all it caused, is acked or given up.

        What is due only after a move of the clock, or held for company by a reorder fault, does not count.
        """
        await self._busy.over()

    def accept(self, app: App, event: Json) -> None:
        """Take an event for an app that subscribed to it (the workspace's listener)."""
        if not self._running or not (app.socket_mode or app.request_url):
            return
        number = f"Ev{next(self._numbers):09d}"
        payload = interactions.event_callback(self.ws, app, event, number)
        self._begin(self._event(app, self._new(app, EVENTS, payload)))

    async def request(self, app: App, kind: str, payload: Json) -> Answer:
        """Deliver a command or an interaction and return the app's answer; never tried again."""
        with self._busy:
            return await self._carry(app, self._new(app, kind, payload))

    async def repeat(self, delivery: Delivery) -> Answer:
        """Send something from the log once more, as a redelivery that is no retry."""
        with self._busy:
            return await self._attempt(self.ws.apps[delivery.app_id], delivery.copy(self.ws.clock.time()))

    def _new(self, app: App, kind: str, payload: Json) -> Delivery:
        """A copy, because payloads are drawn from records that go on changing."""
        return Delivery(app.id, kind, copy.deepcopy(payload), self.ws.clock.time())

    async def _event(self, app: App, delivery: Delivery, *, late: bool = False) -> None:
        answer = await (self._attempt(app, delivery) if late else self._carry(app, delivery))
        if answer.ok or answer.no_retry or delivery.retry >= len(WAITS):
            return
        wait = WAITS[delivery.retry]
        following = delivery.again((self.ws.clock.now() + wait).timestamp(), answer.reason)
        if wait:
            self.agenda.after(wait, lambda: self._begin(self._event(app, following)))
        else:
            await self._event(app, following)

    async def _carry(self, app: App, delivery: Delivery) -> Answer:
        fault = self.faults.take(delivery)
        if fault is None:
            return await self._attempt(app, delivery)
        match fault.effect:
            case "drop":
                return GONE
            case "fail":
                return CUT
            case "delay":
                return self._delay(app, delivery, fault)
            case "reorder":
                return await self._in_turn(app, delivery, fault)
            case _:
                return await self._twisted(app, delivery, fault)

    async def _twisted(self, app: App, delivery: Delivery, fault: DeliveryFault) -> Answer:
        if fault.effect == "lose_answer":
            await self._attempt(app, delivery)
            return LOST
        twin = delivery.copy(delivery.at)
        first, _second = await asyncio.gather(self._attempt(app, delivery), self._attempt(app, twin))
        return first

    def _delay(self, app: App, delivery: Delivery, fault: DeliveryFault) -> Answer:
        def hand_over() -> None:
            is_event = delivery.kind == EVENTS
            self._begin(self._event(app, delivery, late=True) if is_event else self._attempt(app, delivery))

        self.agenda.after(fault.by, hand_over)
        return GONE

    async def _in_turn(self, app: App, delivery: Delivery, fault: DeliveryFault) -> Answer:
        with self._busy.paused():
            await fault.turn()
        try:
            return await self._attempt(app, delivery)
        finally:
            fault.done()

    async def _attempt(self, app: App, delivery: Delivery) -> Answer:
        delivery.transport = "socket" if app.socket_mode else "http"
        self.log.append(delivery)
        door = self.sockets if app.socket_mode else self.http
        delivery.answer = await door.send(app, delivery)
        return delivery.answer

    def _begin(self, work: Coroutine[Any, Any, object]) -> None:
        """Start `work` as a task of its own, counted as busy from this moment."""
        self._busy.more()
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._over)

    def _over(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        self._busy.less()
