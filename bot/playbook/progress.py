"""What leading a case has established so far: calls, checks, plans and answers, with who said it when."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cache
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from bot.playbook.labelled import Labelled
from bot.playbook.work import FeedbackTrack, Medium


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """Something that `by` said or did at `at` (aware, UTC)."""

    by: str
    at: datetime
    text: str = ""
    person: str = ""  # whom it is about, where it is about somebody


class Reach(Labelled):
    """How far a problem goes. Source: triage playbook, "Isolate"."""

    ACCOUNT = "account", "One account"
    REGION = "region", "A region"
    WORKFLOW = "workflow", "One workflow"
    SYSTEMIC = "systemic", "Systemic"


class Reproduced(Labelled):
    """Whether we saw it ourselves. Source: triage playbook, "Investigate"."""

    YES = "yes", "Yes, we reproduced it"
    NO = "no", "No, it does not happen here"
    NOT_POSSIBLE = "not_possible", "It cannot be tried here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whether it was reproduced, what was looked at, and how far it goes."""

    reproduced: Reproduced
    status_page: bool
    deployments: bool
    reach: Reach
    noted: Noted


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call that was arranged, held, or waived; `held.text` is its outcome, `waived.text` the reason."""

    when: datetime | None = None
    link: str = ""
    arranged: Noted | None = None  # its text says why it is later than it is due
    held: Noted | None = None
    waived: Noted | None = None

    @property
    def is_settled(self) -> bool:
        """Whether nobody waits for it any more."""
        return self.held is not None or self.waived is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who tells the customer, by which medium, and when next. Source: handbook, "Communications"."""

    teller: str
    medium: Medium
    next_at: datetime | None
    noted: Noted


@dataclass(frozen=True, slots=True, kw_only=True)
class Systemic:
    """The hand-off to incident management. Source: triage playbook, "Incident management"."""

    lead: str
    link: str
    noted: Noted


class Rollout(Labelled):
    """How a fix went out."""

    PHASED = "phased", "In phases"
    AT_ONCE = "at_once", "At once"
    NOT_NEEDED = "not_needed", "Nothing to roll out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """How a fix was checked; `confirmed` is the customer's word, `why_not` the reason when it is missing."""

    tested: str
    rollout: Rollout
    confirmed: bool
    why_not: str
    noted: Noted


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """The customer's word on the resolution, or that there is none; `noted.text` says more."""

    received: bool
    noted: Noted


class Audience(Labelled):
    """Who is told that a case is resolved."""

    CUSTOMER = "customer", "The customer"
    TEAM = "team", "Everyone working on it"
    STAKEHOLDERS = "stakeholders", "The stakeholders"
    LEADERSHIP = "leadership", "Leadership"


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """Another date that somebody proposes for one that was set; `noted` says who, when and why."""

    due: datetime
    noted: Noted


class Calmer(Labelled):
    """Why a case need not stay escalated. Source: skill sheet, "De-escalation"."""

    SUPPORT = "support", "Support can solve it"
    WORKAROUND = "workaround", "A workaround helps the customer"
    ITSELF = "itself", "It resolved itself"
    REASSESSED = "reassessed", "It is less severe than thought"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeEscalation:
    """The four steps of letting a case cool down: reason, team told, customer told, what was learnt."""

    reason: Calmer
    team: str
    customer: str
    learned: str
    noted: Noted
    message: str = ""  # what the team was told


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What is done next, by whom, and what it waits for."""

    owner: str
    what: str
    blocked: str
    noted: Noted


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Everything of the above; None or empty where nothing was said yet."""

    scores: dict[str, int] = field(default_factory=dict)  # scorecard dimension -> 0 to 3
    overrides: tuple[str, ...] = ()  # what makes it Critical whatever the score
    severity_confirmed: Noted | None = None  # its text is the reason for choosing another than proposed
    scope: Scope | None = None
    discovery_call: Call | None = None
    triage_call: Call | None = None
    plan: Plan | None = None
    assessment: dict[str, str] = field(default_factory=dict)  # triage question -> answer
    systemic: Systemic | None = None
    first_hour: dict[str, Noted] = field(default_factory=dict)  # checklist item -> its tick
    next_step: NextStep | None = None
    validation: Validation | None = None
    communicated: Noted | None = None  # what the customer and the others were told of the resolution
    communicated_to: tuple[Audience, ...] = ()
    feedback: FeedbackTrack | None = None
    feedback_note: str = ""
    feedback_manager: str = ""  # the product manager whom it is for
    deadline_challenge: Challenge | None = None  # of the date that the filer asked for, until it is answered
    confirmation: Confirmation | None = None
    declined: Noted | None = None
    instead: str = ""  # what the filer was told to do when it was declined
    de_escalation: DeEscalation | None = None
    briefs: dict[str, Noted] = field(default_factory=dict)  # target -> sent by whom, when, and where to

    def to_json(self) -> dict[str, Any]:
        """What was said, as JSON values; moments in ISO 8601."""
        made: dict[str, Any] = _adapter().dump_python(self, mode="json", exclude_defaults=True)
        return made

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> Self:
        """Read back `to_json`; a part that this version cannot read counts as not said."""
        if not stored:
            return cls()
        known = {each.name: stored[each.name] for each in fields(cls) if each.name in stored}
        try:
            return _adapter().validate_python(known)  # type: ignore[return-value]
        except ValidationError as problem:
            wrong = {str(fault["loc"][0]) for fault in problem.errors()}
            return cls.from_json({name: said for name, said in known.items() if name not in wrong})


@cache
def _adapter() -> TypeAdapter[Progress]:
    return TypeAdapter(Progress)
