"""The texts of a retrospective: the document as Markdown and HTML, a draft of a post, the invitation."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from blocks import prose
from bot.playbook.retrospective import Content, Section
from bot.playbook.retrospective_publication import Facts
from bot.playbook.retrospective_whys import leaves, outline
from bot.playbook.work import Term

HOURS = 48  # up to which a span is told in hours


def markdown(content: Content, facts: Facts) -> str:
    """The whole document as Markdown; times are in the organisation's zone."""
    return _render("retrospective.md.j2", content, facts)


def html(content: Content, facts: Facts) -> str:
    """The whole document as one HTML page that needs nothing else, on a phone and on paper."""
    return _render("retrospective.html.j2", content, facts)


def post(content: Content, facts: Facts) -> str:
    """A draft of a post about what was learned, as Markdown."""
    return _render("retrospective_post.md.j2", content, facts)


def agenda(
    content: Content, facts: Facts, *, at: datetime, minutes: int, place: str, questions: list[str]
) -> str:
    """The invitation to the meeting with its agenda, as plain text."""
    return _render(
        "retrospective_agenda.md.j2",
        content,
        facts,
        at=at,
        minutes=minutes,
        place=place,
        questions=questions,
        key=facts.key,
        title=facts.title,
        lines=len(content.timeline),
    )


def _render(template: str, content: Content, facts: Facts, **more: Any) -> str:
    values = {
        "content": content,
        "facts": facts,
        "Section": Section,
        "sections": [section for section in Section if not content.is_empty(section)],
        "leaves": leaves(content.whys),
        "causes": len(content.whys) if "agenda" in template else outline(content.whys),
        **more,
    }
    return _templates(facts.zone, template.endswith(".html.j2")).get_template(template).render(values).strip()


@cache
def _templates(zone: str, autoescape: bool) -> Environment:  # noqa: FBT001 (the key of a cache)
    environment = Environment(
        loader=PackageLoader("blocks"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=autoescape,  # noqa: S701 (Markdown and plain text are escaped by their filters)
    )
    there = ZoneInfo(zone)
    filters: dict[str, Callable[..., Any]] = {
        "line": lambda text: prose.safe(" ".join(str(text).split())),
        "prose": prose.markdown,
        "prose_html": lambda text: Markup(prose.to_html(text)),  # noqa: S704 (escaped there)
        "line_html": lambda text: Markup(prose.line_html(text)),  # noqa: S704 (escaped there)
        "when": lambda at: f"{at.astimezone(there):%d %b %Y %H:%M %Z}",
        "day": lambda at: f"{at.astimezone(there):%d %b %Y}",
        "span": span,
        "term": lambda term: "long term" if term == Term.LONG else "short term",
    }
    environment.filters.update(filters)
    return environment


def span(length: timedelta) -> str:
    """A length of time in words: "3 hours", "4 days".

    >>> span(timedelta(hours=3, minutes=10)), span(timedelta(days=4))
    ('3 hours', '4 days')
    """
    hours = max(round(length / timedelta(hours=1)), 1)
    if hours < HOURS:
        return f"{hours} hour{'s' if hours > 1 else ''}"
    return f"{round(hours / 24)} days"
