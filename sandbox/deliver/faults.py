"""Faults on demand between Slack and an app: lost, doubled, shuffled and late deliveries, lost answers."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from sandbox.deliver.record import Delivery
from sandbox.state import Json

Match = Callable[[Json], bool]


@dataclass
class DeliveryFault:
    """One fault that waits for the next `times` deliveries it fits; `hits` counts those it met."""

    effect: str  # "drop" | "double" | "reorder" | "delay" | "fail" | "lose_answer"
    kind: str
    times: int
    by: timedelta = timedelta()
    match: Match | None = None
    hits: int = 0
    turns: list[asyncio.Event] = field(default_factory=list)

    def fits(self, delivery: Delivery) -> bool:
        """Whether this fault is still open and meant for `delivery`."""
        if self.hits >= self.times or (self.kind != "*" and self.kind not in delivery.names):
            return False
        if delivery.retry and self.effect not in {"fail", "lose_answer"}:
            return False
        return self.match is None or self.match(delivery.payload)

    def remove(self) -> None:
        """Meet no further delivery, and let go whoever is held for company."""
        self.times = self.hits
        if self.turns:
            self.turns[-1].set()

    async def turn(self) -> None:
        """Hold one delivery until all are there, then let them go one by one, the last first."""
        mine = asyncio.Event()
        self.turns.append(mine)
        if len(self.turns) == self.times:
            mine.set()
        await mine.wait()

    def done(self) -> None:
        """Let the next held delivery go."""
        self.turns.pop()
        if self.turns:
            self.turns[-1].set()


class DeliveryFaults:
    """Faults waiting for deliveries, each for one kind.

    A kind is "events_api", "interactive", "slash_commands", "*", or narrower: a payload type, event type or
    command ("view_submission", "message", "/ace").
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.open: list[DeliveryFault] = []

    def drop(self, kind: str = "*", times: int = 1, *, match: Match | None = None) -> DeliveryFault:
        """Lose the next deliveries for good: the app never hears of them and Slack does not try again."""
        return self._add(DeliveryFault("drop", kind, times, match=match))

    def double(self, kind: str = "*", times: int = 1, *, match: Match | None = None) -> DeliveryFault:
        """Send the next deliveries twice at the same moment; the first answer counts."""
        return self._add(DeliveryFault("double", kind, times, match=match))

    def reorder(self, kind: str = "*", count: int = 2, *, match: Match | None = None) -> DeliveryFault:
        """Hold the next `count` deliveries, then hand them over one after the other, the last first."""
        return self._add(DeliveryFault("reorder", kind, count, match=match))

    def delay(
        self, kind: str = "*", times: int = 1, *, by: timedelta, match: Match | None = None
    ) -> DeliveryFault:
        """Hand the next deliveries over once the workspace's clock is `by` further.

        A person does not wait: for commands and interactivity the three seconds are over at once.
        """
        return self._add(DeliveryFault("delay", kind, times, by, match=match))

    def fail(self, kind: str = "*", times: int = 1, *, match: Match | None = None) -> DeliveryFault:
        """Refuse the next attempts' connections; events are tried again as Slack does."""
        return self._add(DeliveryFault("fail", kind, times, match=match))

    def lose_answer(self, kind: str = "*", times: int = 1, *, match: Match | None = None) -> DeliveryFault:
        """Let the next attempts reach the app and lose its answer; events are tried again as Slack does."""
        return self._add(DeliveryFault("lose_answer", kind, times, match=match))

    def clear(self) -> None:
        """Remove every fault."""
        for fault in self.open:
            fault.remove()
        self.open.clear()

    def take(self, delivery: Delivery) -> DeliveryFault | None:
        """The oldest fault meant for `delivery`, counted as met."""
        for fault in self.open:
            if fault.fits(delivery):
                fault.hits += 1
                return fault
        return None

    def _add(self, fault: DeliveryFault) -> DeliveryFault:
        self.open.append(fault)
        return fault
