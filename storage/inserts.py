"""Inserts that mind a row which is there already, in each database's words.

They are made once, when a module is imported: making a statement takes far longer than running it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import Record

Insert = Callable[[Any], Any]  # a dialect's `insert`
Inserts = Mapping[str, Executable]  # by the dialect's name


def each(make: Callable[[Insert], Executable]) -> Inserts:
    """What `make` makes, for each dialect."""
    return {"postgresql": make(postgresql.insert), "sqlite": make(sqlite.insert)}


def unless_there(record: type[Record]) -> Inserts:
    """Insert a record, given as parameters; nothing happens when its key is taken."""
    return each(lambda insert: insert(record.__table__).on_conflict_do_nothing())
