"""Longer texts, from Jinja2 templates: what people typed is escaped, and nothing may be undefined."""

import re
from collections.abc import Callable
from functools import cache
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from blocks import kit
from blocks.assessment_lines import assessment_rows
from blocks.attempt_lines import attempt_rows, table
from blocks.cards import Card, card
from blocks.contact_lines import contact_rows
from blocks.criteria_lines import criteria_rows
from blocks.four_questions import questions
from blocks.item_lines import item_rows
from blocks.resolution_lines import resolution_rows
from bot.playbook import naming
from storage.overview import Overview

MARK = "Kept by ACE: this table is rewritten as the case changes"  # by it we find our section of a canvas
MOST, HEAD = 150, 17  # rows of two cells that Slack takes, and those that always stand
CELL = 400  # characters of one answer or entry in the table
Rows = Callable[[Overview], list[tuple[str, str]]]  # title, plain text
SECTIONS: tuple[Rows, ...] = (
    assessment_rows,
    contact_rows,
    criteria_rows,
    item_rows,
    attempt_rows,
    resolution_rows,
)
MESSAGE = 2800  # characters of the document when a pinned message stands in for the canvas


def markdown_safe(typed: str) -> str:
    """What somebody typed, as Markdown that stays text: no markup, no HTML, no links but plain addresses."""
    escaped = re.sub(r"([\\`*_{}\[\]()#+\-.!|~>])", r"\\\1", typed.strip())
    return escaped.replace("&", "&amp;").replace("<", "&lt;")


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("blocks"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 (Markdown, not HTML: the filter `typed` escapes for it)
    )
    environment.filters["typed"] = lambda text: markdown_safe(kit.short(str(text), CELL))
    return environment


def state_table(case: Overview) -> str:
    """The state as one Markdown table: who, what, where it stands, and the newest entries, newest last.

    One element, so that it can be replaced as a whole inside a canvas. Times are in the organisation's zone.
    """
    zone = ZoneInfo(case.policy.organisation.zone)
    established = _established(case)
    return (
        _templates()
        .get_template("state_table.md.j2")
        .render(
            case=case,
            ace=case.ace,
            report=case.report,
            mark=MARK,
            product=case.policy.product_name(case.ace.product),
            region=case.policy.region_name(case.ace.region),
            roles=case.seats,
            established=established,
            linked=[naming.key(number, case.policy.keys.prefix) for number in case.linked],
            entries=[
                (
                    f"{entry.at.astimezone(zone):%d %b %H:%M %Z}",
                    entry.kind.label,
                    entry.text,
                    _author(case, entry.author),
                )
                for entry in reversed(case.latest[: MOST - HEAD - len(established)])
            ],
        )
        .strip()
    )


def _established(case: Overview) -> list[tuple[str, str]]:
    """What leading the case has established, section by section."""
    return [row for section in SECTIONS for row in section(case)]


def attempts(case: Overview) -> str:
    """Every workaround that was tried, as a Markdown table, "" when none was: for brief and retrospective."""
    rows = table(case)
    return _templates().get_template("attempts_table.md.j2").render(rows=rows).strip() if rows else ""


def state(case: Overview) -> str:
    """The state document as it is first written: the table, and room for people's own notes."""
    return _templates().get_template("state.md.j2").render(case=case, table=state_table(case))


def state_message(case: Overview) -> Card:
    """The state document as a pinned message, where there can be no canvas."""
    answers = "\n".join(f"*{asked}*\n{answer}" for asked, answer in questions(case, mention=False))
    lines = "\n".join(
        f"• {kit.moment(entry.at)} {entry.kind.label}: {kit.escape(kit.short(entry.text, 200))}"
        for entry in case.latest[:8]
    )
    established = "\n".join(
        f"*{title}*: {kit.escape(kit.short(said, CELL))}" for title, said in _established(case)
    )
    said = f"{answers} {established} {lines}".replace("*", "")
    return card(
        kit.header(f"State of {case.key}"),
        kit.section(kit.whole(answers, MESSAGE)),
        kit.section(kit.whole(established, MESSAGE)) if established else None,
        kit.section(kit.whole(f"*Newest on the timeline*\n{lines or 'Nothing yet.'}", MESSAGE)),
        kit.context("Kept by ACE: edited in place as the case changes."),
        text=f"State of {case.key}: {said}",
    )


def _author(case: Overview, author: str | None) -> str:
    return case.name(author) if author else "ACE"
