"""How bad it is: three severities, Critical being Sev 1."""

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
