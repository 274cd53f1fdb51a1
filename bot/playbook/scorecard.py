"""The scorecard: six dimensions of impact, each from 0 to 3, and the severity that they propose."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.playbook.intake import is_said
from bot.playbook.labelled import Labelled
from bot.playbook.refusal import Refusal
from bot.playbook.severity import Severity

MOST = 3  # points in one dimension
CRITICAL, HIGH = 12, 7  # of 18 points, from where on a case is that severe
SAID = 3  # reasons on one line
TELLING = 2  # points from which on a dimension is a reason


class Dimension(Labelled):
    """What impact is measured by. Source: skill sheet, "Impact dimensions"."""

    BREADTH = "breadth", "Breadth"
    DEPTH = "depth", "Depth"
    DURATION = "duration", "Duration"
    REVENUE = "revenue", "Revenue"
    REPUTATION = "reputation", "Reputation"
    CONTRACT = "contract", "Contract"


class Override(Labelled):
    """What makes a case Critical whatever its score."""

    SECURITY_BREACH = "security_breach", "Security breach"
    DATA_LOSS = "data_loss", "Data loss"
    PRODUCTION_DOWN = "production_down", "Production down"


# What 0, 1, 2 and 3 points look like; an option of a form, so at most 75 characters.
ANCHORS: Mapping[Dimension, tuple[str, str, str, str]] = {
    Dimension.BREADTH: (
        "One person at one customer",
        "One team at one customer",
        "A whole customer, or a few customers",
        "Many customers, or more by the hour",
    ),
    Dimension.DEPTH: (
        "A nuisance; the work gets done",
        "Slower or clumsier work, with a way around",
        "An important task cannot be done",
        "They cannot work at all, or data is wrong",
    ),
    Dimension.DURATION: (
        "Began today, and nothing is due soon",
        "Since yesterday, or something is due this week",
        "For days, or something is due tomorrow",
        "For weeks or again and again, or due within hours",
    ),
    Dimension.REVENUE: (
        "No money depends on it",
        "A small account, or a renewal far away",
        "A large account, or a renewal this quarter",
        "A key account may leave, or a deal hangs on it",
    ),
    Dimension.REPUTATION: (
        "Nobody else will hear of it",
        "Their management knows",
        "A reference customer, or talk among customers",
        "In public or in the press, or about to be",
    ),
    Dimension.CONTRACT: (
        "No agreed service level is touched",
        "Still within the SLA, with little time left",
        "The SLA will be missed unless this is solved",
        "The SLA or a legal duty is breached",
    ),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """The severity that a scorecard proposes, with its points of 18 and the reasons, as half sentences."""

    severity: Severity
    total: int
    reasons: tuple[str, ...]

    @property
    def line(self) -> str:
        """Points and the heaviest reasons on one line."""
        more = len(self.reasons) - SAID
        said = [*self.reasons[:SAID], *([f"and {more} more"] if more > 0 else [])]
        return f"{self.total} of {MOST * len(Dimension)}: {'; '.join(said)}"


def propose(scores: Mapping[str, int], overrides: Collection[str] = ()) -> Proposal | None:
    """What the scores by dimension come to; None while a dimension has none and nothing overrides them."""
    given = {each: scores[each] for each in Dimension if each in scores}
    grave = [each.label for each in Override if each in overrides]
    if len(given) < len(Dimension) and not grave:
        return None
    total = sum(given.values())
    severity = Severity.CRITICAL if grave else _by(total)
    reasons = [f"{label} makes it Critical whatever the score" for label in grave]
    return Proposal(severity, total, (*reasons, *_telling(given)) or ("no dimension stands out",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A scorecard as somebody filled it in; `chosen` is None to follow what it proposes."""

    scores: Mapping[str, int] = field(default_factory=dict)
    overrides: tuple[str, ...] = ()
    chosen: Severity | None = None
    why: str = ""


def decided(scored: Scored) -> tuple[Proposal, Severity]:
    """What a scorecard proposes, and the severity that it confirms: that one, or the one chosen instead.

    Raises Refusal when a dimension lacks its score (the field is its name), and when another severity was
    chosen without a reason (field "why").
    """
    proposed = propose(scored.scores, scored.overrides)
    if proposed is None:
        lacking = missing(scored.scores)
        labels = ", ".join(each.label for each in lacking)
        said = f"Score {labels} as well, or tick what makes it Critical whatever the score."
        raise Refusal(said, field=lacking[0].value)
    chosen = scored.chosen or proposed.severity
    if chosen is not proposed.severity and not is_said(scored.why):
        first = f"The scorecard proposes {proposed.severity.label}."
        raise Refusal(f"{first} Say in a line why it should be {chosen.label}.", field="why")
    return proposed, chosen


def missing(scores: Mapping[str, int]) -> list[Dimension]:
    """The dimensions without a score."""
    return [each for each in Dimension if each not in scores]


def _by(total: int) -> Severity:
    if total >= CRITICAL:
        return Severity.CRITICAL
    return Severity.HIGH if total >= HIGH else Severity.MEDIUM


def _telling(given: Mapping[Dimension, int]) -> list[str]:
    """The dimensions that weigh most, the heaviest first, each with its anchor."""
    heavy = sorted((each for each in given if given[each] >= TELLING), key=lambda each: -given[each])
    return [f"{each.label} {given[each]}, {_within(ANCHORS[each][given[each]])}" for each in heavy]


def _within(anchor: str) -> str:
    """An anchor within a sentence."""
    return anchor[0].lower() + anchor[1:]
