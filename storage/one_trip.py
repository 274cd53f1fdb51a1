"""One trip: what a transaction keeps for its end goes to the database at one go.

To PostgreSQL in one statement, since each way there and back costs whoever waits more than the database's
work does. What is put into one statement in this way happens in no order, so that only what needs none is.
On SQLite nothing travels, but SQLAlchemy's own way to a statement costs five times what the statement does.
Source: PostgreSQL, "Data-Modifying Statements in WITH".
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Executable

from storage.columns import Json, Record

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

    What others refer to goes first. `orders`: two inserts into one table that have one of these in common
    come one after the other.
    """
    kept = dict(sorted(kept.items(), key=lambda each: _ranks()[_table(each[0])]))
    if dialect != DIALECT:
        return [kept] if kept else []
    trips: list[dict[Executable, Sequence[Json]]] = []
    for insert, rows in kept.items():
        there = trips[-1] if trips else {}
        count = len(rows) + sum(map(len, there.values()))
        if there and count <= AT_MOST and not any(_follows(insert, each, orders) for each in there):
            there[insert] = rows
        else:
            trips.append({insert: rows})
    return list(trips)


@cache
def _ranks() -> Mapping[Any, int]:
    """Where each table stands in an order in which those that others refer to come first."""
    return {table: rank for rank, table in enumerate(Record.metadata.sorted_tables)}


def _table(insert: Any) -> Any:
    return insert.table


def _follows(insert: Executable, earlier: Executable, orders: Mapping[Executable, set[object]]) -> bool:
    return _table(insert) is _table(earlier) and bool(orders[insert] & orders[earlier])


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


def one_by_one(kept: Kept, connection: Connection) -> None:
    """Make these inserts in their order, without what SQLAlchemy does besides."""
    for insert, rows in kept.items():
        compiled = _compiled(insert, tuple(rows[0]), connection.dialect)
        connection.exec_driver_sql(compiled.text, [compiled.values(row) for row in rows])


@dataclass(frozen=True)
class _Compiled:
    """The text of an insert of one row, and how its values are made."""

    text: str
    makers: Sequence[tuple[str, Process | None]]  # in the order of the text
    constants: Json  # what a row does not give, ready to be sent

    def values(self, row: Json) -> tuple[Any, ...]:
        """The values of a row."""
        constants = self.constants
        return tuple(
            constants[name] if name in constants else made(row[name]) if made else row[name]
            for name, made in self.makers
        )


@lru_cache(maxsize=SHAPES)
def _compiled(insert: Executable, names: tuple[str, ...], dialect: Dialect) -> _Compiled:
    compiled: Any = insert.compile(dialect=dialect, column_keys=list(names))  # type: ignore[attr-defined]
    makers = [(name, _process(compiled, name, dialect)) for name in compiled.positiontup]
    if {name for name, _made in makers[: len(names)]} != set(names):
        raise TypeError(f"{insert} inserts more than what it is given")
    given = compiled.params
    constants = {name: made(given[name]) if made else given[name] for name, made in makers[len(names) :]}
    return _Compiled(str(compiled), makers, constants)


@lru_cache(maxsize=SHAPES)
def _taken_apart(insert: Executable, names: tuple[str, ...], dialect: Dialect) -> _Insert:
    compiled = _compiled(insert, names, dialect)
    before, _, rest = compiled.text.partition(_VALUES)
    end, width = _end(rest), len(names)
    constants = [compiled.constants[name] for name, _made in compiled.makers[width:]]
    return _Insert(before, rest[:end], rest[end + 1 :], compiled.makers[:width], constants)


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
