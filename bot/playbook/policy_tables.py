"""The tables of a policy that say who, where and how it is called."""

from enum import StrEnum
from string import Formatter
from typing import Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from bot.playbook.choices import Target
from bot.playbook.durations import Span
from bot.playbook.policy_types import (
    Channel,
    ChannelPrefix,
    Emoji,
    Handle,
    Holidays,
    Member,
    Name,
    Need,
    Prefix,
    Table,
    User,
    Zone,
)
from bot.playbook.timeline import EntryKind
from bot.playbook.visibility import Visibility


class Keys(Table):
    """How an escalation and its channel are called."""

    prefix: Prefix
    channel_prefix: ChannelPrefix


class Opening(StrEnum):
    """When the case channel opens."""

    CLAIM = "claim"
    FILING = "filing"


class OpeningBySeverity(Table):
    """The exceptions to when the channel opens."""

    critical: Opening | None = None
    high: Opening | None = None
    medium: Opening | None = None


class CaseChannel(Table):
    """When the case channel opens, and how long after Closed archiving it is offered."""

    opens: Opening
    opens_for: OpeningBySeverity
    offer_archive: Span


class Intake(Table):
    """The gates of the intake form."""

    duplicate_window: Span
    support_check: bool


class OnCall(Table):
    """Whom an unclaimed case is put to, in this order; an empty one is skipped."""

    em: User = ""
    backup: User = ""
    manager: User = ""


class Product(Table):
    """A product people file for; who is not named here is taken from [on_call]."""

    name: Name
    platforms: tuple[Name, ...] = ()
    responders: Handle = ""
    product_manager: User = ""
    em: User = ""
    backup: User = ""
    manager: User = ""


class Region(Table):
    """A customer region: the zone its clocks run in, and the zones that are guessed to belong to it."""

    name: Name
    zone: Zone
    covers: tuple[str, ...] = ()
    holidays: Holidays = ""


class EmojiByKind(Table):
    """The reaction that logs a message as an entry of this kind."""

    observation: Emoji
    change: Emoji
    decision: Emoji
    hypothesis: Emoji


class Reactions(Table):
    """The reactions the bot adds and listens to."""

    confirm: Emoji
    kinds: EmojiByKind
    pin: EntryKind

    @field_validator("pin")
    @classmethod
    def _pin_is_noted(cls, value: EntryKind) -> EntryKind:
        if not value.is_noted:
            raise ValueError(f'a pin cannot be logged as "{value}"; choose one of the kinds above')
        return value

    @field_validator("kinds")
    @classmethod
    def _one_emoji_one_meaning(cls, value: EmojiByKind, info: ValidationInfo) -> EmojiByKind:
        seen = {info.data.get("confirm"): "confirm"}
        for kind, name in value:
            if name in seen:
                raise ValueError(f'"{name}" stands for both {seen[name]} and {kind}')
            seen[name] = kind
        return value


class PrivateGroup(Table):
    """Who may see and claim the private cases of one sort, besides those involved."""

    members: tuple[Member, ...] = ()


class PrivateGroups(Table):
    """One group for each sort of private case."""

    security: PrivateGroup
    people: PrivateGroup

    def of(self, visibility: Visibility) -> tuple[str, ...]:
        """The members for a visibility, as user ids and user groups; none for an open case."""
        group = getattr(self, visibility.value, None)
        return group.members if isinstance(group, PrivateGroup) else ()


class Approvals(Table):
    """Who approves a retrospective, and how many of them it takes."""

    approvers: tuple[Member, ...]
    need: Need

    @model_validator(mode="after")
    def _enough(self) -> Self:
        # A user group may have any number of people in it.
        named = [each for each in self.approvers if each.startswith(("U", "W"))]
        if isinstance(self.need, int) and len(named) == len(self.approvers) and self.need > len(named) > 0:
            raise ValueError(f"{self.need} have to approve, but only {len(named)} are named")
        return self


CALL_PARTS = {"key", "number", "channel"}


def _call(value: str) -> str:
    try:
        parts = {name for _, name, _, _ in Formatter().parse(value) if name is not None}
    except ValueError as fault:
        raise ValueError(f"{value!r} has a brace that is never closed") from fault
    if parts - CALL_PARTS:
        raise ValueError(
            f"{{{min(parts - CALL_PARTS)}}} is not known; use {{key}}, {{number}} or {{channel}}"
        )
    if value and (not value.startswith("https://") or any(sign.isspace() for sign in value)):
        raise ValueError(f'{value!r} is not a link; start with "https://", or write "" for none')
    return value


class Links(Table):
    """Where people meet: {key}, {number} and {channel} are filled in."""

    call: str = Field(max_length=500)

    _call_is_a_link = field_validator("call")(_call)


class Brief(Table):
    """Where the brief is posted besides the case channel, for each target; "" for nowhere."""

    support_l2: Channel = ""
    engineering: Channel = ""
    product: Channel = ""
    security: Channel = ""
    leadership: Channel = ""

    def channel(self, target: Target) -> str:
        """The channel for a target, as "#name" or id; empty for none."""
        found: str = getattr(self, target.value)
        return found

    def place(self, target: Target | None, *, private: bool) -> str:
        """The same, empty without a target, and for a private case, whose brief stays within its channel."""
        return self.channel(target) if target and not private else ""
