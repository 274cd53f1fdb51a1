"""The form that raises an escalation: fast or full, drawn again without losing a word."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from blocks import evidence_files, intake_gates
from blocks.ids import Form, Press
from blocks.intake_fields import answer, asked
from blocks.intake_gates import Answers, Duplicate, Listed, Support
from blocks.intake_questions import GROUPS, ORDER
from blocks.kit import Json, actions, button, context, escape, header, modal, section
from bot.playbook.intake import NEEDED_IN_FULL, shown
from bot.playbook.likeness import Candidate
from bot.playbook.policy import Policy
from bot.playbook.report import Report, typed

__all__ = ["Answers", "Draft", "Duplicate", "Support"]

# Together with the gates' own bounds this keeps private_metadata within Slack's 3,000 characters.
_LINK = 700  # characters of a permalink
_LINKS = 20  # cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A form in the making: what was typed, and where it came from.

    `channel` is the id of the channel it was begun in, `report.source` the permalink of a message it was
    begun from; `private_source` is True when that was a private conversation. `candidates` and `reasons`
    are what the gates show, `answers` what was chosen there. `notes` are said once, on top.
    """

    report: Report = field(default_factory=Report)
    full: bool = False
    channel: str = ""
    private_source: bool = False
    links: tuple[int, ...] = ()
    candidates: tuple[Listed, ...] = ()
    reasons: tuple[str, ...] = ()
    answers: Answers = field(default_factory=Answers)
    notes: tuple[str, ...] = ()


def view(draft: Draft, policy: Policy) -> Json:
    """The modal of a draft; its inputs hold what the draft holds, and their ids never change."""
    blocks = [
        *_notes(draft),
        *_warning(draft),
        *intake_gates.duplicates(draft.candidates, draft.answers, policy.keys.prefix),
        *intake_gates.support(draft.reasons, draft.answers),
        *_questions(draft, policy),
        *_more(draft),
    ]
    return modal(
        "Raise an escalation",
        blocks,
        callback_id=Form.INTAKE,
        submit="Raise it",
        close="Cancel",
        metadata=_metadata(draft),
    )


def draft_of(view: Mapping[str, Any]) -> Draft:
    """The draft in a view as Slack sends it, on a submission or on a press inside it.

    Reads whatever it is given: what is missing or of a wrong shape counts as not answered.
    """
    kept = _kept(view)
    values = _values(view)
    answers = {name: answer(name, values[name]) for name in ORDER if name in values}
    source = typed(kept.get("source"))
    given = {name: value for name, value in answers.items() if value is not None}
    if files := values.get(evidence_files.BLOCK):
        given["evidence"] = evidence_files.joined(typed(given.get("evidence")), files)
    candidates = tuple(_listed(_list(kept, "candidates")))
    reasons = tuple(filter(None, map(typed, _list(kept, "reasons"))))
    chosen = intake_gates.read(values, known=bool(candidates), questioned=bool(reasons))
    return Draft(
        report=Report.from_json(given | {"source": source, "support_reason": chosen.reason}),
        full=kept.get("full") is True,
        channel=typed(kept.get("channel")),
        private_source=kept.get("private") is True,
        links=tuple(number for number in _list(kept, "links") if isinstance(number, int)),
        candidates=candidates,
        reasons=reasons,
        answers=chosen,
    )


def read(view: Mapping[str, Any]) -> Report:
    """The report in a view as Slack sends it."""
    return draft_of(view).report


def unanswered(draft: Draft) -> dict[str, str]:
    """What the gates still need, a sentence by block id; empty when they are passed or not shown."""
    return intake_gates.unanswered(draft.candidates, draft.reasons, draft.answers)


def with_duplicates(draft: Draft, candidates: Iterable[Candidate]) -> Draft:
    """The draft with the question whether it is one of these cases, on top."""
    return replace(draft, candidates=tuple(Listed.of(each) for each in candidates))


def with_support_check(draft: Draft, reasons: Iterable[str]) -> Draft:
    """The draft with the question whether support could solve it, on top."""
    return replace(draft, reasons=intake_gates.listed_reasons(reasons))


def filed(key: str, next_steps: Sequence[str]) -> Json:
    """What the modal shows when the case is filed; `next_steps` are mrkdwn of ours."""
    return told(f"{key} is filed", next_steps)


def told(title: str, lines: Sequence[str]) -> Json:
    """A modal that only tells: a heading, then lines of mrkdwn of ours, typed words escaped already."""
    steps = "\n".join(f"• {line}" for line in lines) or "There is nothing more to do here."
    return modal(
        "Raise an escalation", [header(title), section(steps)], callback_id=Form.INTAKE, close="Done"
    )


def _notes(draft: Draft) -> list[Json]:
    said = "\n".join(f"*{escape(note)}*" for note in draft.notes)
    return [section(said, block_id="notes")] if said else []


def _warning(draft: Draft) -> list[Json]:
    if not draft.private_source:
        return []
    return [
        section(
            "*This starts from a private conversation.* Everyone can read what you file here, "
            'unless you choose "Private" under "Who may see this?". Take out what should stay there.',
            block_id="private_source",
        )
    ]


@dataclass(frozen=True, slots=True, eq=False)
class _Under:
    """A policy as a key: the very same one, since comparing what it says takes longer than drawing a form."""

    policy: Policy

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Under) and self.policy is other.policy

    def __hash__(self) -> int:
        return id(self.policy)


def _questions(draft: Draft, policy: Policy) -> Sequence[Json]:
    region = draft.report.region
    if not draft.full and region in {"", *policy.regions} and draft.report == Report(region=region):
        return _unanswered(_Under(policy), region)
    return _inputs(draft, policy)


@lru_cache(maxsize=32)
def _unanswered(under: _Under, region: str) -> tuple[Json, ...]:
    """The questions as most people meet them first: nothing is typed, the region may be guessed."""
    return tuple(_inputs(Draft(report=Report(region=region)), under.policy))


def _inputs(draft: Draft, policy: Policy) -> list[Json]:
    report = draft.report
    names = shown(report, full=draft.full, everything=ORDER)
    needed = NEEDED_IN_FULL[report.target] if draft.full and report.target else {}
    blocks: list[Json] = []
    for title, questions in GROUPS:
        inputs = [
            asked(each, report, policy, needed=each.name in needed, dispatch=each.name == Press.TARGET)
            for each in questions
            if each.name in names
        ]
        if draft.full and any(each.name == "evidence" for each in questions):
            inputs.append(evidence_files.asked())
        blocks += [header(title), *inputs] if inputs and draft.full else inputs
    return blocks


def _more(draft: Draft) -> list[Json]:
    if draft.full:
        return []
    return [
        context("That is enough to get going. More detail saves the first questions; what you typed stays."),
        actions(button("Add the full brief", Press.FULL_FORM), block_id="more"),
    ]


def _metadata(draft: Draft) -> str:
    """What the form carries unseen; nothing that was typed into it."""
    kept = {
        "full": draft.full,
        "channel": draft.channel,
        "private": draft.private_source,
        "source": draft.report.source if len(draft.report.source) <= _LINK else "",
        "links": list(draft.links[:_LINKS]),
        "candidates": [[each.number, each.is_open, each.headline, each.reason] for each in draft.candidates],
        "reasons": draft.reasons,
    }
    present = {name: value for name, value in kept.items() if value}
    return json.dumps(present, ensure_ascii=False, separators=(",", ":"))


def _kept(view: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        kept = json.loads(view.get("private_metadata") or "{}")
    except (TypeError, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _list(kept: Mapping[str, Any], name: str) -> list[Any]:
    found = kept.get(name)
    return found if isinstance(found, list) else []


def _listed(rows: list[Any]) -> Iterable[Listed]:
    for row in rows:
        match row:
            case [int(number), bool(is_open), str(headline), str(reason)]:
                yield Listed(number, is_open, headline, reason)


def _values(view: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The one element of each block in the view's state, by block id."""
    state = view.get("state")
    blocks = state.get("values") if isinstance(state, Mapping) else None
    found: dict[str, Mapping[str, Any]] = {}
    for block_id, elements in blocks.items() if isinstance(blocks, Mapping) else ():
        first = next(iter(elements.values()), None) if isinstance(elements, Mapping) else None
        if isinstance(first, Mapping):
            found[str(block_id)] = first
    return found
