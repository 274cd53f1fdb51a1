"""The records of the clocks: each as it runs, what happened to it, what was said, and people's own hours."""

from datetime import datetime

from sqlalchemy import Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from bot.playbook.adherence import What
from bot.playbook.kinds import ClockKind
from bot.playbook.reach import Where
from bot.playbook.rungs import Level
from bot.playbook.severity import Severity
from storage.columns import Json, Record, choice, empty_list, empty_object, json_type


class ClockRow(Record, table=True):
    """One clock of a case and the cycle it is in; see bot.playbook.clocks.Clock for what each moment means.

    A clock that ended keeps its row, since a later cycle must never take an earlier one's number.
    """

    __tablename__ = "clock"
    __table_args__ = (
        UniqueConstraint("number", "kind", "subject", name="uq_clock_subject"),
        Index(
            "ix_clock_due",
            "next_at",
            "number",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(foreign_key="escalation.number")
    kind: ClockKind = Field(sa_type=choice(ClockKind))
    subject: int = 0  # the action item, attempt or approval it is about; 0 where there is one to a case
    owners: list[str] = Field(default_factory=empty_list, sa_type=json_type())  # of what is not the EM's
    severity: Severity = Field(sa_type=choice(Severity))
    zone: str = Field(max_length=64)
    holidays: str = Field(default="", max_length=16)
    anchor: datetime
    target_at: datetime
    limit_at: datetime
    planned_at: datetime
    deadline: datetime | None = None
    promise: datetime | None = None
    cycle: int = 1
    plan: int = 1
    said: Json = Field(default_factory=empty_object, sa_type=json_type())  # {level: number of its last rung}
    notices: int = 0
    missed_at: datetime | None = None
    snoozed_until: datetime | None = None
    snoozes: int = 0
    paused_at: datetime | None = None
    resumes_at: datetime | None = None
    pauses: list[list[str]] = Field(default_factory=empty_list, sa_type=json_type())  # [[from, until]]
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))  # why it is paused
    next_at: datetime | None = None  # when a tick has to look at it; none when nothing more comes
    ended_at: datetime | None = None


class Reminder(Record, table=True):
    """One message that reminds somebody: of one clock, or of several that fell together.

    `number` is the case whose place it stands in, 0 for a person's own or one that speaks of several.
    """

    __tablename__ = "reminder"

    id: int | None = Field(default=None, primary_key=True)
    key: str | None = Field(default=None, max_length=80, unique=True)  # of one that is added to
    number: int = 0
    place: Where = Field(sa_type=choice(Where))
    person: str | None = Field(default=None, max_length=32)
    delayed: bool = False
    at: datetime
    channel: str | None = Field(default=None, max_length=32)
    ts: str | None = Field(default=None, max_length=64)
    drawn: str | None = Field(default=None, max_length=64)


class ClockEvent(Record, table=True):
    """One thing that happened to a clock; adherence and kept promises are counted from these alone."""

    __tablename__ = "clock_event"
    __table_args__ = (
        Index("ix_clock_event_case", "number", "id"),
        Index("ix_clock_event_clock", "clock", "cycle"),
        Index("ix_clock_event_reminder", "reminder"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str | None = Field(
        default=None, max_length=120, unique=True
    )  # what happens once: a rung, for somebody
    clock: int = Field(foreign_key="clock.id")
    number: int
    kind: ClockKind = Field(sa_type=choice(ClockKind))
    subject: int = 0
    cycle: int
    plan: int = 1
    what: What = Field(sa_type=choice(What))
    at: datetime
    target_at: datetime
    limit_at: datetime
    promised: bool = False
    person: str | None = Field(default=None, max_length=32)  # who did it, or who was told
    level: Level | None = Field(default=None, sa_type=choice(Level))
    due: datetime | None = None  # when the rung was due by the policy
    reminder: int | None = Field(default=None, foreign_key="reminder.id")
    until: datetime | None = None  # of a snooze or pause
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))


class PersonHours(Record, table=True):
    """Somebody's own settings; what is not set is as the policy has it. Minutes count from midnight."""

    __tablename__ = "person_hours"

    person: str = Field(primary_key=True, max_length=32)
    days: list[str] = Field(default_factory=empty_list, sa_type=json_type())
    works_from: int | None = None
    works_until: int | None = None
    quiet_from: int | None = None
    quiet_until: int | None = None
    digest: bool = True
    at: datetime


class Beat(Record, table=True):
    """Something that happens regularly and belongs to no case, and when it does next."""

    __tablename__ = "beat"

    name: str = Field(primary_key=True, max_length=32)
    next_at: datetime
