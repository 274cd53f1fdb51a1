"""The records of an escalation: the case itself, who is on it, what happened, and what Slack shows of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, Index, Text, UniqueConstraint
from sqlmodel import Field

from bot.playbook.lifecycle import Status
from bot.playbook.roles import Role
from bot.playbook.severity import Severity
from bot.playbook.timeline import EntryKind
from bot.playbook.visibility import Visibility
from bot.playbook.work import Trend
from storage.columns import Json, Record, choice, empty_list, empty_object, json_type


class Counter(Record, table=True):
    """The last number given out, by name; taken in the transaction that uses it, so there are no gaps."""

    __tablename__ = "counter"

    name: str = Field(primary_key=True, max_length=32)
    value: int = 0


class Escalation(Record, table=True):
    """One escalation as it stands now; how it came there is in `entry`."""

    __tablename__ = "escalation"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    filing: str = Field(max_length=64, unique=True)  # the view id of the form that filed it
    filer: str = Field(max_length=32, index=True)
    filed_at: datetime
    customer: str = Field(max_length=200)
    account_id: str | None = Field(default=None, max_length=100)
    customer_key: str = Field(max_length=200, index=True)  # the name folded for comparing
    summary: str = Field(max_length=300)
    impact: str = Field(sa_column=Column(Text, nullable=False))
    severity: Severity = Field(sa_type=choice(Severity))
    highest_severity: Severity = Field(sa_type=choice(Severity))
    product: str = Field(max_length=75)
    region: str = Field(max_length=75)
    visibility: Visibility = Field(sa_type=choice(Visibility))
    status: Status = Field(sa_type=choice(Status), index=True)
    status_at: datetime
    em: str | None = Field(default=None, max_length=32, index=True)
    claimed_at: datetime | None = None
    closed_at: datetime | None = None
    updated_at: datetime  # the last change that people should notice
    call_link: str | None = Field(default=None, max_length=500)
    report: Json = Field(sa_type=json_type())  # every answer of the form, see bot.playbook.report
    team: str = Field(default="", max_length=32)
    version: int = 1
    trend: Trend | None = Field(default=None, sa_type=choice(Trend))
    resolved_at: datetime | None = None
    progress: Json | None = Field(default=None, sa_type=json_type())  # see bot.playbook.progress


class Involved(Record, table=True):
    """Somebody who belongs to a case: invited to its channel, and allowed to see it when it is private."""

    __tablename__ = "involved"

    number: int = Field(primary_key=True, foreign_key="escalation.number")
    person: str = Field(primary_key=True, max_length=32, index=True)
    why: str = Field(max_length=32)
    since: datetime


class RoleSpan(Record, table=True):
    """Who had a role from when until when; the one without an end holds it now."""

    __tablename__ = "role_span"
    __table_args__ = (
        Index(
            "uq_role_span_held",
            "number",
            "role",
            unique=True,
            sqlite_where=Column("until").is_(None),
            postgresql_where=Column("until").is_(None),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(foreign_key="escalation.number", index=True)
    role: Role = Field(sa_type=choice(Role))
    person: str = Field(max_length=32)
    by: str = Field(max_length=32)
    since: datetime
    until: datetime | None = None


class Linked(Record, table=True):
    """Two escalations that belong together; kept once, the lower number first."""

    __tablename__ = "linked"

    number: int = Field(primary_key=True, foreign_key="escalation.number")
    other: int = Field(primary_key=True, foreign_key="escalation.number", index=True)
    by: str = Field(max_length=32)
    at: datetime


class Entry(Record, table=True):
    """One line of the timeline, logged by a person or written by a change; never removed."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("channel", "ts", name="uq_entry_message"),
        Index("ix_entry_timeline", "number", "at", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(foreign_key="escalation.number")
    kind: EntryKind = Field(sa_type=choice(EntryKind))
    author: str | None = Field(default=None, max_length=32)
    text: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime  # when it happened: the message's own time
    logged_at: datetime
    channel: str | None = Field(default=None, max_length=32)
    ts: str | None = Field(default=None, max_length=32)
    thread_ts: str | None = Field(default=None, max_length=32)
    files: list[Json] = Field(default_factory=empty_list, sa_type=json_type())  # [{"name", "link"}]
    earlier: list[Json] = Field(
        default_factory=empty_list, sa_type=json_type()
    )  # [{"text", "until"}], oldest first
    withdrawn_at: datetime | None = None
    data: Json = Field(default_factory=empty_object, sa_type=json_type())  # what an automatic entry changed


class SurfaceKind(StrEnum):
    """A place in Slack that shows a case."""

    ALERT = "alert"
    CHANNEL = "channel"
    MEMBERS = "members"
    TOPIC = "topic"
    OPENING = "opening"
    TRACKER = "tracker"
    DOCUMENT = "document"
    BOOKMARKS = "bookmarks"
    RETROSPECTIVE = "retrospective"


class Surface(Record, table=True):
    """What Slack shows of a case in one place, as far as we know; number 0 is the workspace itself."""

    __tablename__ = "surface"
    __table_args__ = (Index("ix_surface_place", "channel", "ts"),)

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: SurfaceKind = Field(primary_key=True, sa_type=choice(SurfaceKind))
    channel: str | None = Field(default=None, max_length=32)
    ts: str | None = Field(default=None, max_length=64)
    drawn: str | None = Field(default=None, sa_column=Column(Text))
    problem: str | None = Field(default=None, max_length=100)  # Slack's error code when it refused
    detail: Json = Field(default_factory=empty_object, sa_type=json_type())
    at: datetime


class Person(Record, table=True):
    """What we know of somebody from Slack's `users.info` and its events."""

    __tablename__ = "person"

    id: str = Field(primary_key=True, max_length=32)
    name: str = Field(max_length=100)
    zone: str = Field(default="UTC", max_length=64)
    guest: bool = False
    deactivated: bool = False
    bot: bool = False
    learned_at: datetime


class Usergroup(Record, table=True):
    """A user group of the workspace and its members, as last heard."""

    __tablename__ = "usergroup"

    id: str = Field(primary_key=True, max_length=32)
    handle: str = Field(max_length=100, index=True)
    members: list[str] = Field(default_factory=empty_list, sa_type=json_type())
    learned_at: datetime


class Inbox(Record, table=True):
    """An event that Slack delivered and we acted on; Slack delivers more than once."""

    __tablename__ = "inbox"

    event_id: str = Field(primary_key=True, max_length=64)
    at: datetime = Field(index=True)
