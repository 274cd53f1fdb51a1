"""What a case costs in Slack: calls and time, in the simulated workspace with Slack's usual latency."""

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot import demo
from sandbox.server import Sandbox
from sandbox.state import App, Call
from sandbox.workspace import Workspace
from tests.bench import payloads
from tests.bench.doors import LATENCY
from tests.bench.processes import Server
from tests.bench.setting import Setting
from tests.bench.table import Line, compared, counted
from tests.bench.wire import Wire
from tests.people import raises

CHANGES = 100  # in the storm, within a second
REST = 5.0  # seconds without a call after which a storm is over
QUIET = 0.6  # seconds without a call after which a change is shown


@dataclass
class Office:
    """The simulated workspace, with ACE at work in it in a process of its own."""

    ws: Workspace
    app: App
    sandbox: Sandbox
    ace: Server

    async def quiet(self, seconds: float = QUIET) -> None:
        """Wait until Slack was not called for so long."""
        while True:
            seen = len(self.ws.calls)
            await self.sandbox.deliveries.idle()
            await asyncio.sleep(seconds)
            if seen == len(self.ws.calls):
                return

    async def calls(self, since: int) -> list[Call]:
        """What was called since, once it is quiet; the forms opened on the way are left out."""
        await self.quiet()
        return [call for call in self.ws.calls[since:] if not call.method.startswith("views.")]

    async def one_call(self) -> float:
        """How long one call takes from outside, in seconds."""
        async with aiohttp.ClientSession() as session:
            client = AsyncWebClient(self.app.bot_token, base_url=self.sandbox.api_url, session=session)
            taken = []
            for _call in range(6):
                begun = time.perf_counter()
                await client.auth_test()
                taken.append(time.perf_counter() - begun)
        return statistics.median(taken[1:])


@asynccontextmanager
async def _office(setting: Setting, name: str) -> AsyncIterator[Office]:
    ws = demo.workspace()
    app = demo.install(ws)
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(ws))
        environ = demo.environment(app, sandbox.api_url, setting.sqlite(name))
        ace = await stack.enter_async_context(setting.ace(**environ))
        app.request_url = ace.url
        office = Office(ws, app, sandbox, ace)
        await office.quiet()
        ws.faults.add(times=None, delay=LATENCY)
        yield office


async def claiming(setting: Setting) -> list[Line]:
    """Cases raised and claimed one by one: how many calls each takes, and how long until all is shown."""
    raised, claimed, took, summed = [], [], [], []
    async with _office(setting, "claiming") as office:
        ana, eli = office.ws.person("ana"), office.ws.person("eli")
        await raises(ana, customer=payloads.customer())
        await office.quiet()
        await eli.presses("Claim ACE-0001", in_=demo.ALERTS)  # everyone has met after this one
        await office.quiet()
        for number in range(2, setting.form.rounds + 2):
            seen = len(office.ws.calls)
            await raises(ana, customer=payloads.customer())
            raised.append(await office.calls(seen))
            one = await office.one_call()
            seen, begun = len(office.ws.calls), office.ws.clock.time()
            await eli.presses(f"Claim ACE-{number:04d}", in_=demo.ALERTS)
            claimed.append(await office.calls(seen))
            took.append((claimed[-1][-1].at - begun) * 1000)
            summed.append(one * len(claimed[-1]) * 1000)
    placed = compared(
        "in-place",
        "claim pressed to channel, topic, cards in place",
        took,
        summed,
        at_most=1.3,
        beside="its Slack calls one after another",
    )
    trips = [_in_a_row(calls) for calls in claimed]
    return [
        placed,
        counted(
            "calls",
            "Slack calls of a raise, beyond views.open",
            _counts(raised),
            at_most=3,
            reference=_named(raised[-1]),
        ),
        counted(
            "calls", "Slack calls of a claim", _counts(claimed), at_most=10, reference=_named(claimed[-1])
        ),
        counted("calls", "round trips of a claim", trips, at_most=4),
    ]


def _counts(rounds: Sequence[Sequence[Call]]) -> list[float]:
    return [len(calls) for calls in rounds]


def _in_a_row(calls: Sequence[Call]) -> float:
    """The most calls that followed one another, each begun after the one before was answered."""
    depths: list[tuple[float, int]] = []  # when a call was answered, and which in its row it was
    for call in calls:
        begun = call.at - LATENCY
        depths.append((call.at, 1 + max((depth for at, depth in depths if at <= begun), default=0)))
    return max(depth for _at, depth in depths)


def _named(calls: Sequence[Call]) -> str:
    counts = Counter(call.method for call in calls)
    return ", ".join(name if count == 1 else f"{count} {name}" for name, count in counts.items())


async def storming(setting: Setting) -> list[Line]:
    """A hundred changes to one case in a second: how often its topic is set and its record is drawn."""
    async with _office(setting, "storming") as office:
        ana, eli = office.ws.person("ana"), office.ws.person("eli")
        await raises(ana)
        await office.quiet()
        await eli.presses("Claim ACE-0001", in_=demo.ALERTS)
        await office.quiet(REST)
        seen = len(office.ws.calls)
        channel = next(each.id for each in office.ws.channels.values() if each.name.startswith("ace-"))
        await _storm(office, channel, eli.id)
        await office.quiet(REST)
        calls = Counter(_what(call, channel) for call in office.ws.calls[seen:])
    named = ", ".join(f"{count} {name}" for name, count in calls.items())
    return [
        counted(
            "storm",
            f"{CHANGES} changes in a second, topic calls",
            [calls["topic"]],
            at_most=3,
            reference=named,
        ),
        counted("storm", f"{CHANGES} changes in a second, card calls", [calls["record"]], at_most=3),
    ]


async def _storm(office: Office, channel: str, by: str) -> None:
    async with Wire(office.ace.url, office.app.signing_secret) as wire:
        begun = time.perf_counter()
        for number in range(CHANGES):
            link = f"https://meet.example.com/{number}"
            body = (
                payloads.links(1, link, by)
                if number % 2
                else payloads.message(by, channel, f"decision: step {number}")
            )
            await wire.send(wire.request(body))
            await asyncio.sleep(max(0.0, begun + number / CHANGES - time.perf_counter()))


def _what(call: Call, channel: str) -> str:
    if call.method == "conversations.setTopic":
        return "topic"
    if call.method == "chat.update" and call.args.get("channel") == channel:
        return "record"
    return call.method
