"""The records of retrospectives: the document, who was asked to approve it, what was published, and where."""

from datetime import datetime

from sqlalchemy import Column, Index, Text, UniqueConstraint
from sqlmodel import Field

from bot.playbook.retrospective_publication import Audience
from bot.playbook.retrospective_steps import State
from storage.columns import Json, Record, choice, empty_list, empty_object, json_type


class Retrospective(Record, table=True):
    """The one retrospective of a case as it stands now; what was published is in `retro_version`."""

    __tablename__ = "retrospective"
    __table_args__ = (Index("ix_retrospective_open", "state", "owner"),)

    number: int = Field(
        primary_key=True, foreign_key="escalation.number", sa_column_kwargs={"autoincrement": False}
    )
    owner: str = Field(max_length=32)
    state: State = Field(default=State.DRAFT, sa_type=choice(State))
    required: bool = False
    content: Json = Field(sa_type=json_type())  # bot.playbook.retrospective.Content without its tasks
    opened_at: datetime
    opened_by: str | None = Field(default=None, max_length=32)  # None: by the case being resolved
    edited_at: datetime
    edited_by: str | None = Field(default=None, max_length=32)
    request: int = 0  # the newest in `retro_request`
    version: int = 0  # the newest in `retro_version`
    meeting: Json = Field(
        default_factory=empty_object, sa_type=json_type()
    )  # {"at", "minutes", "place", "people", "by", "sequence", "held": {"at", "by", "note"}}
    parts: Json = Field(default_factory=empty_object, sa_type=json_type())  # who added their part -> when
    correction: str = Field(default="", max_length=300)  # what the next version corrects
    weighed: list[str] = Field(
        default_factory=empty_list, sa_type=json_type()
    )  # findings of the blameless check that somebody chose to leave as they are


class RetroRequest(Record, table=True):
    """One time that approval was asked for, and the content it was asked for."""

    __tablename__ = "retro_request"

    number: int = Field(
        primary_key=True, foreign_key="retrospective.number", sa_column_kwargs={"autoincrement": False}
    )
    request: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    content: Json = Field(sa_type=json_type())
    hash: str = Field(max_length=32)
    approvers: list[str] = Field(default_factory=empty_list, sa_type=json_type())
    need: str = Field(max_length=8)  # "all", "any" or how many
    asked_by: str = Field(max_length=32)
    asked_at: datetime
    after_edit: bool = False  # asked again since the content was edited
    outcome: str = Field(default="", max_length=32)  # approved, changes, withdrawn, superseded
    closed_at: datetime | None = None


class RetroDecision(Record, table=True):
    """What one approver said to one request; once."""

    __tablename__ = "retro_decision"
    __table_args__ = (UniqueConstraint("number", "request", "approver", name="uq_retro_decision_approver"),)

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(foreign_key="retrospective.number", index=True)
    request: int
    approver: str = Field(max_length=32)
    approved: bool
    hash: str = Field(max_length=32)
    comment: str = Field(default="", sa_column=Column(Text, nullable=False))
    at: datetime


class RetroVersion(Record, table=True):
    """A version as it was published: never changed, a correction is the next one."""

    __tablename__ = "retro_version"

    number: int = Field(
        primary_key=True, foreign_key="retrospective.number", sa_column_kwargs={"autoincrement": False}
    )
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    content: Json = Field(sa_type=json_type())
    hash: str = Field(max_length=32)
    audience: Audience = Field(sa_type=choice(Audience))
    facts: Json = Field(
        sa_type=json_type()
    )  # bot.playbook.retrospective_publication.Facts, as they were then
    by: str = Field(max_length=32)
    at: datetime


class RetroNote(Record, table=True):
    """A message about a retrospective that is edited in place, and the files and canvas that belong to it."""

    __tablename__ = "retro_note"

    key: str = Field(primary_key=True, max_length=120)  # "approval:1:U123", "publication:1"; see the outbox
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    channel: str | None = Field(default=None, max_length=32)
    ts: str | None = Field(default=None, max_length=64)
    drawn: str | None = Field(default=None, max_length=64)
    problem: str | None = Field(default=None, max_length=100)
    files: Json = Field(default_factory=empty_object, sa_type=json_type())  # name -> {"id", "shared", "hash"}
    canvas: str | None = Field(default=None, max_length=32)  # "": one was tried, and nobody knows of it
    at: datetime
