"""What a report must hold before it is filed, and when it is worth a second thought."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from bot.playbook.choices import SupportSign, Target
from bot.playbook.policy import Policy
from bot.playbook.report import TEXTS, Report
from bot.playbook.severity import Severity

FAST = ("customer", "impact", "severity", "product", "region", "visibility", "target")

FIELDS_BY_TARGET: Mapping[Target, tuple[str, ...]] = {
    Target.SUPPORT_L2: (),
    Target.ENGINEERING: (
        "steps",
        "expected",
        "actual",
        "browser",
        "operating_system",
        "file_size",
        "occurred",
    ),
    Target.PRODUCT: ("use_case", "frequency", "competition"),
    Target.SECURITY: ("observed", "exposed", "containment", "urgency"),
    Target.LEADERSHIP: ("decision", "decision_by"),
}

NEEDED: Mapping[str, str] = {
    "customer": "Which customer is this about?",
    "impact": "Say in a sentence what the customer cannot do.",
    "severity": "Choose how bad it is; it can be changed later.",
    "product": "Choose the product, or the one that comes closest.",
    "region": "Choose where the customer mainly works; their clock runs there.",
}
NEEDED_IN_FULL: Mapping[Target, Mapping[str, str]] = {
    Target.SUPPORT_L2: {},
    Target.ENGINEERING: {"actual": "Engineering needs to know what happens. One line will do."},
    Target.PRODUCT: {"use_case": "Product needs to know what the customer is trying to get done."},
    Target.SECURITY: {"observed": "Security needs to know what was seen."},
    Target.LEADERSHIP: {"decision": "Say which decision you need from leadership."},
}

LONG = 3000  # characters; Slack's most for one input
LENGTHS: Mapping[str, int] = dict.fromkeys(TEXTS, LONG) | {
    "customer": 120,
    "account_id": 80,
    "impact": 1500,
    "summary": 150,
    "outcome": 1500,
    "related": 1000,
    "last_word": 1000,
    "expectation": 1000,
    "expected": 1000,
    "use_case": 2000,
    "exposed": 1000,
    "containment": 1000,
    "decision": 1500,
    "revenue": 200,
    "browser": 200,
    "operating_system": 200,
    "file_size": 100,
    "frequency": 500,
    "competition": 500,
    "support_reason": 500,
}
_SHORTEST = {"impact": 5}
_TO_COME = ("deadline", "customer_deadline", "decision_by")
_MOST_CUSTOMERS = 1_000_000_000
_CHOSEN = ("region", "product", "platform")
_WRITTEN = tuple(name for name in TEXTS if name not in {*_CHOSEN, "source"})


def problems(report: Report, now: datetime, policy: Policy, *, full: bool = False) -> dict[str, str]:
    """What has to be put right before filing: a sentence by field name; empty when it can be filed.

    `full` also asks for what the chosen target cannot do without.
    """
    found = {name: said for check in _CHECKS for name, said in check(report).items()}
    found |= _dates(report, now) | _unlisted(report, policy)
    wanted = NEEDED_IN_FULL[report.target] if full and report.target else {}
    lacking = {name: said for name, said in {**NEEDED, **wanted}.items() if not getattr(report, name)}
    return found | lacking


def support_check(report: Report) -> list[str]:
    """Reasons to believe that support can handle it, as sentences for the filer; none when it must go up.

    A Critical or private report is never questioned. Source: skill sheet, "Handle in support when".
    """
    if (
        report.severity is Severity.CRITICAL
        or report.visibility.is_private
        or report.target is Target.SECURITY
    ):
        return []
    told = f"{report.summary}\n{report.impact}"
    ticked = [sign.label for sign in report.support_signs]
    heard = [
        f"It says “{found[0].lower()}”: {SUPPORT_WORDS[sign][1]}"
        for sign, words in _SPOKEN.items()
        if sign not in report.support_signs and (found := words.search(told))
    ]
    return ticked + heard


# For each sign, the words that give it away and what they suggest.
SUPPORT_WORDS: Mapping[SupportSign, tuple[str, str]] = {
    SupportSign.GUIDANCE: (
        "how (do|can) (i|we)|needs? (some )?(training|guidance)|asks? for (training|a demo)",
        "guidance may be all the customer needs.",
    ),
    SupportSign.SETUP: (
        "misconfigured|(setup|configuration) question|help (setting up|with (the )?(setup|configuration))",
        "it may be a matter of setup.",
    ),
    SupportSign.DOCUMENTED: (
        "(known|documented|official) (workaround|solution|fix)",
        "there seems to be a way out already.",
    ),
    SupportSign.LIMITATION: ("known limit(ation)?s?", "there may be a documented alternative."),
}
_SPOKEN = {sign: re.compile(rf"\b({words})\b", re.IGNORECASE) for sign, (words, _) in SUPPORT_WORDS.items()}


def is_said(text: str) -> bool:
    """True for text with at least one letter or digit of any script."""
    return any(sign.isalnum() for sign in text)


def _nonsense(report: Report) -> dict[str, str]:
    texts = {name: getattr(report, name) for name in _WRITTEN}
    return {
        name: "There is no word in this yet. Please write a few, or leave it empty if it may be."
        for name, text in texts.items()
        if text and not is_said(text)
    }


def _lengths(report: Report) -> dict[str, str]:
    found = {}
    for name in _WRITTEN:
        text = getattr(report, name)
        if len(text) > LENGTHS[name]:
            found[name] = f"That is {len(text):,} characters; {LENGTHS[name]:,} fit here."
        elif text and is_said(text) and len(text) < _SHORTEST.get(name, 0):
            found[name] = "That is very short. A few more words, so that a stranger understands it."
    return found


def _numbers(report: Report) -> dict[str, str]:
    count = report.customers_affected
    if count is None or 0 < count <= _MOST_CUSTOMERS:
        return {}
    return {"customers_affected": "Write a whole number of customers, 1 or more, or leave it empty."}


def _dates(report: Report, now: datetime) -> dict[str, str]:
    past = {name: getattr(report, name) for name in _TO_COME}
    found = {
        name: "That moment has passed already. Choose one that is still to come."
        for name, moment in past.items()
        if moment and moment <= now
    }
    if report.occurred and report.occurred > now:
        found["occurred"] = "That is still to come. Choose when it happened."
    return found


def _unlisted(report: Report, policy: Policy) -> dict[str, str]:
    found = {}
    if report.product and report.product not in policy.products:
        found["product"] = "This product is not on the list any more. Choose another one."
    if report.region and report.region not in policy.regions:
        found["region"] = "This region is not on the list any more. Choose another one."
    return found


_CHECKS: tuple[Callable[[Report], dict[str, str]], ...] = (_nonsense, _lengths, _numbers)


def shown(report: Report, *, full: bool, everything: tuple[str, ...]) -> list[str]:
    """The fields the form shows, of `everything` in its order.

    Those of the fast or the full form, those of the chosen target, and every other one that holds an
    answer already: nothing that was typed disappears.
    """
    targeted = {name for fields in FIELDS_BY_TARGET.values() for name in fields}
    own = set(FIELDS_BY_TARGET[report.target]) if report.target else set()
    usual = set(everything) - targeted if full else set(FAST) | {"support_signs"}
    return [name for name in everything if name in usual | own or getattr(report, name) not in ("", None, ())]
