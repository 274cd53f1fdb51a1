"""The questions of the intake form in the order they are asked, in words that need no explaining."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A field of the report as people are asked for it; the name is both block id and action id."""

    name: str
    label: str
    hint: str = ""
    lines: bool = False


GROUPS: tuple[tuple[str, tuple[Question, ...]], ...] = (
    (
        "What is wrong",
        (
            Question("customer", "Which customer?", "The name you would say out loud."),
            Question(
                "impact",
                "What can they no longer do?",
                "A sentence or two: who is stuck, since when, what it costs them.",
                lines=True,
            ),
            Question("severity", "How bad is it?"),
            Question("product", "Which product?"),
            Question("platform", "On which platform?"),
            Question("region", "Where does the customer work?", "Updates to them follow this region's day."),
            Question(
                "visibility",
                "Who may see this?",
                "Private keeps it to you, the people on the case and that team, from the first second.",
            ),
            Question("summary", "The whole thing in one line", "Written for somebody who hears of it first."),
        ),
    ),
    (
        "The story so far",
        (
            Question("events", "What led up to it?", "In order, and what made you raise it now.", lines=True),
            Question(
                "tried", "What have you tried?", "One attempt a line: what -> what came of it.", lines=True
            ),
            Question(
                "evidence",
                "What shows it?",
                "Links to logs, threads, screenshots; files go below.",
                lines=True,
            ),
            Question("related", "Related tickets", "Numbers or links, ours and theirs.", lines=True),
            Question("outcome", "When is it solved for you?", "What you hope for from us.", lines=True),
        ),
    ),
    (
        "Who should act",
        (
            Question(
                "target",
                "Which team should act?",
                "Not sure? Leave it open. A choice adds what that team needs.",
            ),
            Question(
                "steps",
                "Steps to make it happen",
                "From a clean start, one a line, with the exact values. How often does it work out that way?",
                lines=True,
            ),
            Question("expected", "What should happen", lines=True),
            Question("actual", "What happens instead", "Paste the exact error text.", lines=True),
            Question("browser", "Browser and version", "Or the version of the app."),
            Question("operating_system", "Operating system"),
            Question("file_size", "Size of the file or data"),
            Question("occurred", "When did it happen?", "The latest time will do."),
            Question("use_case", "What is the customer trying to get done?", lines=True),
            Question("frequency", "How often does it come up?", "For them, and for others you know of."),
            Question("competition", "Is a competitor in play?", "Who, and what do they offer?"),
            Question("observed", "What was seen?", "Facts only: what, where, when, by whom.", lines=True),
            Question("exposed", "Who or what may be affected?", lines=True),
            Question(
                "containment", "What has been done to stop it?", '"Nothing yet" is an answer.', lines=True
            ),
            Question("urgency", "How soon must security look?"),
            Question(
                "decision", "Which decision do you need?", "The options, and the one you favour.", lines=True
            ),
            Question("decision_by", "Decided by when?"),
            Question("kind", "What sort of trouble is it?"),
            Question("ask", "What do you need from them?"),
            Question("deadline", "By when?", "In your time zone."),
            Question("path", "Across or up?"),
            Question("level", "Where does it come from?"),
            Question("why_now", "What makes it an escalation?", "Tick all that hold."),
        ),
    ),
    (
        "What is at stake",
        (
            Question("account_id", "Account id", "As it stands in the CRM."),
            Question("customers_affected", "How many customers are hit?", "As far as you know today."),
            Question(
                "revenue", "Revenue at risk", "Rough is fine, such as 120k a year, or a deal that waits."
            ),
            Question("sla", "Where does the SLA stand?"),
            Question("temperature", "How is the customer's mood?"),
            Question("churn_risk", "How likely are they to leave?"),
            Question(
                "customer_deadline",
                "The customer's own hard deadline",
                "A launch, a filing, a board meeting.",
            ),
        ),
    ),
    (
        "Between us and the customer",
        (
            Question("last_word", "What did we last tell them?", "And when.", lines=True),
            Question("expectation", "What do they expect next?", "And by when.", lines=True),
            Question("further", "Will they take it higher themselves?"),
        ),
    ),
    (
        "One last look",
        (
            Question(
                "support_signs",
                "Does any of this hold?",
                "If so, support may be quicker. You can raise it all the same.",
            ),
        ),
    ),
)
ORDER = tuple(question.name for _, questions in GROUPS for question in questions)
