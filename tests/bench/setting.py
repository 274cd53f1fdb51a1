"""The setting of a run: the stub of Slack, the bare apps, ACE on both databases; each in its own process."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from tests import postgres
from tests.bench import payloads
from tests.bench.processes import Server, logged, python
from tests.bench.wire import SECRET, Wire

STILL = 0.15  # seconds without a call of Slack's after which there is nothing to deliver
# As a server comes: what is committed is on the disk.
DURABLE = (
    "fsync=on",
    "full_page_writes=on",
    "synchronous_commit=on",
    "max_connections=50",
    "listen_addresses=",
)


@dataclass(frozen=True, kw_only=True)
class Form:
    """How much is measured.

    Rounds, samples and messages in a round; seconds of rest, and between two bursts; what growth is, and how
    many entries the case has whose form is opened; how many clocks fall due at once. `abreast`: what is
    counted is counted while the times are taken, which disturbs them a little.
    """

    name: str
    rounds: int
    size: int
    messages: int
    rest: int
    pause: float
    cases: int
    entries: int
    crowd: int
    due: int
    abreast: bool = False


WHOLE = Form(
    name="whole form",
    rounds=5,
    size=40,
    messages=1500,
    rest=20,
    pause=2,
    cases=10_000,
    entries=1_000_000,
    crowd=5000,
    due=10_000,
)
QUICK = Form(
    name="quick form",
    rounds=2,
    size=6,
    messages=150,
    rest=3,
    pause=0.3,
    cases=200,
    entries=10_000,
    crowd=1000,
    due=500,
    abreast=True,
)
GLANCE = Form(
    name="at a glance",
    rounds=1,
    size=3,
    messages=30,
    rest=1,
    pause=0.1,
    cases=30,
    entries=300,
    crowd=10,
    due=10,
)


@dataclass
class Setting:
    """What the rows measure in."""

    form: Form
    folder: Path
    stub: Server
    postgres: postgres.Postgres | None

    @property
    def slack(self) -> str:
        """The stub's Web API."""
        return self.stub.url.replace("slack/events", "api/")

    async def latency(self, seconds: float) -> None:
        """Let the stub take so long for each answer from now on."""
        await self._ask(latency=str(seconds))

    async def posts(self) -> dict[str, int]:
        """How many messages were posted to each channel so far."""
        found: dict[str, int] = (await self._ask())["posts"]
        return found

    async def still(self) -> None:
        """Return when nobody has called Slack for a moment: what was asked for has been delivered."""
        while (await self._ask())["still"] < STILL:  # noqa: ASYNC110 (another process knows)
            await asyncio.sleep(STILL / 3)

    async def _ask(self, **query: str) -> Any:
        door = self.stub.url.replace("slack/events", "bench")
        async with aiohttp.ClientSession() as session, session.post(door, params=query) as answer:
            return await answer.json()

    @asynccontextmanager
    async def bare(self, kind: str, events: int = 0) -> AsyncIterator[Server]:
        """A bare Bolt app: `default`, `before` or `routed`."""
        async with python("-m", "tests.bench.bare", kind, self.slack, str(events)) as server:
            yield server

    @asynccontextmanager
    async def ace(self, database: str = "", **environment: str) -> AsyncIterator[Server]:
        """ACE as `./ace run` starts it, on a database URL; `environment` says what is not the stub's."""
        environ = {
            "SLACK_BOT_TOKEN": "xoxb-1-bench",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": self.slack,
            "DATABASE_URL": database,
            "ACE_ALERT_CHANNEL": payloads.ALERTS,
            "ACE_POLICY": str(self.policy),
            "PORT": "0",
            **environment,
        }
        async with python("-m", "bot", "run", told=logged, environ=environ) as server:
            yield server

    @property
    def policy(self) -> Path:
        """A policy with a call for each case, so that every bookmark is wanted."""
        file = self.folder / "policy.toml"
        file.write_text('[links]\ncall = "https://meet.example.com/{key}"\n', "utf-8")
        return file

    def sqlite(self, name: str) -> str:
        """The URL of a SQLite database of that name, empty at first."""
        return f"sqlite:///{self.folder / name}.db"

    async def databases(self, name: str) -> dict[str, str]:
        """An empty database of each kind that can be had."""
        found = {"SQLite": self.sqlite(name)}
        if self.postgres:
            found["PostgreSQL"] = await self.postgres.database()
        return found


@asynccontextmanager
async def opened(form: Form) -> AsyncIterator[Setting]:
    """The setting, with the stub running; everything it started is stopped at the end."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ace-bench-")))
        server = stack.enter_context(_postgres())
        stub = await stack.enter_async_context(python("-m", "tests.bench.slack"))
        yield Setting(form, folder, stub, server)


@contextmanager
def _postgres() -> Iterator[postgres.Postgres | None]:
    try:
        server = postgres.start(options=DURABLE)
    except postgres.NoPostgresError:
        yield None
        return
    try:
        yield server
    finally:
        server.stop()


async def meet(url: str, *people: str) -> None:
    """Let the app get to know people, as it does on their first command."""
    async with Wire(url) as wire:
        for person in people:
            await wire.send(wire.request(payloads.command(person)))
