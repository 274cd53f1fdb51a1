"""The end of a case: what its fix, message, feedback, confirmation and cooling down have to say."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.playbook.progress import Audience, Calmer, Rollout
from bot.playbook.refusal import Refusal
from bot.playbook.work import FeedbackTrack, Medium

LONGEST = 1000  # characters of an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """How a fix was validated; `why_not` says why the customer did not confirm it."""

    tested: str
    rollout: Rollout | None
    confirmed: bool | None
    why_not: str = ""

    def check(self) -> None:
        """Raises Refusal, next to its field. Source: essay, "Resolution & Validation"."""
        _said(self.tested, "tested", "Say how it was tested, and what came of it.")
        if self.rollout is None:
            raise Refusal("Choose how it went out.", field="rollout")
        if self.confirmed is None:
            raise Refusal("Choose whether the customer confirmed it.", field="confirmed")
        if not self.confirmed:
            _said(self.why_not, "why_not", "Say why the customer has not confirmed it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What was said of the resolution, to whom; `medium` is how the customer heard it."""

    to: Sequence[Audience]
    said: str
    medium: Medium | None = None

    def check(self) -> None:
        """Raises Refusal, next to its field."""
        if not self.to:
            raise Refusal("Tick who was told.", field="to")
        _said(self.said, "said", "Write what they were told, in a sentence or two.")
        if Audience.CUSTOMER in self.to and self.medium is None:
            raise Refusal("Choose how the customer was told.", field="medium")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """Where the lesson for the product goes; a `use_case` makes a feature request of it."""

    track: FeedbackTrack | None
    note: str = ""
    manager: str = ""
    use_case: str = ""

    def check(self) -> None:
        """Raises Refusal, next to its field. Source: triage playbook, "Product Feedback"."""
        if self.track is None:
            raise Refusal("Choose a track, or None.", field="track")
        if self.track is FeedbackTrack.NONE:
            if self.use_case:
                raise Refusal("A feature request belongs to a track. Choose one.", field="track")
            return
        learnt = "Say what the product should learn from it"
        _said(self.note, "note", f"{learnt}." if self.manager else f"{learnt}, and name its product manager.")
        if not self.manager:
            raise Refusal("Name the product manager whom it is for.", field="manager")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """The customer's word on the resolution, or that there is none; `said` is theirs, or the reason."""

    received: bool | None
    said: str
    medium: Medium | None = None

    def check(self) -> None:
        """Raises Refusal, next to its field."""
        if self.received is None:
            raise Refusal("Choose whether the customer confirmed it.", field="received")
        asked = (
            "Write what they said." if self.received else "Say how often they were asked, and why you go on."
        )
        _said(self.said, "said", asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calm:
    """The four steps of de-escalating: why, which team is told, the customer told, what was learnt."""

    reason: Calmer | None
    why: str
    team: str
    message: str
    told: str
    medium: Medium | None
    learned: str

    def check(self) -> None:
        """Raises Refusal, next to its field. Source: skill sheet, "De-escalation"."""
        if self.reason is None:
            raise Refusal("Choose why it need not stay escalated.", field="reason")
        _said(self.why, "why", "A line of why is needed: it goes into the timeline.")
        _said(self.team, "team", "Name the team that was asked to act.")
        _said(self.message, "message", "Write what that team has to know: that they can stop, and why.")
        _said(
            self.told, "told", "The customer hears it before the case is resolved: write what they were told."
        )
        if self.medium is None:
            raise Refusal("Choose how the customer was told.", field="medium")
        _said(self.learned, "learned", "Write down what was learnt, also when it resolved itself.")


def _said(text: str, field: str, asked: str) -> None:
    if not text.strip():
        raise Refusal(asked, field=field)
    if len(text) > LONGEST:
        raise Refusal(f"Keep it under {LONGEST} characters.", field=field)
