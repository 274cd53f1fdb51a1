"""How much goes through: foreign messages, observations, and fifty people who submit at once."""

import asyncio
from contextlib import AsyncExitStack

from sqlalchemy import func, select

from bot.playbook.policy import Policy
from bot.settings_rules import driver_url
from storage.clock import Clock
from storage.database import Store
from storage.models import Entry
from tests.bench import payloads
from tests.bench.doors import ANA, BEFORE, DEFAULT, ELI, LATENCY
from tests.bench.processes import Server
from tests.bench.setting import Setting, meet
from tests.bench.table import Line, absent, amount, compared, counted
from tests.bench.wire import Wire, at_once, rate

FEW, MANY = 5, 200  # kinds of events behind the router
CASES = 5  # that observations are written in
PEOPLE = 50


async def foreign(setting: Setting) -> list[Line]:
    """Messages in channels that are none of ours, 50 in flight; and our router alone, with few and many."""
    count = setting.form.messages
    names = ["before", "ours", f"{FEW}", f"{MANY}"]
    taken: dict[str, list[float]] = {name: [] for name in names}
    async with AsyncExitStack() as stack:
        ace = await stack.enter_async_context(setting.ace(setting.sqlite("foreign")))
        bare = await stack.enter_async_context(setting.bare("before"))
        few, many = [
            await stack.enter_async_context(setting.bare("routed", events)) for events in (FEW, MANY)
        ]
        for round_ in range(setting.form.rounds + 1):
            for name, server in zip(names, (bare, ace, few, many), strict=True):
                said = [payloads.message(ANA, payloads.ELSEWHERE, "lunch?") for _ in range(count)]
                found = await rate(server.url, said)
                if round_:  # the first warms
                    taken[name].append(found)
    what = "messages in a channel that is none of ours"
    flat = f"the same through the router alone, {MANY} kinds of events registered beside {FEW}"
    return [
        compared("foreign", what, taken["ours"], taken["before"], unit="/s", at_least=0.8, beside=BEFORE),
        compared(
            "foreign", flat, taken[f"{MANY}"], taken[f"{FEW}"], unit="/s", at_least=0.9, beside=f"{FEW}"
        ),
    ]


async def observing(setting: Setting) -> list[Line]:
    """Observations in the threads of some cases, 50 in flight, committed before they are acknowledged."""
    count = setting.form.messages
    await setting.latency(LATENCY)
    lines = []
    for kind, database in (await setting.databases("observing")).items():
        async with setting.ace(database) as ace:
            channels = await claimed(setting, ace, CASES)
            rates = []
            for _round in range(setting.form.rounds):
                said = [
                    payloads.message(ELI, channels[number % CASES], "disk is full on eu-3", thread="1.000001")
                    for number in range(count)
                ]
                rates.append(await rate(ace.url, said))
        assert await _entries(database) >= count * setting.form.rounds, (
            "observations were acknowledged and are not there"
        )
        lines.append(counted("observe", f"observations logged, {kind}", rates, unit="/s", at_least=800))
    await setting.latency(0)
    if "PostgreSQL" not in {line.what.rpartition(" ")[2] for line in lines}:
        lines.append(
            absent("observe", "observations logged, PostgreSQL", "no PostgreSQL here", "at least 800 /s")
        )
    return lines


async def claimed(setting: Setting, ace: Server, count: int) -> list[str]:
    """Some claimed cases; the ids of their channels, once their cards are there."""
    await meet(ace.url, ANA, ELI)
    before = await setting.posts()
    async with Wire(ace.url) as wire:
        for _case in range(count):
            filed = await wire.send(wire.request(payloads.report(ANA)))
            await wire.send(wire.request(payloads.claim(payloads.number_in(filed.json), ELI)))
    while True:
        opened = [each for each in await setting.posts() if each.startswith("C0CASE") and each not in before]
        if len(opened) == count:
            return opened
        await asyncio.sleep(0.05)


async def _entries(database: str) -> int:
    store = Store(driver_url(database), Clock(), Policy.load())
    async with store.read() as tx:
        found: int = (await tx.exec(select(func.count()).select_from(Entry))).scalar_one()
    await store.close()
    return found


async def submitting(setting: Setting) -> list[Line]:
    """Fifty people submit in the same instant; the slowest acknowledgement of each round."""
    people = [payloads.person(number) for number in range(PEOPLE)]
    async with AsyncExitStack() as stack:
        bare = await stack.enter_async_context(setting.bare("default"))
        servers = {}
        for kind, database in (await setting.databases("burst")).items():
            servers[kind] = await stack.enter_async_context(setting.ace(database))
            await meet(servers[kind].url, *people)
        await setting.latency(LATENCY)
        slowest: dict[str, list[float]] = {name: [] for name in ("bare", *servers)}
        for _round in range(setting.form.rounds):
            for name, server in {"bare": bare, **servers}.items():
                answers = await at_once(server.url, [payloads.report(person) for person in people])
                slowest[name].append(max(answer.seconds for answer in answers) * 1000)
                await asyncio.sleep(setting.form.pause)  # people do not come again at once
    await setting.latency(0)
    beside = f"{amount(sorted(slowest['bare'])[len(slowest['bare']) // 2], 'ms')} ({DEFAULT})"
    what = f"{PEOPLE} reports in the same instant, slowest ack"
    return [
        counted("burst", f"{what}, {kind}", slowest[kind], unit="ms", at_most=100, reference=beside)
        for kind in servers
    ]
