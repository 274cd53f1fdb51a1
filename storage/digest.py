"""A digest: what one person should know of the cases they lead, or are on call for."""

from dataclasses import dataclass, field, fields
from datetime import datetime

from storage.case_records import Promise
from storage.clock_records import ClockRow
from storage.models import Escalation


@dataclass
class Digest:
    """What somebody should know this morning; empty when there is nothing."""

    broken: list[tuple[Escalation, Promise]] = field(default_factory=list)
    missed: list[tuple[Escalation, ClockRow]] = field(default_factory=list)
    unclaimed: list[Escalation] = field(default_factory=list)
    today: list[tuple[Escalation, ClockRow]] = field(default_factory=list)
    deadlines: list[tuple[Escalation, datetime]] = field(default_factory=list)  # the customers' own
    changed: list[Escalation] = field(default_factory=list)
    quiet: list[Escalation] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not any(getattr(self, each.name) for each in fields(self))
