"""Workaround attempts in words: a line for the card, rows for the state document and for tables."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from blocks import kit, typed
from bot.playbook.work import AttemptResult
from storage.case_records import Attempt
from storage.overview import Overview

ROWS = 5  # of the state document, the newest


class Row(NamedTuple):
    """One attempt for a table, as plain text; times in the organisation's zone."""

    started: str
    kind: str
    what: str
    tries: str
    result: str


def going(case: Overview) -> list[Attempt]:
    """The attempts that are not over."""
    return [each for each in case.work.attempts if each.ended_at is None]


def attempt_line(case: Overview) -> str | None:
    """What is being tried and what worked, as mrkdwn; None before anything was."""
    there = case.work.attempts
    if not there:
        return None
    now = [
        f"{typed.linked(each.what, 90)} until {kit.moment(each.ends_at, '{time}')}"
        for each in going(case)[-2:]
    ]
    worked = [each for each in there if each.result is AttemptResult.WORKED]
    parts = [f"trying {'; '.join(now)}"] if now else []
    if worked:
        parts.append(f"worked: {typed.linked(worked[-1].what, 90)}")
    if not parts:
        parts.append(f"{len(there)} tried, none worked")
    return f"*Workarounds*: {'. '.join(parts)}."


def attempt_rows(case: Overview) -> list[tuple[str, str]]:
    """The newest attempts, for the state document."""
    return [("Workaround", _said(row)) for row in table(case)[-ROWS:]]


def _said(row: Row) -> str:
    became = f"{row.tries}; {row.result}" if row.tries else row.result
    return f"{row.what} ({row.kind.lower()}, {row.started}): {became}"


def table(case: Overview) -> list[Row]:
    """Every attempt with its tries, oldest first: for the brief and the retrospective."""
    zone = ZoneInfo(case.policy.organisation.zone)
    return [
        Row(
            started=f"{each.started_at.astimezone(zone):%d %b %H:%M}",
            kind=each.kind.label,
            what=each.what,
            tries=_tries(each, zone),
            result=outcome(each),
        )
        for each in case.work.attempts
    ]


def outcome(attempt: Attempt) -> str:
    """What became of one: how its last try went, and whether it goes on."""
    result = attempt.result.label.lower() if attempt.result else "no result yet"
    if attempt.result is AttemptResult.WORKED:
        return result
    return f"{result}, over" if attempt.ended_at else f"{result}, going on"


def _tries(attempt: Attempt, zone: ZoneInfo) -> str:
    """Each try with its time, result and note; of many the first and the last ones."""
    said = [
        f"{datetime.fromisoformat(each['at']).astimezone(zone):%H:%M} {each['result']}"
        + (f" ({kit.short(each['note'], 80)})" if each["note"] else "")
        for each in attempt.tries
    ]
    if len(said) > 5:  # noqa: PLR2004 (as many as stand in a cell)
        said = [said[0], f"{len(said) - 4} more", *said[-3:]]
    return ", ".join(said)
