"""The tables of a policy that say how long things may take."""

from enum import StrEnum

from pydantic import Field, ValidationInfo, field_validator

from bot.playbook.durations import Span, may_precede
from bot.playbook.policy_types import CalendarName, Clock24, Holidays, Hours, Name, Table, Text, Zone


class Weekday(StrEnum):
    """The days of the week, Monday first."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Calendar(Table):
    """When work is done; `hours` are minutes after midnight, public holidays come with the zone's region."""

    days: tuple[Weekday, ...] = Field(min_length=1)
    hours: Hours
    holidays: bool = True

    @property
    def is_always(self) -> bool:
        """True for a calendar without nights, weekends and holidays."""
        return set(self.days) == set(Weekday) and self.hours == (0, 24 * 60) and not self.holidays


class Organisation(Table):
    """The zone, working hours and holidays for what belongs to nobody in particular."""

    zone: Zone
    calendar: CalendarName
    holidays: Holidays


def _not_before(name: str, value: Span, info: ValidationInfo) -> Span:
    earlier = info.data.get(name)
    if earlier is not None and may_precede(value, earlier):
        raise ValueError(f"{value} may be over before {name} ({earlier}) is; make it longer")
    return value


class TargetAndLimit(Table):
    """A clock: the nudge at `target`, missed at `limit`."""

    target: Span
    limit: Span

    @field_validator("limit")
    @classmethod
    def _limit_is_last(cls, value: Span, info: ValidationInfo) -> Span:
        return _not_before("target", value, info)


class ClaimClock(Table):
    """How long a case may wait for an EM: the on-call EM, then the backup, then the manager is asked."""

    nudge: Span
    backup: Span
    limit: Span

    @field_validator("backup")
    @classmethod
    def _backup_is_second(cls, value: Span, info: ValidationInfo) -> Span:
        return _not_before("nudge", value, info)

    @field_validator("limit")
    @classmethod
    def _limit_is_last(cls, value: Span, info: ValidationInfo) -> Span:
        return _not_before("backup", value, info)


class SeverityClocks(Table):
    """The clocks of one severity; working time is counted on its calendar."""

    claim: ClaimClock
    internal: TargetAndLimit
    customer: TargetAndLimit
    promise: Span
    confirmation: Span
    attempt: Span


class Retrospective(StrEnum):
    """Whether a case gets a retrospective."""

    REQUIRED = "required"
    OFFERED = "offered"


class SeverityRules(Table):
    """What a severity is called, what it means and how it is timed."""

    label: Name
    description: Text
    calendar: CalendarName
    business_days: CalendarName
    retrospective: Retrospective
    repeats: int = Field(ge=0, le=20)
    snooze: tuple[Span, ...]
    snoozes: int = Field(ge=0, le=100)
    pause: Span
    clocks: SeverityClocks


class Severities(Table):
    """One table for each severity."""

    critical: SeverityRules
    high: SeverityRules
    medium: SeverityRules


class Clocks(Table):
    """The clocks and rules that are the same for every severity."""

    triage_call: Span
    triage_call_notice: tuple[Span, ...]
    raised: Span
    notices: int = Field(ge=1, le=10)
    silent: int = Field(ge=1, le=10)
    deadline_share: int = Field(ge=1, le=20)
    deadline_least: Span
    deadline_always: Span
    undo: Span

    @field_validator("triage_call_notice")
    @classmethod
    def _notice_fits(cls, value: tuple[Span, ...], info: ValidationInfo) -> tuple[Span, ...]:
        call = info.data.get("triage_call")
        late = [str(each) for each in value if call is not None and each.nominal >= call.nominal]
        if late:
            raise ValueError(f"{', '.join(late)} before the call is before it is asked for ({call})")
        return value


class Retrospectives(Table):
    """When the draft is due and when those who owe something are reminded, from Resolved or the request."""

    draft: Span
    approver_nudges: tuple[Span, ...]
    em_nudge: Span

    @field_validator("em_nudge")
    @classmethod
    def _em_is_last(cls, value: Span, info: ValidationInfo) -> Span:
        for nudge in info.data.get("approver_nudges", ()):
            if may_precede(value, nudge):
                raise ValueError(
                    f"{value} may be over before an approver is reminded ({nudge}); make it longer"
                )
        return value


class Items(Table):
    """The action items' service level, in calendar time from the day an item is agreed."""

    slo: Span
    half: bool
    before: Span
    again: Span
    late: Span

    @field_validator("before")
    @classmethod
    def _before_fits(cls, value: Span, info: ValidationInfo) -> Span:
        slo = info.data.get("slo")
        if slo is not None and value.nominal >= slo.nominal:
            raise ValueError(f"a reminder {value} before an SLO of {slo} comes before the item is agreed")
        return value


class Digest(Table):
    """The daily summary, in the organisation's zone."""

    enabled: bool
    at: Clock24
