"""One trip: what a transaction keeps for its end goes to PostgreSQL in one statement.

Each way there and back costs whoever waits more than the database's work does. What is put into one statement
in this way happens in no order, so that only what needs none is. On SQLite, where nothing travels, nothing is
gained. Source: PostgreSQL, "Data-Modifying Statements in WITH".
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Executable

from storage.columns import Json

AT_MOST = 12  # rows in one statement; more go faster statement by statement
SHAPES = 500  # texts that are kept

Kept = Mapping[Executable, Sequence[Json]]
Process = Callable[[Any], Any]
DIALECT = "postgresql"
NUMBERED = re.compile(r"\$(\d+)")
NOTHING = "SELECT 1"
_VALUES = " VALUES ("


@dataclass(frozen=True)
class Trip:
    """The text of a statement that does several, and how its values are made of theirs."""

    text: str
    makers: Sequence[tuple[str, Process | None]]  # in the order in which the rows need them
    counts: Sequence[tuple[int, Sequence[Any]]]  # for each statement: values of a row, and what follows them

    def values(self, kept: Kept) -> tuple[Any, ...]:
        """The values of these rows, which have the shape that the text was made for."""
        found: list[Any] = []
        start = 0
        for rows, (width, constants) in zip(kept.values(), self.counts, strict=True):
            makers = self.makers[start : start + width]
            for row in rows:
                found += [made(row[name]) if made else row[name] for name, made in makers]
            found += constants
            start += width
        return tuple(found)


@dataclass(frozen=True)
class _Insert:
    """An insert of one row, taken apart so that it takes several."""

    before: str
    row: str
    after: str
    makers: Sequence[tuple[str, Process | None]]
    constants: Sequence[Any]


def shared(kept: Kept, orders: Mapping[Executable, set[object]], dialect: str) -> list[Kept]:
    """What is kept, by the statements that it goes in, one after the other.

    `orders`: two inserts into one table that have one of these in common come one after the other.
    """
    trips: list[dict[Executable, Sequence[Json]]] = []
    for insert, rows in kept.items():
        there = trips[-1] if trips and dialect == DIALECT else {}
        count = len(rows) + sum(map(len, there.values()))
        if there and count <= AT_MOST and not any(_follows(insert, each, orders) for each in there):
            there[insert] = rows
        else:
            trips.append({insert: rows})
    return list(trips)


def _follows(insert: Any, earlier: Any, orders: Mapping[Executable, set[object]]) -> bool:
    return insert.table is earlier.table and bool(orders[insert] & orders[earlier])


def fits(kept: Kept) -> bool:
    """Whether it is worth one statement: very many rows are quicker on their own."""
    return 0 < sum(map(len, kept.values())) <= AT_MOST


def made(kept: Kept, dialect: Dialect, last: str = NOTHING) -> Trip:
    """One statement that makes all these inserts, in no order but that of each one's rows; then `last`."""
    shape = tuple((insert, tuple(rows[0]), len(rows)) for insert, rows in kept.items())
    return _trip(shape, dialect, last)


@lru_cache(maxsize=SHAPES)
def _trip(shape: tuple[tuple[Executable, tuple[str, ...], int], ...], dialect: Dialect, last: str) -> Trip:
    parts: list[str] = []
    makers: list[tuple[str, Process | None]] = []
    counts: list[tuple[int, Sequence[Any]]] = []
    used = 0
    for statement, names, count in shape:
        each = _taken_apart(statement, names, dialect)
        width = len(each.makers)
        rows = [_renumbered(each.row, used + width * turn) for turn in range(count)]
        after = _renumbered(each.after, used + width * (count - 1))
        parts.append(f"kept_{len(parts)} AS ({each.before}{_VALUES}{'), ('.join(rows)}){after})")
        used += width * count + len(each.constants)
        makers += each.makers
        counts.append((width, each.constants))
    return Trip(f"WITH {', '.join(parts)} {last}", makers, counts)


@lru_cache(maxsize=SHAPES)
def _taken_apart(statement: Executable, names: tuple[str, ...], dialect: Dialect) -> _Insert:
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))  # type: ignore[attr-defined]
    before, _, rest = str(compiled).partition(_VALUES)
    end = _end(rest)
    order, width = list(compiled.positiontup), len(names)
    if set(order[:width]) != set(names):
        raise TypeError(f"{statement} inserts more than what it is given")
    makers = [(name, _process(compiled, name, dialect)) for name in order]
    constants = [
        made(compiled.params[name]) if made else compiled.params[name] for name, made in makers[width:]
    ]
    return _Insert(before, rest[:end], rest[end + 1 :], makers[:width], constants)


def _end(rest: str) -> int:
    """Where the brackets of the row end."""
    depth = 1
    for at, letter in enumerate(rest):
        depth += (letter == "(") - (letter == ")")
        if not depth:
            return at
    raise ValueError(rest)


def _process(compiled: Any, name: str, dialect: Dialect) -> Process | None:
    made: Process | None = compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)
    return made


def _renumbered(text: str, by: int) -> str:
    return NUMBERED.sub(lambda found: f"${int(found[1]) + by}", text)
