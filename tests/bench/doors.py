"""How long a person waits: a command, a report and a claim until they are acknowledged, one at a time."""

from collections import deque
from collections.abc import Callable
from contextlib import AsyncExitStack

from tests.bench import payloads
from tests.bench.bare import OPEN
from tests.bench.rounds import Rounds, Send, interleaved, p50, p99, posts
from tests.bench.setting import Setting, meet
from tests.bench.table import Line, absent, compared, noted
from tests.bench.wire import Answer, Wire

ANA, ELI = payloads.person(1), payloads.person(2)
LATENCY = 0.08  # seconds; Slack's usual
IN_A_ROW = "one after the other, while the last ones are delivered"
DEFAULT = "bare default Bolt"
BEFORE = "bare Bolt (process_before_response)"


async def raising(setting: Setting) -> list[Line]:
    """`/raiseanace` to acknowledgement, without the round trip of views.open.

    The round trip is what a bare app takes longer when it opens the same form before it acknowledges.
    """
    async with AsyncExitStack() as stack:
        bare = await stack.enter_async_context(setting.bare("before"))
        ace = await stack.enter_async_context(setting.ace(setting.sqlite("raising")))
        await meet(ace.url, ANA)
        one, two = [await stack.enter_async_context(Wire(each.url)) for each in (ace, bare)]
        sends = {
            "ours": posts(one, lambda: payloads.command(ANA)),
            "acknowledged": posts(two, lambda: payloads.command(ANA)),
            "opened": posts(two, lambda: payloads.command(ANA, OPEN)),
        }
        await interleaved(sends, rounds=1, size=20)  # warm
        taken = await interleaved(sends, rounds=setting.form.rounds, size=setting.form.size * 2)
    ours, plain, opened = (p50(taken[name]) for name in ("ours", "acknowledged", "opened"))
    net = [total - (trip - ack) for total, trip, ack in zip(ours, opened, plain, strict=True)]
    what = "/raiseanace to ack, without the views.open round trip"
    return [compared("raise", what, net, plain, at_most=1.5, beside=BEFORE)]


async def changing(setting: Setting) -> list[Line]:
    """Reports submitted and cases claimed, committed before they are acknowledged.

    One at a time, each once all that the last one asked for is delivered; and again in a row, while it is.
    """
    await setting.latency(LATENCY)
    async with AsyncExitStack() as stack:
        wire = await stack.enter_async_context(
            Wire((await stack.enter_async_context(setting.bare("default"))).url)
        )
        submits: dict[str, Send] = {"bare": posts(wire, lambda: payloads.report(ANA))}
        claims: dict[str, Send] = {"bare": posts(wire, lambda: payloads.claim(1, ELI))}
        for kind, database in (await setting.databases("changing")).items():
            ace = await stack.enter_async_context(setting.ace(database))
            await meet(ace.url, ANA, ELI)
            wire = await stack.enter_async_context(Wire(ace.url))
            filed: deque[int] = deque()
            submits[kind] = posts(wire, lambda: payloads.report(ANA), keep(filed))
            claims[kind] = posts(wire, _next(filed))
        await interleaved(submits, rounds=1, size=10)  # warm
        await interleaved(claims, rounds=1, size=10)
        rounds, size = setting.form.rounds, setting.form.size
        submitted = await interleaved(submits, rounds=rounds, size=size // 2, rest=setting.still)
        in_a_row = await interleaved(submits, rounds=rounds, size=size // 2)
        claimed = await interleaved(claims, rounds=rounds, size=size // 2, rest=setting.still)
        claimed_in_a_row = await interleaved(claims, rounds=rounds, size=size // 2)
    await setting.latency(0)
    claim, submit = "claim pressed, committed, acked", "report submitted, committed, acked"
    return [
        *_lines("claim", claim, claimed, (0.35, 1)),
        *_beside("claim", f"{claim}, {IN_A_ROW}", claimed_in_a_row),
        *_lines("submit", submit, submitted, (0.5, 1.5)),
        *_beside("submit", f"{submit}, {IN_A_ROW}", in_a_row),
    ]


def keep(filed: deque[int]) -> Callable[[Answer], None]:
    """What keeps the number of each case that was filed."""
    return lambda answer: filed.append(payloads.number_in(answer.json))


def _next(filed: deque[int]) -> Callable[[], str]:
    return lambda: payloads.claim(filed.popleft(), ELI)


def _beside(row: str, what: str, taken: Rounds) -> list[Line]:
    """The same without targets, which are for one at a time."""
    bare = p50(taken["bare"])
    return [
        noted(row, f"{what}, {kind}, p50", p50(samples), bare, beside=DEFAULT)
        for kind, samples in taken.items()
        if kind != "bare"
    ]


def _lines(row: str, what: str, taken: Rounds, bounds: tuple[float, float]) -> list[Line]:
    lines = []
    for share, bound, name in ((p50, bounds[0], "p50"), (p99, bounds[1], "p99")):
        ours, bare = share(taken["SQLite"]), share(taken["bare"])
        lines.append(compared(row, f"{what}, SQLite, {name}", ours, bare, at_most=bound, beside=DEFAULT))
        title = f"{what}, PostgreSQL, {name}"
        if "PostgreSQL" in taken:
            theirs = share(taken["PostgreSQL"])
            lines.append(compared(row, title, theirs, ours, at_most=2, beside="SQLite"))
        else:
            lines.append(absent(row, title, "no PostgreSQL here", "at most 2 x SQLite"))
    return lines
