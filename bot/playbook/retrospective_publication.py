"""Publishing a retrospective: for whom, and the facts of the case that stand above its text."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from bot.playbook.labelled import Labelled


class Audience(Labelled):
    """Who may read a published version."""

    EVERYONE = "everyone", "Everyone, in the retrospectives channel"
    CASE = "case", "Only the people on this case, in its channel"
    ANONYMOUS = "anonymous", "Everyone, without names or anything that tells whose it is"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the record says of the case, as text ready to be read; moments are aware and in UTC."""

    title: str
    key: str
    customer: str
    severity: str
    product: str
    filed_at: datetime
    claimed_at: datetime | None = None
    resolved_at: datetime | None = None
    zone: str = "UTC"
    roles: tuple[tuple[str, str], ...] = ()  # (role, display name)
    owner: str = ""
    approved_by: tuple[str, ...] = ()
    version: int = 0
    note: str = ""  # what a correction corrects

    @property
    def lasted(self) -> timedelta | None:
        """From the filing to the resolution."""
        return self.resolved_at - self.filed_at if self.resolved_at else None

    def to_json(self) -> dict[str, Any]:
        """As JSON values; moments in ISO 8601."""
        made = asdict(self)
        return {
            name: value.isoformat() if isinstance(value, datetime) else value for name, value in made.items()
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read back `to_json`."""
        moments = {name: _moment(stored.get(name)) for name in ("filed_at", "claimed_at", "resolved_at")}
        lists = {
            "roles": tuple((str(role), str(name)) for role, name in stored.get("roles", ())),
            "approved_by": tuple(stored.get("approved_by", ())),
        }
        return cls(**{**stored, **moments, **lists})


def _moment(value: object) -> datetime | None:
    return datetime.fromisoformat(value).astimezone(UTC) if isinstance(value, str) else None
