"""What goes with the EM's seat when it changes hands, and what can become of the offer."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from bot.playbook.labelled import Labelled

MOST = 1500  # characters of one part


class HandoverState(Labelled):
    """What became of an offer; the label completes "This handover …"."""

    OFFERED = "offered", "waits for an answer"
    ACCEPTED = "accepted", "was accepted"
    DECLINED = "declined", "was declined"
    WITHDRAWN = "withdrawn", "was withdrawn"
    EXPIRED = "expired", "ended with the case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """What the next EM has to know, in the words of the one before. Source: product, "Ownership"."""

    changed: str = ""
    blocked: str = ""
    promise: str = ""
    items: str = ""
    note: str = ""
    state: str = ""  # how the case stood when it was offered

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Read back `to_json`; what is missing or no text reads as nothing."""
        named = {each.name: kept.get(each.name) for each in fields(cls)}
        return cls(**{name: said[:MOST] for name, said in named.items() if isinstance(said, str)})


PARTS = {
    "changed": "What changed",
    "blocked": "What blocks",
    "promise": "Next promise to the customer",
    "items": "Open items",
    "note": "Also good to know",
}
