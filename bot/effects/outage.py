"""Outages of Slack: warned of once when it stops answering, and a line when it is back."""

from dataclasses import dataclass

import structlog

IN_DOUBT = 3  # calls in a row without a clear answer, after which Slack counts as away
LONGEST = 30.0  # seconds between two tries of a row while Slack is away

log = structlog.get_logger(__name__)


@dataclass
class Outage:
    """What the last calls of this process came to, whichever rows they were for."""

    _unreached: int = 0  # calls in a row that did not get as far as Slack
    _unclear: int = 0  # calls in a row of which nobody knows
    _told: bool = False

    @property
    def pause(self) -> float:
        """Seconds before a row is tried again while Slack is away: 1, 2, 4 … at most half a minute."""
        return float(min(2 ** min(max(self._unreached - 1, 0), 10), LONGEST))

    def unreached(self, why: str) -> None:
        """A call did not reach Slack, or Slack does not know us."""
        self._unreached += 1
        self._away(why)

    def unclear(self, why: str) -> None:
        """A call had no answer, or one that leaves open what happened."""
        self._unclear += 1
        if self._unclear >= IN_DOUBT:
            self._away(why)

    def over(self) -> None:
        """Slack answered."""
        if self._told:
            log.info("Slack back")
        self._unreached, self._unclear, self._told = 0, 0, False

    def _away(self, why: str) -> None:
        if not self._told:
            log.warning("Slack away", reason=why)
        self._told = True
