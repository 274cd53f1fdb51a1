"""How complete a report is for the team that is asked, and what to ask the filer for."""

from dataclasses import dataclass

from bot.playbook.choices import Target
from bot.playbook.report import Report


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a brief should hold: any of `fields` will do. `target` is None when every team needs it."""

    fields: tuple[str, ...]
    points: int
    label: str
    question: str
    target: Target | None = None

    def is_in(self, report: Report) -> bool:
        """True when the report answers it."""
        return any(getattr(report, name) not in ("", None, ()) for name in self.fields)


_E, _P, _S, _L = Target.ENGINEERING, Target.PRODUCT, Target.SECURITY, Target.LEADERSHIP

ITEMS = (
    Item(("customer",), 6, "Customer", "Which customer is this about?"),
    Item(("impact",), 10, "Impact", "What can the customer no longer do, and what does it cost them?"),
    Item(("severity",), 6, "Severity", "How bad is it for them: Critical, High or Medium?"),
    Item(("product",), 5, "Product", "Which of our products is it?"),
    Item(("region",), 3, "Region", "In which region does the customer mainly work?"),
    Item(
        ("summary",),
        5,
        "One-line summary",
        "How would you tell it in one line to a stranger?",
    ),
    Item(("events",), 8, "What led up to it", "What happened before, and what made you raise it now?"),
    Item(("outcome",), 7, "Expected outcome", "What should be true for you to call this solved?"),
    Item(("target",), 5, "Team", "Which team should act on it?"),
    Item(("ask",), 5, "Ask", "What should they do: investigate, fix, decide or approve?"),
    Item(("deadline", "decision_by", "customer_deadline"), 5, "Deadline", "By when is that needed?"),
    Item(("tried",), 6, "What was tried", "What have you tried so far, and what came of each attempt?"),
    Item(
        ("evidence", "related"),
        6,
        "Evidence",
        "Which tickets, logs or screenshots show it? Links will do.",
    ),
    Item(("customers_affected",), 3, "Customers affected", "How many customers are hit, as far as you know?"),
    Item(("account_id",), 3, "Account id", "What is the customer's account id?"),
    Item(("revenue",), 3, "Revenue at risk", "How much revenue is at risk? A rough figure helps."),
    Item(("sla",), 3, "SLA", "Are we still within the SLA?"),
    Item(("temperature", "churn_risk"), 3, "Mood", "How does the customer feel, and might they leave?"),
    Item(("last_word",), 4, "Last word", "What did we last tell the customer, and when?"),
    Item(("expectation",), 4, "Expectation", "What does the customer expect next, and by when?"),
    Item(("steps",), 12, "Steps", "Which steps, from a clean start, make it happen?", _E),
    Item(("actual",), 4, "What happens", "What happens then? The exact error text helps most.", _E),
    Item(("expected",), 3, "What should happen", "What should happen instead?", _E),
    Item(("browser", "operating_system"), 4, "Environment", "On which browser, system and versions?", _E),
    Item(("occurred",), 3, "Time", "When did it happen, as exactly as you know?", _E),
    Item(("use_case",), 12, "Use case", "What is the customer trying to get done?", _P),
    Item(("frequency",), 5, "Frequency", "How often does this come up, for them and for others?", _P),
    Item(("competition",), 3, "Competition", "Is a competitor in play?", _P),
    Item(("observed",), 12, "What was seen", "What exactly was seen, where and when?", _S),
    Item(("exposed",), 6, "Who is exposed", "Whose data or access may be affected?", _S),
    Item(("containment",), 6, "Containment", "What has been done to stop it from spreading?", _S),
    Item(("urgency",), 3, "Urgency", "Does security have to look right now, today or this week?", _S),
    Item(("decision",), 12, "Decision", "Which decision do you need, between which options?", _L),
    Item(("decision_by",), 5, "Decide by", "By when must it be decided, and what happens otherwise?", _L),
)


def items(target: Target | None) -> list[Item]:
    """What a brief for this target should hold."""
    return [item for item in ITEMS if item.target in {None, target}]


def missing(report: Report) -> list[Item]:
    """What the brief lacks for its target, the weightiest first."""
    lacking = [item for item in items(report.target) if not item.is_in(report)]
    return sorted(lacking, key=lambda item: -item.points)


def score(report: Report) -> int:
    """How complete the brief is for its target: 0 to 100, and 100 only when nothing is missing."""
    asked = items(report.target)
    have = sum(item.points for item in asked if item.is_in(report))
    return 100 * have // sum(item.points for item in asked)


def item_for(field: str) -> Item | None:
    """The item that a field of the report answers, to ask the filer for it; None when there is none."""
    own = [item for item in ITEMS if item.fields[0] == field]
    return next((item for item in own + list(ITEMS) if field in item.fields), None)
