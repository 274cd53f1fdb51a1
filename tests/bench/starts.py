"""Starting and resting: how long until it is ready, the first request, and what an idle process holds."""

import asyncio
import statistics
from contextlib import AsyncExitStack

from tests.bench import payloads
from tests.bench.doors import ANA
from tests.bench.processes import timed
from tests.bench.rounds import posts
from tests.bench.setting import Setting, meet
from tests.bench.table import Line, amount, compared, counted
from tests.bench.wire import Wire

# What a program like this cannot do without, as bare as it comes.
IMPORTS = (
    "import aiohttp.web, aiosqlite, apscheduler.schedulers.asyncio, jinja2, pydantic, slack_bolt.async_app, "
    "slack_sdk.web.async_client, sqlalchemy.ext.asyncio, sqlmodel.ext.asyncio.session, structlog"
)
WARM = 15  # requests after the first


async def starting(setting: Setting) -> list[Line]:
    """From the start to ready, on a database that is up to date; then the first report and warm ones."""
    database = setting.sqlite("starting")
    async with setting.ace(database) as ace:  # migrates, and compiles what was not compiled
        await meet(ace.url, ANA)
    await timed("-c", IMPORTS)
    ready, bare, first, warm = [], [], [], []
    for _round in range(setting.form.rounds):
        bare.append(await timed("-c", IMPORTS) * 1000)
        async with setting.ace(database) as ace, Wire(ace.url) as wire:
            ready.append(ace.starting * 1000)
            await asyncio.sleep(0.5)  # what it does after the start
            send = posts(wire, lambda: payloads.report(ANA))
            first.append(await send())
            warm.append(statistics.median([await send() for _ in range(WARM)]))
    return [
        compared("start", "`ace run` until ready", ready, bare, at_most=1.5, beside="the bare imports"),
        compared("first", "first report after a start", first, warm, at_most=1.5, beside="a warm one"),
    ]


async def resting(setting: Setting) -> list[Line]:
    """An idle process, on a database that is up to date: resident memory, and its share of one core."""
    seconds, database = setting.form.rest, setting.sqlite("resting")
    async with setting.ace(database):  # migrates
        pass
    async with AsyncExitStack() as stack:
        ace = await stack.enter_async_context(setting.ace(database))
        bare = await stack.enter_async_context(setting.bare("before"))
        for server in (ace, bare):
            await meet(server.url, ANA)
        await asyncio.sleep(2)
        spent = ace.processor
        await asyncio.sleep(seconds)
        share = (ace.processor - spent) / seconds * 100
        beside = f"{amount(bare.memory, 'MB')} (bare Bolt)"
        return [
            counted("idle", "resident memory, idle", [ace.memory], unit="MB", at_most=110, reference=beside),
            counted("idle", "share of a core, idle", [share], unit="%", at_most=1),
        ]
