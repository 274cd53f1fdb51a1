"""A retrospective: its sections, what each holds, and what is still missing before anybody approves it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Self

from bot.playbook.labelled import Labelled
from bot.playbook.retrospective_whys import Why, outline

LONGEST = 32_000  # characters of one section


class Section(Labelled):
    """A part of the document, in the order people read it. Source: handbook, "Retrospective Reviews"."""

    SUMMARY = "summary", "Summary"
    IMPACT = "impact", "Impact"
    ACTUAL = "actual", "What happened"
    IDEAL = "ideal", "The ideal sequence"
    TIMELINE = "timeline", "Timeline"
    MEASURES = "measures", "Measures taken"
    CAUSES = "causes", "Contributing causes"
    WELL = "well", "What went well"
    BETTER = "better", "What could have gone better"
    LUCKY = "lucky", "Where we got lucky"
    PREVENTION = "prevention", "Prevention"
    ITEMS = "items", "Action items"

    @property
    def is_text(self) -> bool:
        """True for the sections that are one running text."""
        return self in TEXTS

    @property
    def hint(self) -> str:
        """What belongs there."""
        return _HINTS.get(self, "")


TEXTS = tuple(each for each in Section if each.value not in {"timeline", "causes", "items"})
REQUIRED = (
    Section.SUMMARY,
    Section.IMPACT,
    Section.ACTUAL,
    Section.CAUSES,
    Section.BETTER,
    Section.PREVENTION,
)
PARTS = (Section.WELL, Section.BETTER, Section.LUCKY, Section.ACTUAL)  # what every participant can add to
_HINTS: Mapping[Section, str] = {
    Section.SUMMARY: "Three sentences that somebody from another team understands.",
    Section.IMPACT: "Who could not do what, for how long, and what it meant for their business.",
    Section.ACTUAL: "What took place, in order, and why each step looked right at the time.",
    Section.IDEAL: "How the same day goes when everything around the team works as one would wish.",
    Section.MEASURES: "What eased it, what solved it, and how the fix was checked.",
    Section.WELL: "What helped, so that we keep it.",
    Section.BETTER: "What made it slower or harder: tools, processes, information.",
    Section.LUCKY: "What kept it from being worse and cannot be counted on.",
    Section.PREVENTION: "What makes this unlikely to come back, or cheaper when it does.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the document's timeline; `entry` is the one of the record that it was picked from."""

    at: datetime
    kind: str
    text: str
    entry: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """An action item as the document shows it; how far it has come is no part of what is approved."""

    id: int
    text: str
    owner: str = ""
    team: str = ""
    due: datetime | None = None
    term: str = ""
    link: str = ""
    committed_by: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """All that approvers approve: the same content has the same `hash`."""

    texts: Mapping[Section, str] = field(default_factory=dict)
    timeline: tuple[Line, ...] = ()
    whys: tuple[Why, ...] = ()
    tasks: tuple[Task, ...] = ()

    def text(self, section: Section) -> str:
        """A section's running text, "" when nothing is written."""
        return self.texts.get(section, "")

    def written(self, section: Section, text: str) -> Self:
        """The same with another text in one section."""
        return replace(self, texts={**self.texts, section: text})

    @property
    def hash(self) -> str:
        """Sixteen letters and digits that stand for exactly this content."""
        plain = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def part_hash(self, section: Section) -> str:
        """What one section stands at, to notice that somebody else changed it meanwhile."""
        return hashlib.sha256(self.plain(section).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def plain(self, section: Section) -> str:
        """A section as plain lines, as differences and checks read it."""
        match section:
            case Section.TIMELINE:
                return "\n".join(
                    f"{line.at:%Y-%m-%d %H:%M} {line.kind}: {line.text}" for line in self.timeline
                )
            case Section.CAUSES:
                return "\n".join(_cause(number, depth, why) for number, depth, why in outline(self.whys))
            case Section.ITEMS:
                return "\n".join(_task(task) for task in self.tasks)
        return self.text(section)

    def is_empty(self, section: Section) -> bool:
        """Whether nobody has written anything there."""
        return not self.plain(section).strip()

    def missing(self) -> list[Section]:
        """The required sections that are empty."""
        return [section for section in REQUIRED if self.is_empty(section)]

    def to_json(self) -> dict[str, Any]:
        """As JSON values; moments in ISO 8601."""
        return {
            "texts": {section.value: text for section, text in self.texts.items() if text},
            "timeline": [[line.at.isoformat(), line.kind, line.text, line.entry] for line in self.timeline],
            "whys": [[why.id, why.parent, why.text, why.mitigation] for why in self.whys],
            "tasks": [list(_plain(task)) for task in self.tasks],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read back `to_json`; sections that are unknown are left out."""
        texts = {known: text for name, text in stored.get("texts", {}).items() if (known := Section.of(name))}
        lines = [
            Line(datetime.fromisoformat(at).astimezone(UTC), *rest)
            for at, *rest in stored.get("timeline", [])
        ]
        return cls(
            texts=texts,
            timeline=tuple(lines),
            whys=tuple(Why(*each) for each in stored.get("whys", [])),
            tasks=tuple(_read_task(each) for each in stored.get("tasks", [])),
        )


def _cause(number: str, depth: int, why: Why) -> str:
    line = f"{'  ' * depth}{number} {why.text}"
    return f"{line} => {why.mitigation}" if why.mitigation else line


def _task(task: Task) -> str:
    due = f"{task.due:%Y-%m-%d}" if task.due else "no date"
    agreed = f"agreed by {task.committed_by}" if task.committed_by else ""
    parts = [task.text, task.owner or "no owner", task.team, due, task.term, task.link, agreed]
    return " | ".join(part for part in parts if part)


def _plain(task: Task) -> Iterator[Any]:
    yield from (task.id, task.text, task.owner, task.team, task.due.isoformat() if task.due else None)
    yield from (task.term, task.link, task.committed_by)


def _read_task(stored: list[Any]) -> Task:
    number, text, owner, team, due, *rest = stored
    return Task(
        number, text, owner, team, datetime.fromisoformat(due).astimezone(UTC) if due else None, *rest
    )
