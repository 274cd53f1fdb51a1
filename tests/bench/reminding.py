"""Reminding: a tick among a million clocks, and ten thousand that fall due at once."""

import time
from contextlib import AsyncExitStack

from bot.playbook.policy import Policy
from bot.services import reminding
from bot.settings_rules import driver_url
from storage import schema
from storage.clock import Clock
from storage.database import Store
from tests.bench import payloads
from tests.bench.setting import Setting
from tests.bench.table import Line, compared, counted
from tests.hours import at_work, to_next_reminder
from tests.journeys import claimed
from tests.many_clocks import make_due, seed
from tests.world import opened

DUE = 100
PLANNED = 60.0  # seconds in which ten thousand are to be planned


async def ticking(setting: Setting) -> list[Line]:
    """The same hundred due among many clocks and among few; then many due at once, planned, not sent."""
    lines: list[Line] = []
    few, many = await setting.databases("few-clocks"), await setting.databases("many-clocks")
    count = setting.form.entries
    for kind, database in many.items():
        async with AsyncExitStack() as stack:
            small, large = _store(few[kind]), _store(database)
            for store, clocks in ((small, max(DUE * 10, 1000)), (large, count)):
                stack.push_async_callback(store.close)
                await schema.upgrade(store)
                await seed(store, clocks, ems=[payloads.person(4)])
            ours, reference = [], []
            for number in range(setting.form.rounds):
                reference.append(await _tick(small, DUE, after=1 + number * DUE))
                ours.append(await _tick(large, DUE, after=1 + number * DUE))
            what = f"tick with {count:,} clocks of which {DUE} are due, {kind}"
            lines.append(compared("tick", what, ours, reference, at_most=2, beside="the same with 1,000"))
            at_once = setting.form.due
            taken = await _tick(large, at_once, after=1 + setting.form.rounds * DUE)
            what = f"{at_once:,} clocks due at once, planned, {kind}"
            lines.append(counted("tick", what, [taken / 1000], unit="s", at_most=PLANNED))
    return lines


async def calling(setting: Setting) -> list[Line]:
    """How many calls of Slack a reminder takes: clocks are moved, so ACE runs in this very process."""
    async with opened(setting.sqlite("reminded")) as world:
        await at_work(world)
        await claimed(world)
        seen = len(world.ws.calls)
        await to_next_reminder(world)
        methods = [call.method for call in world.ws.calls[seen:]]
    return [
        counted(
            "reminder", "Slack calls of a reminder", [len(methods)], at_most=1, reference=", ".join(methods)
        )
    ]


def _store(database: str) -> Store:
    return Store(driver_url(database), Clock(), Policy.load())


async def _tick(store: Store, count: int, *, after: int) -> float:
    """How long until so many that are due now are dealt with, in milliseconds."""
    await make_due(store, count, after=after)
    begun = time.perf_counter()
    more = True
    while more:
        more = await reminding.tick(store)
    return (time.perf_counter() - begun) * 1000
