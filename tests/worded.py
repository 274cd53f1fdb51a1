"""A case in memory in which the same words stand wherever people type, so that every surface can be read."""

import dataclasses
import types
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from bot import demo
from bot.playbook.adherence import What
from bot.playbook.calendars import Place
from bot.playbook.clocks import ClockKind, start
from bot.playbook.first_hour import FirstStep
from bot.playbook.lifecycle import Status
from bot.playbook.policy import Policy
from bot.playbook.progress import Noted, Progress
from bot.playbook.reach import Where
from bot.playbook.report import Report
from bot.playbook.roles import Role
from bot.playbook.rungs import Level
from bot.playbook.scorecard import Dimension
from bot.playbook.severity import Severity
from bot.playbook.timeline import EntryKind
from bot.playbook.triage import TriageQuestion
from bot.playbook.visibility import Visibility
from storage import clocks
from storage.case_records import (
    Attempt,
    Contact,
    Cover,
    Criterion,
    Handover,
    Item,
    Promise,
    Stakeholder,
)
from storage.casework import Casework
from storage.clock_records import ClockEvent, ClockRow, Reminder
from storage.columns import Record
from storage.models import Entry, Escalation
from storage.overview import Overview
from storage.reminders import Part
from tests.playbook.reports import complete

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
SOMEBODY = "U0SOMEBODY"
LINK = "https://inc.example.com/7"
PEOPLE = {
    "by", "owner", "teller", "lead", "person", "giver", "taker", "stand_in", "committed_by", "waiter",
    "due_by",
    "product_manager", "feedback_manager", "added_by", "made_by", "started_by", "settled_by", "author",
}  # fmt: skip
OURS = {"channel", "ts", "thread_ts"}  # never typed


def worded(text: str, *, status: Status = Status.TRIAGE) -> Overview:
    """A case of which everything is known, and each thing in these words."""
    words: dict[str, Any] = dict.fromkeys(set(_typed(Report)) - {"product", "region", "platform"}, text)
    report = dataclasses.replace(complete(), **words)
    policy = demo.policy()
    entries = [_record(Entry, text, kind=kind, id=at) for at, kind in enumerate(EntryKind, 1)]
    return Overview(
        ace=_case(text, report, status),
        report=report,
        roles=dict.fromkeys(Role, SOMEBODY),
        involved={SOMEBODY: "em"},
        names={SOMEBODY: text[:80]},
        surfaces={},
        linked=[2],
        latest=entries,
        notes=entries[:3],
        count=len(entries),
        work=_work(text),
        clocks=_clocks(text, policy),
        policy=policy,
        now=NOW,
    )


def _case(text: str, report: Report, status: Status) -> Escalation:
    return Escalation(
        number=1, filing="V1", filer=SOMEBODY, filed_at=NOW, customer=text[:200], account_id=text[:100],
        customer_key="acme", summary=report.headline, impact=text, severity=Severity.HIGH,
        highest_severity=Severity.CRITICAL, product=report.product, region=report.region,
        visibility=Visibility.EVERYONE, status=status, status_at=NOW, em=SOMEBODY, claimed_at=NOW,
        updated_at=NOW, report=report.to_json(), progress=_progress(text).to_json(),
    )  # fmt: skip


def _clocks(text: str, policy: Policy) -> list[ClockRow]:
    """One clock of each kind; those for updates are paused, since somebody said why."""
    rows = []
    for at, kind in enumerate(ClockKind, 1):
        row = clocks.row_of(start(kind, NOW, Severity.HIGH, policy, Place("UTC")), 1, subject=1)
        row.id, row.owners = at, [SOMEBODY]
        if kind.is_update:
            row.paused_at, row.resumes_at, row.reason = NOW, NOW + timedelta(hours=1), text
        rows.append(row)
    return rows


def reminder_of(case: Overview) -> tuple[Reminder, list[Part]]:
    """A reminder that tells of every clock of a case."""
    told = [
        ClockEvent(
            clock=row.id or 0, number=1, kind=row.kind, cycle=1, what=What.NUDGED, at=NOW, level=Level.TARGET,
            target_at=NOW, limit_at=NOW, person=SOMEBODY,
        )
        for row in case.clocks
    ]  # fmt: skip
    parts = [Part(event, row) for event, row in zip(told, case.clocks, strict=True)]
    return Reminder(id=1, number=1, place=Where.CASE, person=SOMEBODY, at=NOW), parts


def _progress(text: str) -> Progress:
    made = _filled(Progress, text)
    noted = _filled(Noted, text)
    return dataclasses.replace(  # type: ignore[no-any-return]
        made,
        scores={each.value: 2 for each in Dimension},
        assessment={each.value: text for each in TriageQuestion},
        first_hour={each.value: noted for each in FirstStep},
        systemic=dataclasses.replace(made.systemic, link=LINK),
        discovery_call=dataclasses.replace(made.discovery_call, link=LINK, held=None, waived=None),
        triage_call=dataclasses.replace(made.triage_call, link=LINK),
    )


def _work(text: str) -> Casework:
    return Casework(
        criteria=[_record(Criterion, text, removed_at=None)],
        items=[_record(Item, text)],
        contacts=[_record(Contact, text)],
        promises=[_record(Promise, text, settled_at=None)],
        attempts=[_record(Attempt, text, tries=[])],
        stakeholders=[_record(Stakeholder, text, person=None, removed_at=None)],
        handover=_record(Handover, text, answered_at=None),
        covers=[_record(Cover, text, ended_at=None)],
    )


def _typed(kind: type) -> list[str]:
    """The fields of a dataclass that hold what somebody typed."""
    return [each.name for each in dataclasses.fields(kind) if each.type in {"str", str}]


def _filled(kind: Any, text: str) -> Any:
    """A value of a type with the words in each field that people type."""
    hints = get_type_hints(kind)
    return kind(**{each.name: _value(hints[each.name], each.name, text) for each in dataclasses.fields(kind)})


def _value(hint: Any, name: str, text: str) -> Any:
    if get_origin(hint) in {Union, types.UnionType}:
        hint = next(each for each in get_args(hint) if each is not type(None))
    if dataclasses.is_dataclass(hint):
        return _filled(hint, text)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    known = {str: SOMEBODY if name in PEOPLE else text, bool: True, datetime: NOW, int: 1}
    return known[hint] if hint in known else (get_origin(hint) or hint)()


def _record(table: type[Record], text: str, **given: Any) -> Any:
    """A record with the words in each column that people type."""
    columns = table.__table__.columns
    values = {each.name: _column(each.name, each.type, text) for each in columns if each.name not in given}
    return table(**{name: value for name, value in values.items() if value is not None}, **given)


def _column(name: str, kind: Any, text: str) -> Any:
    if enum := getattr(kind, "enum_class", None):
        return next(iter(enum))
    if name in OURS:
        return None
    known = {
        str: SOMEBODY if name in PEOPLE else text[: getattr(kind, "length", None)],
        int: 1,
        datetime: NOW,
    }
    return known.get(getattr(kind, "impl", kind).python_type)
