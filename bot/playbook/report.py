"""What somebody files: every answer of the intake form."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, Self

from bot.playbook.choices import (
    Ask,
    ChurnRisk,
    Further,
    Kind,
    Level,
    Path,
    Sla,
    SupportSign,
    Target,
    Temperature,
    Urgency,
    WhyNow,
)
from bot.playbook.labelled import Labelled
from bot.playbook.severity import Severity
from bot.playbook.visibility import Visibility

HEADLINE = 120  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The answers; empty text, None or () where there is none yet.

    `product` and `region` are keys of the policy; moments are aware and in UTC; `revenue` is as typed.
    """

    customer: str = ""
    account_id: str = ""
    region: str = ""
    impact: str = ""
    severity: Severity | None = None
    product: str = ""
    platform: str = ""
    visibility: Visibility = Visibility.EVERYONE
    summary: str = ""
    events: str = ""
    outcome: str = ""
    related: str = ""
    target: Target | None = None
    kind: Kind | None = None
    ask: Ask | None = None
    deadline: datetime | None = None
    path: Path | None = None
    level: Level | None = None
    why_now: tuple[WhyNow, ...] = ()
    customers_affected: int | None = None
    revenue: str = ""
    sla: Sla | None = None
    temperature: Temperature | None = None
    churn_risk: ChurnRisk | None = None
    customer_deadline: datetime | None = None
    last_word: str = ""
    expectation: str = ""
    further: Further | None = None
    tried: str = ""
    evidence: str = ""
    steps: str = ""
    expected: str = ""
    actual: str = ""
    browser: str = ""
    operating_system: str = ""
    file_size: str = ""
    occurred: datetime | None = None
    use_case: str = ""
    frequency: str = ""
    competition: str = ""
    observed: str = ""
    exposed: str = ""
    containment: str = ""
    urgency: Urgency | None = None
    decision: str = ""
    decision_by: datetime | None = None
    support_signs: tuple[SupportSign, ...] = ()
    support_reason: str = ""
    source: str = ""

    @property
    def headline(self) -> str:
        """The one-line summary; without one, the beginning of the impact, at most 120 characters."""
        line = " ".join((self.summary or self.impact).split())
        return line if len(line) <= HEADLINE else line[: HEADLINE - 1].rstrip() + "…"

    def to_json(self) -> dict[str, Any]:
        """The answers that were given, as JSON values; moments in ISO 8601."""
        answers = ((each.name, getattr(self, each.name)) for each in fields(self))
        return {name: _plain(answer) for name, answer in answers if answer not in ("", None, ())}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read back `to_json`; keys that are unknown and values of a wrong kind are left out."""
        read = {name: READERS[name](stored[name]) for name in READERS if name in stored}
        return cls(**{name: answer for name, answer in read.items() if answer is not None})


def typed(value: object) -> str:
    """What somebody typed, ready to be stored: trimmed, line ends as one sign, no control characters.

    Nor the two signs that force a direction on what follows; letters written from the right need none.

    Anything that is not text is no text.
    """
    if not isinstance(value, str):
        return ""
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        sign
        for sign in lines
        if sign in "\n\t" or (unicodedata.category(sign) not in _DROPPED and sign not in _TURNED)
    ).strip()


def one_line(text: str) -> str:
    """What belongs on one line, whatever a client sent."""
    return " ".join(filter(None, map(str.strip, text.splitlines())))


_DROPPED = {"Cc", "Cs"}  # a database or a browser may choke on these
_TURNED = {"\u202d", "\u202e"}  # they would turn round the words of ours that follow on a card


def _plain(answer: object) -> object:
    if isinstance(answer, datetime):
        return answer.isoformat()
    if isinstance(answer, tuple):
        return [str(each) for each in answer]
    return str(answer) if isinstance(answer, str) else answer


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _several(choices: type[Labelled]) -> Callable[[object], tuple[Labelled, ...] | None]:
    def read(value: object) -> tuple[Labelled, ...] | None:
        return tuple(each for each in choices if each in value) if isinstance(value, list | tuple) else None

    return read


CHOICES: Mapping[str, type[Labelled]] = {
    "severity": Severity,
    "visibility": Visibility,
    "target": Target,
    "kind": Kind,
    "ask": Ask,
    "path": Path,
    "level": Level,
    "sla": Sla,
    "temperature": Temperature,
    "churn_risk": ChurnRisk,
    "further": Further,
    "urgency": Urgency,
}
SEVERAL: Mapping[str, type[Labelled]] = {"why_now": WhyNow, "support_signs": SupportSign}
MOMENTS = ("deadline", "customer_deadline", "occurred", "decision_by")
COUNTS = ("customers_affected",)
READERS: Mapping[str, Callable[[object], Any]] = {
    **{each.name: _text for each in fields(Report)},
    **{name: choices.of for name, choices in CHOICES.items()},
    **{name: _several(choices) for name, choices in SEVERAL.items()},
    **dict.fromkeys(MOMENTS, _moment),
    **dict.fromkeys(COUNTS, _count),
}
TEXTS = tuple(name for name, read in READERS.items() if read is _text)
