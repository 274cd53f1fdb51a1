"""The draft of a retrospective: everything that the record knows, so that nobody is asked for it again."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.playbook import adherence
from bot.playbook.kinds import ClockKind
from bot.playbook.retrospective import Content, Line, Section
from bot.playbook.timeline import NOTED, EntryKind
from bot.playbook.work import AttemptResult, CriterionState
from storage import clocks, entries, overview
from storage.database import Tx
from storage.models import Entry, Escalation
from storage.overview import Overview

PICKED = {*NOTED, EntryKind.FILING, EntryKind.STATUS, EntryKind.SEVERITY, EntryKind.ROLE, EntryKind.ATTEMPT}
MOST = 60  # lines of the timeline that the draft begins with
LINE = 500  # characters of one of them
EASED = {EntryKind.CHANGE, EntryKind.DECISION}


async def of(tx: Tx, ace: Escalation) -> Content:
    """The draft of a case; sections that the record knows nothing of are empty."""
    case = await overview.of(tx, ace.number)
    assert case is not None  # noqa: S101 (the case is held by this transaction)
    every = [each for each in await entries.of_case(tx, ace.number) if each.withdrawn_at is None]
    zone = ZoneInfo(tx.policy.organisation.zone)
    texts = {
        Section.SUMMARY: _summary(case, zone),
        Section.IMPACT: _impact(case),
        Section.ACTUAL: _actual(case, every, zone),
        Section.MEASURES: _measures(case, every),
        Section.BETTER: await _clocks(tx, ace.number),
        Section.PREVENTION: _prevention(case),
    }
    return Content(
        texts={section: text for section, text in texts.items() if text},
        timeline=tuple(line(each) for each in every if each.kind in PICKED)[-MOST:],
    )


def line(entry: Entry) -> Line:
    """An entry of the record as a line of the document."""
    return Line(entry.at, entry.kind.label, " ".join(entry.text.split())[:LINE], entry.id or 0)


def _summary(case: Overview, zone: ZoneInfo) -> str:
    ace = case.ace
    said = [ace.summary, f"Filed {_when(ace.filed_at, zone)}."]
    if ace.resolved_at:
        said.append(f"Resolved {_when(ace.resolved_at, zone)}.")
    return " ".join(said)


def _impact(case: Overview) -> str:
    report = case.report
    facts = [
        f"Customers affected: {report.customers_affected}" if report.customers_affected else "",
        f"Revenue at risk: {report.revenue}" if report.revenue else "",
        f"Service level: {report.sla.label}" if report.sla else "",
    ]
    return "\n".join(filter(None, [case.ace.impact, *facts]))


def _actual(case: Overview, every: Iterable[Entry], zone: ZoneInfo) -> str:
    before = f"What led up to it: {case.report.events}\n\n" if case.report.events else ""
    moves = [
        f"- {_when(entry.at, zone)}: {entry.text}"
        for entry in every
        if entry.kind in {EntryKind.FILING, EntryKind.STATUS, EntryKind.SEVERITY}
    ]
    return before + "\n".join(moves)


def _measures(case: Overview, every: Iterable[Entry]) -> str:
    tried = [f"Tried: {attempt.what}{_came_of(attempt.result)}" for attempt in case.work.attempts]
    met = [
        f"{each.state.label}: {each.text}{f' ({each.evidence})' if each.evidence else ''}"
        for each in case.work.criteria
        if each.state is not CriterionState.OPEN
    ]
    noted = [f"{entry.kind.label}: {entry.text}" for entry in every if entry.kind in EASED]
    checked = case.progress.validation
    tested = [f"Checked: {checked.tested}"] if checked and checked.tested else []
    before = [f"Tried before filing: {case.report.tried}"] if case.report.tried else []
    return "\n".join(f"- {each}" for each in [*before, *noted, *tried, *met, *tested])


def _came_of(result: AttemptResult | None) -> str:
    return f": {result.label.lower()}" if result else ""


async def _clocks(tx: Tx, number: int) -> str:
    """Updates kept and missed, as one line each."""
    happened = await clocks.happened(tx, number)
    lines = []
    for kind in (ClockKind.CLAIM, ClockKind.INTERNAL, ClockKind.CUSTOMER):
        kept = adherence.of_kind(happened, kind)
        if kept.count:
            lines.append(f"- {kind.label}: {kept.kept} in time, {kept.late} late, {kept.missed} missed")
    promised = adherence.of_promises(happened)
    if promised.count:
        lines.append(f"- Promises: {promised.kept} kept, {promised.late} late, {promised.missed} broken")
    return "\n".join(["From the record:", *lines]) if lines else ""


def _prevention(case: Overview) -> str:
    progress = case.progress
    learned = progress.de_escalation.learned if progress.de_escalation else ""
    track = f"Product feedback: {progress.feedback.label}. " if progress.feedback else ""
    return "\n".join(filter(None, [learned, f"{track}{progress.feedback_note}".strip()]))


def _when(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%d %b %Y %H:%M %Z}"
