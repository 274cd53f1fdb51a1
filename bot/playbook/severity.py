"""How bad it is: three severities, Critical being Sev 1."""

import re

from bot.playbook.labelled import Labelled


class Severity(Labelled):
    """Critical, High or Medium; compare them by `number`, the lower the worse."""

    CRITICAL = "critical", "Critical"
    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"

    @property
    def number(self) -> int:
        """The Sev number: 1, 2 or 3."""
        return list(Severity).index(self) + 1

    @property
    def is_major(self) -> bool:
        """True for Critical and High, which always get a retrospective."""
        return self is not Severity.MEDIUM

    @property
    def long_label(self) -> str:
        """The label with its number, such as "Critical (Sev 1)"."""
        return f"{self.label} (Sev {self.number})"


_SPOKEN = re.compile(r"(?:sev(?:erity)?[\s-]*(?P<number>[123])\b|(?P<word>[^\W\d_]+))[\s:,]*", re.IGNORECASE)


def spoken(words: str) -> tuple[Severity | None, str]:
    """A severity at the beginning of what somebody wrote, and the rest of it.

    >>> spoken("high: one region only")
    (<Severity.HIGH: 'high'>, 'one region only')
    >>> spoken("sev 1 all of them")
    (<Severity.CRITICAL: 'critical'>, 'all of them')
    """
    found = _SPOKEN.match(words)
    if not found:
        return None, words
    number, rest = found["number"], words[found.end() :]
    severity = list(Severity)[int(number) - 1] if number else Severity.of(found["word"].lower())
    return (severity, rest) if severity else (None, words)
