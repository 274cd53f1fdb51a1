"""The table: one line for each thing measured, with its target and whether it was met."""

import json
import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

HEAD = ("row", "what", "ours", "reference", "ratio (min to max)", "target", "")


@dataclass(frozen=True)
class Line:
    """One thing measured; `ok` is None for what has no target, cannot be measured here or is not built."""

    row: str
    what: str
    ours: str
    reference: str
    ratio: str
    target: str
    ok: bool | None

    @property
    def verdict(self) -> str:
        if self.ok is None:
            return "not measured" if self.target else ""
        return "ok" if self.ok else "falls short"

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            self.row,
            self.what,
            self.ours,
            self.reference,
            self.ratio,
            self.target,
            self.verdict,
        )


@dataclass(frozen=True)
class Ratio:
    """What each round came to, ours over the reference's."""

    rounds: Sequence[float]

    @classmethod
    def of(cls, ours: Iterable[float], reference: Iterable[float]) -> "Ratio":
        return cls([one / other for one, other in zip(ours, reference, strict=True)])

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)

    def __str__(self) -> str:
        return f"{self.median:.2f} ({min(self.rounds):.2f} to {max(self.rounds):.2f})"


def compared(
    row: str,
    what: str,
    ours: Sequence[float],
    reference: Sequence[float],
    *,
    unit: str = "ms",
    at_most: float | None = None,
    at_least: float | None = None,
    beside: str,
) -> Line:
    """A line for a ratio: one number of ours and one of the reference for each round, in `unit`."""
    ratio = Ratio.of(ours, reference)
    target, ok = (
        (f"at most {at_most:g} x {beside}", ratio.median <= at_most)
        if at_most is not None
        else (f"at least {at_least:g} x {beside}", ratio.median >= (at_least or 0))
    )
    return Line(
        row,
        what,
        amount(statistics.median(ours), unit),
        amount(statistics.median(reference), unit),
        str(ratio),
        target,
        ok,
    )


def counted(
    row: str,
    what: str,
    ours: Sequence[float],
    *,
    unit: str = "",
    at_most: float | None = None,
    at_least: float | None = None,
    reference: str = "",
) -> Line:
    """A line for a plain number with a bound; each round gives one."""
    middle = statistics.median(ours)
    spread = f"{amount(min(ours), unit)} to {amount(max(ours), unit)}" if len(set(ours)) > 1 else ""
    bound = at_most if at_most is not None else at_least or 0
    target = f"at {'most' if at_most is not None else 'least'} {amount(bound, unit)}"
    ok = middle <= bound if at_most is not None else middle >= bound
    return Line(row, what, amount(middle, unit), reference, spread, target, ok)


def noted(row: str, what: str, ours: Sequence[float], reference: Sequence[float], *, beside: str) -> Line:
    """A line for a time that has no target, in milliseconds, beside another one."""
    middle = statistics.median
    theirs = f"{amount(middle(reference), 'ms')} ({beside})"
    return Line(row, what, amount(middle(ours), "ms"), theirs, str(Ratio.of(ours, reference)), "", None)


def absent(row: str, what: str, why: str, target: str) -> Line:
    """A line for what is not built or cannot be measured here."""
    return Line(row, what, why, "", "", target, None)


def amount(value: float, unit: str) -> str:
    digits = f"{value:.0f}" if value >= 100 or float(value).is_integer() else f"{value:.3g}"
    return f"{digits} {unit}".strip()


def facts(form: str) -> str:
    """The machine and the day, and in which form it was measured."""
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}; {form}, medians with the least and most of all rounds"
    )


def plain(lines: Sequence[Line]) -> str:
    rows = [HEAD, *(line.cells for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def markdown(lines: Sequence[Line]) -> str:
    rows = [HEAD[1:], tuple("---" for _ in HEAD[1:]), *(line.cells[1:] for line in lines)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def as_json(lines: Sequence[Line], form: str) -> str:
    rows = [asdict(line) | {"verdict": line.verdict} for line in lines]
    return json.dumps({"facts": facts(form), "rows": rows}, indent=2)
