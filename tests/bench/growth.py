"""Growth: the same work on an empty database and on one with years in it."""

from collections import deque
from contextlib import AsyncExitStack

from tests.bench import payloads
from tests.bench.doors import ANA, ELI, keep
from tests.bench.flow import claimed
from tests.bench.rounds import Send, interleaved, p50, posts
from tests.bench.seed import crowd, seed
from tests.bench.setting import Setting
from tests.bench.table import Line, compared
from tests.bench.wire import Wire

PATHS = {
    "raise": "/raiseanace",
    "submit": "a report submitted",
    "claim": "a claim",
    "observe": "an observation logged",
    "pass": "a prefixed message that is no case's",
    "show": "/ace show",
    "panel": "the form of everything, of a case with {crowd:,} entries,",
}


async def growing(setting: Setting) -> list[Line]:
    """Every path a person takes, on both, in turn."""
    cases, entries = setting.form.cases, setting.form.entries
    lines = []
    empty, full = await setting.databases("empty"), await setting.databases("full")
    for kind, database in full.items():
        await seed(database, cases=cases, entries=entries)
        lines += await _compared(
            setting, kind, empty[kind], database, f"{cases:,} cases, {entries:,} entries"
        )
    return lines


async def _compared(setting: Setting, kind: str, empty: str, full: str, size: str) -> list[Line]:
    async with AsyncExitStack() as stack:
        sends: dict[str, Send] = {}
        for name, database in (("empty", empty), ("full", full)):
            ace = await stack.enter_async_context(setting.ace(database))
            channels = await claimed(setting, ace, 1)
            number = setting.form.cases + 1 if name == "full" else 1
            if name == "full":
                await crowd(database, number, entries=setting.form.crowd)
            wire = await stack.enter_async_context(Wire(ace.url))
            sends |= {f"{name} {path}": send for path, send in _paths(wire, channels[0], number).items()}
        await interleaved(sends, rounds=1, size=5)
        taken = await interleaved(sends, rounds=setting.form.rounds, size=setting.form.size // 2)
    return [
        compared(
            "growth",
            f"{title.format(crowd=setting.form.crowd)} with {size}, {kind}",
            p50(taken[f"full {path}"]),
            p50(taken[f"empty {path}"]),
            at_most=1.5,
            beside="an empty database",
        )
        for path, title in PATHS.items()
    ]


def _paths(wire: Wire, channel: str, number: int) -> dict[str, Send]:
    filed: deque[int] = deque()
    last = 0

    def claim() -> str:
        nonlocal last
        last = filed.popleft()
        return payloads.claim(last, ELI)

    return {
        "raise": posts(wire, lambda: payloads.command(ANA)),
        "submit": posts(wire, lambda: payloads.report(ANA), keep(filed)),
        "claim": posts(wire, claim),
        "observe": posts(wire, lambda: payloads.message(ELI, channel, "decision: roll back")),
        "pass": posts(wire, lambda: payloads.message(ELI, payloads.ALERTS, "decision: roll back")),
        "show": posts(wire, lambda: payloads.command(ANA, "/ace", f"show ACE-{last:04d}")),
        "panel": posts(wire, lambda: payloads.more(number, ELI)),
    }
