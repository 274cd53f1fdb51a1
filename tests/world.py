"""A world for tests: the simulated workspace, ACE at work in it, and the clock that both follow."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

from bot import demo
from bot.app import Ace
from bot.effects.pace import Tempo
from bot.settings import Settings
from sandbox.person import Person
from sandbox.server import Sandbox
from sandbox.state import App, Channel, Message
from sandbox.workspace import Workspace
from storage import overview
from storage.clock import Clock
from storage.models import SurfaceKind
from storage.overview import Overview

ALERTS = demo.ALERTS
# A test need not wait for anything that is due only later, and a busy machine may keep people waiting.
AT_ONCE = Tempo(rest=timedelta(), paced=False, door=20, answer=30)


class World:
    """Everything a journey needs; people by name: `world.ana`."""

    def __init__(
        self,
        ws: Workspace,
        app: App,
        sandbox: Sandbox,
        database: str,
        rules: dict[str, Any],
        tempo: Tempo = AT_ONCE,
    ) -> None:
        """Nothing runs yet; see `opened`."""
        self.ws = ws
        self.app = app
        self.sandbox = sandbox
        self.database = database
        self.rules = rules
        self.tempo = tempo
        self.clock = Clock()
        self.replicas: list[Ace] = []
        self.audited = True  # whether the audit runs when the test is over
        ws.clock.on_move(self.clock.move)

    def __getattr__(self, name: str) -> Person:
        """The person of that name."""
        try:
            return self.ws.person(name)
        except KeyError:
            raise AttributeError(name) from None

    @property
    def ace(self) -> Ace:
        """The program (the first replica)."""
        return self.replicas[0]

    async def start(self) -> Ace:
        """Start ACE, or one more replica of it; Slack's requests go to the newest."""
        environment = demo.environment(self.app, self.sandbox.api_url, self.database)
        ace = Ace(Settings.read(environment), demo.policy(**self.rules), self.clock, tempo=self.tempo)
        await ace.start()
        self.replicas.append(ace)
        self.app.request_url = f"{ace.url}slack/events"
        return ace

    async def stop(self, ace: Ace | None = None) -> None:
        """Stop one replica (the newest)."""
        stopped = ace or self.replicas[-1]
        self.replicas.remove(stopped)
        await stopped.stop()

    async def settle(self) -> None:
        """Wait until every event is taken in and everything due has reached Slack."""
        calls = -1
        while calls != len(self.ws.calls):
            calls = len(self.ws.calls)
            await self.sandbox.deliveries.idle()
            for ace in self.replicas:
                await ace.settled()

    async def move(self, **by: float) -> None:
        """Move everyone's clock (timedelta's arguments) and let what falls due happen."""
        self.ws.clock.move(timedelta(**by))
        await self.settle()

    async def case(self, number: int = 1) -> Overview:
        """A case as the database has it."""
        async with self.ace.store.read() as tx:
            found = await overview.of(tx, number, latest=1000)
        assert found is not None, f"there is no case {number}"
        return found

    async def count(self) -> int:
        """How many cases there are."""
        number = 0
        async with self.ace.store.read() as tx:
            while await overview.of(tx, number + 1):
                number += 1
        return number

    async def channel(self, number: int = 1) -> Channel:
        """The case channel."""
        case = await self.case(number)
        assert case.channel, f"case {number} has no channel"
        return self.ws.channels[case.channel]

    async def card(self, kind: SurfaceKind, number: int = 1) -> Message:
        """The message that shows a case somewhere: alert, opening or tracker."""
        case = await self.case(number)
        place = case.message(kind)
        assert place, f"case {number} has no {kind} card"
        return self.ws.message(self.ws.channels[place[0]], place[1])

    def messages(self, channel: str | Channel) -> list[Message]:
        """Every message of a channel that stands, thread replies included, ephemerals left out."""
        found = channel if isinstance(channel, Channel) else self.ws.channel(channel)
        return [each for each in found.messages.values() if not each.deleted and not each.ephemeral_to]

    def called(self, method: str, *, error: str | None = None) -> int:
        """How often the app called a method, with that error if one is named."""
        return sum(
            1
            for call in self.ws.calls
            if call.method == method and (error is None or call.answer.get("error") == error)
        )


@asynccontextmanager
async def opened(
    database: str, *, socket_mode: bool = False, start: bool = True, tempo: Tempo = AT_ONCE, **rules: Any
) -> AsyncIterator[World]:
    """A world on an empty, migrated database; `rules` change the demo's policy."""
    ws = demo.workspace()
    app = demo.install(ws, socket_mode=socket_mode)
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(ws))
        sandbox.deliveries.ack_timeout = 20  # seconds; how fast an answer is, the bench says
        world = World(ws, app, sandbox, database, rules, tempo)
        if start:
            await world.start()
        try:
            if start:
                await world.settle()
            yield world
        finally:
            for ace in list(world.replicas):
                await world.stop(ace)
