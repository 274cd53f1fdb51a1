"""The clocks there are, in whose zone each runs, and in which statuses."""

from collections.abc import Mapping
from enum import StrEnum

from bot.playbook.labelled import Labelled
from bot.playbook.lifecycle import Status


class Whose(StrEnum):
    """Whose zone and public holidays a clock runs in."""

    ON_CALL = "on_call"
    EM = "em"
    CUSTOMER = "customer"
    ORGANISATION = "organisation"
    OWNER = "owner"


class ClockKind(Labelled):
    """What is waited for. A customer clock whose cycle has a promise runs as a promise does."""

    CLAIM = "claim", "Claim"
    INTERNAL = "internal", "Internal update"
    CUSTOMER = "customer", "Customer update"
    PROMISE = "promise", "Promise to the customer"
    TRIAGE_CALL = "triage_call", "Triage call"
    CONFIRMATION = "confirmation", "Customer's confirmation"
    ATTEMPT = "attempt", "Workaround attempt"
    RETROSPECTIVE = "retrospective", "Retrospective draft"
    APPROVAL = "approval", "Retrospective approval"
    ITEM = "item", "Action item"

    @property
    def whose(self) -> Whose:
        """Whose place to start a cycle with."""
        return _WHOSE.get(self, Whose.EM)

    @property
    def is_update(self) -> bool:
        """True for the clocks that an update resets, that can be paused and that know a deadline."""
        return self in {ClockKind.INTERNAL, ClockKind.CUSTOMER, ClockKind.PROMISE}

    @property
    def takes_promise(self) -> bool:
        """True when a moment that somebody gave takes the place of the policy's: promised, agreed, set."""
        return self in {ClockKind.CUSTOMER, ClockKind.PROMISE, ClockKind.ATTEMPT, ClockKind.ITEM}

    @property
    def can_be_missed(self) -> bool:
        """True when somebody owes it; a customer's silence and a failed attempt are nobody's miss."""
        return self not in {ClockKind.CONFIRMATION, ClockKind.ATTEMPT, ClockKind.APPROVAL}

    def runs_in(self, status: Status) -> bool:
        """True when the clock may run while the escalation has this status."""
        return status in _RUNS.get(self, _AT_WORK)


_WHOSE: Mapping[ClockKind, Whose] = {
    ClockKind.CLAIM: Whose.ON_CALL,
    ClockKind.CUSTOMER: Whose.CUSTOMER,
    ClockKind.PROMISE: Whose.CUSTOMER,
    ClockKind.CONFIRMATION: Whose.CUSTOMER,
    ClockKind.RETROSPECTIVE: Whose.ORGANISATION,
    ClockKind.APPROVAL: Whose.ORGANISATION,
    ClockKind.ITEM: Whose.OWNER,
}
_AT_WORK = frozenset({Status.DISCOVERY, Status.TRIAGE, Status.IN_PROGRESS})
_AFTERWARDS = frozenset({Status.RESOLVED, Status.CLOSED})
_RUNS: Mapping[ClockKind, frozenset[Status]] = {
    ClockKind.CLAIM: frozenset({Status.NEW}),
    ClockKind.TRIAGE_CALL: frozenset({Status.DISCOVERY, Status.TRIAGE}),
    ClockKind.CONFIRMATION: frozenset({Status.RESOLVED}),
    ClockKind.RETROSPECTIVE: _AFTERWARDS,
    ClockKind.APPROVAL: _AFTERWARDS,
    ClockKind.ITEM: _AT_WORK | _AFTERWARDS,
}
