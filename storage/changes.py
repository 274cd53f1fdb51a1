"""Changes that can be taken back: what records were before, what they became, and putting them back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import DateTime, select
from sqlalchemy import Enum as EnumType
from sqlmodel import col
from sqlmodel.main import default_registry

from storage.case_records import Change
from storage.columns import Json, Record
from storage.database import Tx


def snapshot(record: Record) -> Json:
    """Every column of a record, as JSON values."""
    return {name: _plain(getattr(record, name)) for name in record.__table__.columns.keys()}  # noqa: SIM118


def part(record: Record, before: Mapping[str, Any] | None) -> Json:
    """What changed of a record since `before`, its earlier snapshot; None when it was added just now."""
    after = snapshot(record)
    identity = {name: after[name] for name in _keys(record)}
    table = record.__table__.name
    if before is None:
        return {"table": table, "id": identity, "before": None, "after": after}
    changed = [name for name in after if before[name] != after[name]]
    pairs = {name: _narrowed(name, before[name], after[name]) for name in changed}
    was = {name: pair[0] for name, pair in pairs.items()}
    return {"table": table, "id": identity, "before": was, "after": {name: pairs[name][1] for name in pairs}}


_MANY = {"progress", "report"}  # columns that hold many things, each of which is changed by itself


def _narrowed(name: str, before: Any, after: Any) -> tuple[Any, Any]:
    """Of a column that holds many things only those that changed; None stands for one that is not there."""
    if name not in _MANY or not isinstance(before, dict) or not isinstance(after, dict):
        return before, after
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {key: before.get(key) for key in keys}, {key: after.get(key) for key in keys}


async def keep(tx: Tx, number: int, label: str, parts: list[Json], *, by: str, lasts: timedelta) -> Change:
    """Keep a change so that it can be taken back for a while."""
    change = Change(number=number, label=label[:200], by=by, at=tx.now, until=tx.now + lasts, parts=parts)
    tx.add(change)
    await tx.flush()
    return change


async def find(tx: Tx, change_id: int) -> Change | None:
    """A change by its id."""
    return await tx.session.get(Change, change_id)


async def latest(tx: Tx, number: int) -> Change | None:
    """The newest change of a case that can still be taken back."""
    found = await tx.exec(
        select(Change)
        .where(col(Change.number) == number, col(Change.undone_at).is_(None), col(Change.until) > tx.now)
        .order_by(col(Change.id).desc())
        .limit(1)
    )
    return found.scalar_one_or_none()  # type: ignore[no-any-return]


async def put_back(tx: Tx, parts: list[Json]) -> bool:
    """Make the records what they were; False, and nothing changed, when one of them has moved on since."""
    pairs = [(await _record(tx, each), each) for each in parts]
    if any(record is None or _differs(record, each["after"]) for record, each in pairs):
        return False
    for record, each in reversed(pairs):  # what was added goes first, the last of it before what it rests on
        if each["before"] is None:
            await tx.session.delete(record)
            await tx.flush()
    for record, each in pairs:
        for name, value in (each["before"] or {}).items():
            setattr(record, name, _restored(record, name, value))
    await tx.flush()
    return True


def _restored(record: Record, name: str, value: Any) -> Any:
    if name not in _MANY or not isinstance(value, dict):
        return _read(record, name, value)
    whole = {**(getattr(record, name) or {}), **value}
    return {key: said for key, said in whole.items() if said is not None}


def _differs(record: Record, after: Json) -> bool:
    now = snapshot(record)
    return any(_moved(name, now[name], value) for name, value in after.items() if name not in _MOVING)


def _moved(name: str, now: Any, after: Any) -> bool:
    if name not in _MANY or not isinstance(now, dict) or not isinstance(after, dict):
        return bool(now != after)
    return any(now.get(key) != said for key, said in after.items())


_MOVING = {"version", "updated_at"}


async def _record(tx: Tx, part: Json) -> Any:
    mapper = next(each for each in default_registry.mappers if each.local_table.name == part["table"])  # type: ignore[attr-defined]
    keys = tuple(part["id"][column.name] for column in mapper.primary_key)
    return await tx.session.get(mapper.class_, keys if len(keys) > 1 else keys[0])


def _keys(record: Record) -> list[str]:
    return [column.name for column in record.__table__.primary_key]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _read(record: Record, name: str, value: Any) -> Any:
    kind = record.__table__.columns[name].type
    if value is None:
        return None
    if isinstance(kind, EnumType) and kind.enum_class:
        return kind.enum_class(value)
    return datetime.fromisoformat(value) if isinstance(kind, DateTime) or _is_moment(kind) else value


def _is_moment(kind: object) -> bool:
    return type(kind).__name__ == "UTCDateTime"
