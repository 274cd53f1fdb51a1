"""Words to and from the customer: what a log of them needs, and which of them count as an update."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.playbook.promises import check_promise
from bot.playbook.refusal import Refusal
from bot.playbook.work import Direction, Medium

CLOCKS_DIFFER = timedelta(minutes=2)
_SPOKEN = re.compile(
    r"(?P<out>(?:i |we )?(?:have )?told (?:them|the customer|customer)(?: that)?)"
    r"|(?P<in>(?:they|the customer|customer) (?:said|asked|told us|wrote|called)(?: that| for)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One contact as somebody logs it; moments are aware, `at` None is now."""

    direction: Direction
    medium: Medium
    said: str
    at: datetime | None = None
    promised: str = ""  # what the customer can expect
    due_at: datetime | None = None  # and when
    reason: str = ""  # for a late one

    @property
    def counts(self) -> bool:
        """Whether the customer heard from us: by our word, on a call, or since something was promised."""
        return self.direction is Direction.OUT or self.medium is Medium.CALL or self.due_at is not None

    def check(self, *, now: datetime, limit: datetime) -> None:
        """Raise Refusal for what is missing or cannot be; `limit` is that of a cycle that would begin now."""
        if not self.said.strip():
            raise Refusal("Write what was said, in a sentence.", field="said")
        if self.at and self.at > now + CLOCKS_DIFFER:
            raise Refusal("That is still to come. Say when it took place.", field="at")
        check_due(self.promised, self.due_at, self.reason, now=now, limit=limit)


def check_due(promised: str, due_at: datetime | None, reason: str, *, now: datetime, limit: datetime) -> None:
    """Raise Refusal for a promise without a time, for a time that is past, and for a late one without why."""
    if due_at:
        check_promise(due_at, now=now, limit=limit, reason=reason)
    elif promised.strip():
        raise Refusal("Say for when it was promised, or leave the promise out.", field="promise")


def spoken(words: str) -> tuple[Direction, str]:
    """Who told whom, and what, from a command's words; words that do not say are ours to the customer.

    >>> spoken("told them the fix comes tonight")[1], spoken("They asked for a call")
    ('the fix comes tonight', (<Direction.IN: 'in'>, 'a call'))
    """
    line = words.strip()
    found = _SPOKEN.match(line)
    rest = line[found.end() :].strip(" :,") if found else ""
    if not found or not rest:
        return Direction.OUT, line
    return (Direction.IN if found["in"] else Direction.OUT), rest
