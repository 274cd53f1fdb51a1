"""What an update says, and to whom. Source: handbook, "Communications"."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from bot.playbook.labelled import Labelled


class Audience(Labelled):
    """Whom an update is written for. Source: handbook, "Communications"."""

    TEAM = "team", "The team, in the case channel"
    LEADERSHIP = "leadership", "Leadership: impact first"
    CUSTOMER = "customer", "The customer: words to send them"


@dataclass(frozen=True)
class Update:
    """What an update says; what is empty was not answered."""

    audience: Audience = Audience.TEAM
    changed: str = ""
    impact: str = ""
    resolution: str = ""
    following: str = ""

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {name: str(said) for name, said in asdict(self).items() if said}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Read back `to_json`."""
        texts = {each.name: str(kept.get(each.name) or "") for each in fields(cls) if each.name != "audience"}
        return cls(audience=Audience.of(kept.get("audience")) or Audience.TEAM, **texts)


def lines(update: Update) -> list[tuple[str, str]]:
    """(label, words) of an update, in the order its audience reads them."""
    said = [
        ("What changed", update.changed),
        ("Impact now", update.impact),
        ("Expected resolution", update.resolution),
        ("Next update", update.following),
    ]
    if update.audience is Audience.LEADERSHIP:
        said[0], said[1] = said[1], said[0]
    return said
