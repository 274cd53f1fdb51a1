"""The choices of those who lead a case: what is owed, what ends it, what was tried and told."""

from bot.playbook.labelled import Labelled


class Trend(Labelled):
    """Where a case is heading. Source: handbook, "Discovery"."""

    IMPROVING = "improving", "Improving"
    STEADY = "steady", "Steady"
    WORSENING = "worsening", "Worsening"


class CriterionState(Labelled):
    """Where an exit criterion stands."""

    OPEN = "open", "Open"
    MET = "met", "Met"
    WAIVED = "waived", "Waived"


class ItemKind(Labelled):
    """The support that an action item asks for. Source: handbook, "External team support"."""

    TEAM = "team", "Another team (legal, PR, security …)"
    DEVELOPER = "developer", "Developer on support"
    BUG = "bug", "Bug"
    FEATURE = "feature", "Feature request"


class ItemState(Labelled):
    """Where an action item stands."""

    OPEN = "open", "Open"
    BLOCKED = "blocked", "Blocked"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"

    @property
    def is_owed(self) -> bool:
        """True while somebody still has to do it."""
        return self in {ItemState.OPEN, ItemState.BLOCKED}


class Term(Labelled):
    """Whether a case waits for an item before it closes."""

    SHORT = "short", "Short term: the case stays open for it"
    LONG = "long", "Long term: the case may close before"


class Direction(Labelled):
    """Who turned to whom."""

    OUT = "out", "We told the customer"
    IN = "in", "The customer told us"


class Medium(Labelled):
    """How one talks with a customer. Source: handbook, "Communications"."""

    TICKET = "ticket", "Ticket"
    EMAIL = "email", "E-mail"
    CALL = "call", "Call"
    STATUS_PAGE = "status_page", "Status page"
    CHAT = "chat", "Chat"


class PromiseState(Labelled):
    """What became of a promise to the customer."""

    OPEN = "open", "Open"
    KEPT = "kept", "Kept"
    LATE = "late", "Kept late"
    BROKEN = "broken", "Broken"


class AttemptKind(Labelled):
    """A time-boxed workaround. Source: triage playbook, "Continuity planning"."""

    RETRY = "retry", "Try again every few minutes"
    BATCHING = "batching", "Split into smaller batches"
    FORMAT = "format", "Another format"
    MANUAL = "manual", "Do it by hand"
    OTHER = "other", "Something else"


class AttemptResult(Labelled):
    """How a try of a workaround went."""

    SAME = "same", "Same"
    DIFFERENT = "different", "Different"
    WORKED = "worked", "Worked"


class FeedbackTrack(Labelled):
    """Where a lesson for the product goes. Source: triage playbook, "Internal documentation"."""

    STABILITY = "stability", "Stability"
    MESSAGING = "messaging", "Messaging"
    MONITORING = "monitoring", "Monitoring"
    NONE = "none", "None"
