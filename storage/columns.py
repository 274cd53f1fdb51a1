"""Column types that mean the same on SQLite and PostgreSQL."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import JSON, Enum, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

if TYPE_CHECKING:
    from sqlalchemy import Table

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Json = dict[str, Any]


class Record(SQLModel):
    """The base of every table; records are plain, what goes in is checked at the edge."""

    metadata = MetaData(naming_convention=NAMES)
    model_config = {"defer_build": True}  # their validators, which nothing uses

    if TYPE_CHECKING:
        __table__: ClassVar[Table]


def choice(kind: type[StrEnum]) -> Any:
    """A column of one of an enum's values, kept as text so that a new value needs no migration."""
    return Enum(
        kind,
        native_enum=False,
        length=32,
        create_constraint=False,
        values_callable=lambda members: [member.value for member in members],
        validate_strings=True,
    )


def json_type() -> Any:
    """A JSON column; assign a new object rather than changing one in place."""
    return JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def empty_list() -> list[Any]:
    """A default. Not `list` itself: pydantic examines a builtin anew for each record, which takes 50 µs."""
    return []


def empty_object() -> Json:
    """A default; see `empty_list`."""
    return {}
