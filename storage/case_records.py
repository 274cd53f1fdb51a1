"""The records of leading a case: criteria, items, contacts, promises, attempts, hand-overs, changes."""

from datetime import datetime

from sqlalchemy import Column, Index, Text, text
from sqlmodel import Field

from bot.playbook.handover import HandoverState
from bot.playbook.roles import Role
from bot.playbook.work import (
    AttemptKind,
    AttemptResult,
    CriterionState,
    Direction,
    ItemKind,
    ItemState,
    Medium,
    PromiseState,
    Term,
)
from storage.columns import Json, Record, choice, empty_list, empty_object, json_type


class Criterion(Record, table=True):
    """An exit criterion: what must hold before the case is resolved, and what shows that it does."""

    __tablename__ = "criterion"

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(foreign_key="escalation.number", index=True)
    text: str = Field(sa_column=Column(Text, nullable=False))
    state: CriterionState = Field(default=CriterionState.OPEN, sa_type=choice(CriterionState))
    evidence: str = Field(default="", sa_column=Column(Text, nullable=False))  # or why it was waived
    settled_by: str | None = Field(default=None, max_length=32)
    settled_at: datetime | None = None
    added_by: str = Field(max_length=32)
    added_at: datetime
    removed_at: datetime | None = None


class Item(Record, table=True):
    """An action item: work that somebody owes by a date they, or their manager, agreed to."""

    __tablename__ = "item"
    __table_args__ = (
        Index("ix_item_owed", "owner", "state", "due"),
        Index("ix_item_open", "state", "due"),  # what is owed by anybody
    )

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(foreign_key="escalation.number", index=True)
    kind: ItemKind = Field(sa_type=choice(ItemKind))
    text: str = Field(sa_column=Column(Text, nullable=False))
    owner: str | None = Field(default=None, max_length=32)
    team: str = Field(default="", max_length=100)
    due: datetime | None = None
    committed_by: str | None = Field(default=None, max_length=32)
    agreed_at: datetime | None = None  # the day its service level begins
    term: Term = Field(default=Term.SHORT, sa_type=choice(Term))
    link: str = Field(default="", max_length=500)
    waiter: str | None = Field(default=None, max_length=32)  # who waits for it, and hears what became of it
    due_by: str | None = Field(default=None, max_length=32)  # who set the date, and answers a challenge
    state: ItemState = Field(default=ItemState.OPEN, sa_type=choice(ItemState))
    why: str = Field(default="", sa_column=Column(Text, nullable=False))  # of blocked or dropped
    product_manager: str | None = Field(default=None, max_length=32)
    challenge: Json = Field(
        default_factory=empty_object, sa_type=json_type()
    )  # {"due", "why", "by", "at"} of a date that the owner proposes instead, until it is answered
    retrospective: bool = False  # whether it comes out of the retrospective
    added_by: str = Field(max_length=32)
    added_at: datetime
    done_at: datetime | None = None
    reported_at: datetime | None = None  # when its outcome was told to who waited for it
    reopened: int = 0  # how often it was taken up again


class Contact(Record, table=True):
    """One word to the customer, or from them."""

    __tablename__ = "contact"
    __table_args__ = (Index("ix_contact_case", "number", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(foreign_key="escalation.number")
    direction: Direction = Field(sa_type=choice(Direction))
    medium: Medium = Field(sa_type=choice(Medium))
    said: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime  # when it took place
    by: str = Field(max_length=32)
    logged_at: datetime


class Promise(Record, table=True):
    """What the customer was promised for when; kept, late or broken, once."""

    __tablename__ = "promise"

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(foreign_key="escalation.number", index=True)
    contact: int | None = Field(default=None, foreign_key="contact.id")
    what: str = Field(sa_column=Column(Text, nullable=False))
    due_at: datetime
    why: str = Field(default="", sa_column=Column(Text, nullable=False))  # for one later than the limit
    state: PromiseState = Field(default=PromiseState.OPEN, sa_type=choice(PromiseState))
    made_by: str = Field(max_length=32)
    made_at: datetime
    settled_at: datetime | None = None


class Attempt(Record, table=True):
    """A workaround that is tried for a time that was set beforehand."""

    __tablename__ = "attempt"

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(foreign_key="escalation.number", index=True)
    kind: AttemptKind = Field(sa_type=choice(AttemptKind))
    what: str = Field(sa_column=Column(Text, nullable=False))
    started_by: str = Field(max_length=32)
    started_at: datetime
    ends_at: datetime  # the end of its box
    box: int = 10  # minutes of one
    tries: list[Json] = Field(
        default_factory=empty_list, sa_type=json_type()
    )  # [{"at", "by", "result", "note"}], oldest first
    result: AttemptResult | None = Field(default=None, sa_type=choice(AttemptResult))  # of the last try
    ended_at: datetime | None = None


class Handover(Record, table=True):
    """The offer of the EM's seat to somebody: ownership moves only when they accept."""

    __tablename__ = "handover"
    __table_args__ = (
        Index(
            "uq_handover_offered",
            "number",
            unique=True,
            sqlite_where=text("state = 'offered'"),
            postgresql_where=text("state = 'offered'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(foreign_key="escalation.number", index=True)
    giver: str = Field(max_length=32)
    taker: str = Field(max_length=32)
    packet: Json = Field(default_factory=empty_object, sa_type=json_type())
    state: HandoverState = Field(default=HandoverState.OFFERED, sa_type=choice(HandoverState))
    offered_at: datetime
    answered_at: datetime | None = None
    why: str = Field(default="", sa_column=Column(Text, nullable=False))  # it was declined or withdrawn
    channel: str | None = Field(default=None, max_length=32)  # where its message stands
    ts: str | None = Field(default=None, max_length=32)


class Cover(Record, table=True):
    """Somebody stands in for a role for a while: reminders go to them, ownership stays where it is."""

    __tablename__ = "cover"

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(foreign_key="escalation.number", index=True)
    role: Role = Field(sa_type=choice(Role))
    person: str = Field(max_length=32)  # who is away
    stand_in: str = Field(max_length=32)
    since: datetime
    until: datetime
    ended_at: datetime | None = None  # when it was ended before


class Stakeholder(Record, table=True):
    """Somebody, or a team, that a case concerns, and their part in it: a row of the team matrix."""

    __tablename__ = "stakeholder"

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(foreign_key="escalation.number", index=True)
    person: str | None = Field(default=None, max_length=32)
    name: str = Field(default="", max_length=100)  # of who is not in the workspace, or of a team
    part: str = Field(max_length=200)  # what they are there for
    added_by: str = Field(max_length=32)
    added_at: datetime
    removed_at: datetime | None = None


class Change(Record, table=True):
    """A change that can be taken back for a while: what its records were before, and what it made them."""

    __tablename__ = "change"

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(foreign_key="escalation.number", index=True)
    label: str = Field(max_length=200)
    by: str = Field(max_length=32)
    at: datetime
    until: datetime
    parts: list[Json] = Field(
        default_factory=empty_list, sa_type=json_type()
    )  # [{"table", "id", "before": {…}, "after": {…}}]
    undone_at: datetime | None = None


class AccessRequest(Record, table=True):
    """Somebody outside a private case asked to see it."""

    __tablename__ = "access_request"

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(foreign_key="escalation.number", index=True)
    person: str = Field(max_length=32)
    why: str = Field(default="", sa_column=Column(Text, nullable=False))
    asked_at: datetime
    state: str = Field(default="asked", max_length=32)  # asked, granted, declined
    answered_by: str | None = Field(default=None, max_length=32)
    answered_at: datetime | None = None
