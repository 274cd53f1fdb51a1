"""The outbox's record: something Slack is to be told, kept in the transaction that caused it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, Index, Text, text
from sqlmodel import Field

from storage.columns import Json, Record, choice, empty_object, json_type


class RowState(StrEnum):
    """Where an intention stands."""

    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"  # given up; a person was told, and it can be tried again


class OutboxRow(Record, table=True):
    """An intention, such as "show the topic of ACE-7".

    `wanted` counts how often it was asked for and `done` up to which of these it was carried out: a redraw
    asked for ten times while one is under way is drawn once more, not ten times. A message that says a thing
    once has a key of its own and is wanted once. Leases are wall-clock seconds since the epoch (the database
    server's, where there is one), so that moving the product's clock never ends one.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "available_at",
            "priority",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_outbox_lane",
            "lane",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_outbox_dead",
            "id",
            sqlite_where=text("state = 'dead'"),
            postgresql_where=text("state = 'dead'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=160, unique=True)
    kind: str = Field(max_length=40)
    number: int = Field(default=0, index=True)
    lane: str = Field(max_length=160)
    priority: int = 5
    detail: Json = Field(default_factory=empty_object, sa_type=json_type())
    state: RowState = Field(default=RowState.WAITING, sa_type=choice(RowState))
    wanted: int = 1
    done: int = 0
    attempts: int = 0
    available_at: datetime
    added_at: datetime
    first_try_at: datetime | None = None  # of the tries that may have reached Slack and are not recorded
    rest_until: datetime | None = None  # a redraw's distance from the last one
    lease_owner: str | None = Field(default=None, max_length=64)
    lease_until: float | None = None
    error: str | None = Field(default=None, sa_column=Column(Text))
    result: Json = Field(
        default_factory=empty_object, sa_type=json_type()
    )  # {"channel", "ts"} of what it posted
