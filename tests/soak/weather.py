"""The weather of a soak: Slack, its deliveries, the clock and the replicas fail at random, a while each."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import Random

from bot.workplace import CannotStart
from sandbox.faults import Fault
from sandbox.state import Json
from tests.soak.town import Town

METHODS = (
    "bookmarks.add",
    "bookmarks.edit",
    "bookmarks.list",
    "bookmarks.remove",
    "canvases.edit",
    "canvases.sections.lookup",
    "chat.postEphemeral",
    "chat.postMessage",
    "chat.update",
    "conversations.canvases.create",
    "conversations.create",
    "conversations.history",
    "conversations.info",
    "conversations.invite",
    "conversations.join",
    "conversations.members",
    "conversations.replies",
    "conversations.setTopic",
    "reactions.add",
    "usergroups.users.list",
    "users.conversations",
    "users.info",
    "views.open",
    "views.publish",
    "views.update",
)
JUMPS = (5, 30, 90, 600, 4000, 15_000, 80_000)  # seconds; the long ones bring reminders, misses, a digest
SPELL = 1.5  # seconds that one kind of weather lasts on average
FAIR = 0.7  # seconds of fair weather between, on average
# Slack does not try what is lost for good again, so only what changes nothing that is audited may be lost.
MAY_BE_LOST = ("slash_commands", "interactive", "app_mention", "app_home_opened")


class Weather:
    """Changes until it is told to clear up."""

    def __init__(self, town: Town, random: Random) -> None:
        """Fair at first."""
        self._town = town
        self._random = random
        self._arranged: list[Fault] = []
        self._over = asyncio.Event()

    async def changes(self) -> None:
        """One kind of weather after the other, until `clears_up`; then all is well again."""
        kinds: list[Callable[[], Awaitable[None]]] = [
            self._method_fails,
            self._method_fails,
            self._method_fails,
            self._outage,
            self._deliveries_fail,
            self._deliveries_fail,
            self._limits,
            self._time_jumps,
            self._sockets_close,
            self._replica_restarts,
        ]
        while not await self._is_over_after(self._random.expovariate(1 / FAIR)):
            kind = self._random.choice(kinds)
            self._town.weather[kind.__name__.strip("_").replace("_", " ")] += 1
            await kind()

        self._clear()

    def clears_up(self) -> None:
        """End it: no faults, no limits, and as many replicas as before."""
        self._over.set()

    def _clear(self) -> None:
        self._town.world.ws.faults.clear()
        self._town.world.sandbox.deliveries.faults.clear()
        self._town.world.ws.limits.enabled = False
        for fault in self._arranged:
            self._town.struck[fault.method] += fault.hits

    async def _is_over_after(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)
        return self._over.is_set()

    async def _lasts(self) -> None:
        await self._is_over_after(self._random.expovariate(1 / SPELL))

    async def _method_fails(self) -> None:
        """Several methods at once, each in its own way; what is arranged may outlast the spell."""
        for method in self._random.sample(METHODS, self._random.randint(1, 6)):
            self._arranged.append(self._fault(method))
        await self._lasts()

    def _fault(self, method: str) -> Fault:
        add, times = self._town.world.ws.faults.add, self._random.choice((1, 1, 2, 5))
        match self._random.randrange(6):
            case 0:
                return add(method, times=times, status=self._random.choice((500, 502, 503)))
            case 1:
                return add(method, times=times, retry_after=self._random.randint(1, 10))
            case 2:
                return add(method, times=times, error="internal_error")
            case 3:
                return add(method, times=times, delay=self._random.uniform(0.1, 2.5))
            case 4:
                return add(method, times=times, error="internal_error", after_effect=True)
            case _:
                return add(method, times=times, drop=True, after_effect=self._random.random() < 0.7)

    async def _outage(self) -> None:
        """Slack answers nothing for a while."""
        fault = self._town.world.ws.faults.add("*", times=None, status=503)
        self._arranged.append(fault)
        await self._lasts()
        fault.remove()

    async def _deliveries_fail(self) -> None:
        """Requests to ACE are lost, doubled, shuffled, late, or their answers are lost."""
        faults, times = self._town.world.sandbox.deliveries.faults, self._random.randint(1, 4)
        match self._random.randrange(7):
            case 0:
                faults.drop(self._random.choice(MAY_BE_LOST), times)
            case 1:
                faults.drop("message", times, match=_is_chatter)
            case 2:
                faults.double(times=times * 3)
            case 3:
                faults.reorder(count=times + 1)
            case 4:
                faults.delay("events_api", times, by=timedelta(seconds=self._random.randint(1, 200)))
            case 5:
                faults.fail("events_api", min(times, 2))
            case _:
                faults.lose_answer(times=min(times, 2))
        await self._lasts()
        self._town.struck["deliveries"] += sum(each.hits for each in faults.open)
        faults.clear()

    async def _limits(self) -> None:
        self._town.world.ws.limits.enabled = True
        await self._lasts()
        self._town.world.ws.limits.enabled = False

    async def _time_jumps(self) -> None:
        self._town.world.ws.clock.move(timedelta(seconds=self._random.choice(JUMPS)))

    async def _sockets_close(self) -> None:
        """Slack sends the app's connections elsewhere."""
        if self._town.world.app.socket_mode:
            await self._town.world.sandbox.deliveries.sockets.disconnect(self._town.world.app)
        await self._lasts()

    async def _replica_restarts(self) -> None:
        """One goes away and comes back, under whatever faults there are."""
        await self._town.world.stop(self._random.choice(self._town.world.replicas))
        await self._lasts()
        while True:
            try:
                await self._town.start()
            except CannotStart:
                self._town.weather["start refused"] += 1
                if await self._is_over_after(0.2):
                    self._clear()
            else:
                return


def _is_chatter(payload: Json) -> bool:
    """A new message: when its event is lost it is on no timeline, and nobody was promised that it is."""
    return "subtype" not in payload["event"]
