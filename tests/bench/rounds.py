"""Rounds: what is compared is sampled in turn, so that a busy moment of the machine hits all alike."""

import statistics
from collections.abc import Awaitable, Callable, Mapping, Sequence

from tests.bench.wire import Answer, Wire

Send = Callable[[], Awaitable[float]]
Rounds = dict[str, list[list[float]]]  # by name: the samples of each round, in milliseconds


async def interleaved(
    sends: Mapping[str, Send], *, rounds: int, size: int, rest: Callable[[], Awaitable[None]] | None = None
) -> Rounds:
    """Call each in turn, `size` times in each of `rounds`, with a `rest` before each turn."""
    taken: Rounds = {name: [] for name in sends}
    for _round in range(rounds):
        for samples in taken.values():
            samples.append([])
        for _sample in range(size):
            if rest:
                await rest()
            for name, send in sends.items():
                taken[name][-1].append(await send())
    return taken


def posts(wire: Wire, make: Callable[[], str], then: Callable[[Answer], None] | None = None) -> Send:
    """A sample that posts what `make` makes; `then` looks at each answer."""

    async def send() -> float:
        answer = await wire.send(wire.request(make()))
        if then:
            then(answer)
        return answer.seconds * 1000

    return send


def p50(rounds: Sequence[Sequence[float]]) -> list[float]:
    return [statistics.median(samples) for samples in rounds]


def p99(rounds: Sequence[Sequence[float]]) -> list[float]:
    """The slowest but one in a hundred of each round."""
    return [sorted(samples)[-1 - len(samples) // 100] for samples in rounds]
