"""What people of our house do, in their words: thin sentences over the simulated workspace's Person."""

from typing import Any

from sandbox.person import Person

SHORT = {
    "Which customer?": "Acme GmbH",
    "What can they no longer do?": "Nobody at Acme can export invoices since this morning.",
    "How bad is it?": "High (Sev 2)",
    "Which product?": "Web app",
}


def answers(**changes: Any) -> dict[str, Any]:
    """The answers of a short form; each argument changes one of them."""
    labels = {
        "customer": "Which customer?",
        "impact": "What can they no longer do?",
        "severity": "How bad is it?",
        "product": "Which product?",
        "region": "Where does the customer work?",
        "seen_by": "Who may see this?",
        "target": "Which team should act?",
    }
    return SHORT | {labels[name]: value for name, value in changes.items()}


async def raises(person: Person, *, where: str = "support", **changes: Any) -> None:
    """File the short form by the slash command, and close what it shows in the end."""
    await person.types("/raiseanace", in_=where)
    await person.fills(answers(**changes))
    await person.submits()
