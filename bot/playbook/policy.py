"""The policy of an organisation: read from TOML, typed, and asked by everything that depends on it."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

from pydantic import Field, ValidationError, field_validator

from bot.playbook.permissions import Permission
from bot.playbook.policy_blameless import Blameless
from bot.playbook.policy_clocks import (
    Calendar,
    Clocks,
    Digest,
    Items,
    Organisation,
    Retrospectives,
    Severities,
    SeverityRules,
)
from bot.playbook.policy_faults import PolicyError, faults_of
from bot.playbook.policy_tables import (
    Approvals,
    Brief,
    CaseChannel,
    Intake,
    Keys,
    Links,
    OnCall,
    Opening,
    PrivateGroups,
    Product,
    Reactions,
    Region,
)
from bot.playbook.policy_types import Name, Rule, Slug, Table, User
from bot.playbook.roles import Role
from bot.playbook.severity import Severity
from bot.playbook.timeline import NOTED, EntryKind

__all__ = ["Policy", "PolicyError"]

WHOLE = ("products", "regions")  # lists that an organisation's own file replaces, rather than adds to
MOST = 100  # options in one of Slack's selects


class Policy(Table):
    """Every rule that an organisation may set; policy.toml says what each means."""

    keys: Keys
    channel: CaseChannel
    intake: Intake
    organisation: Organisation
    on_call: OnCall
    products: dict[Slug, Product] = Field(min_length=1, max_length=MOST)
    regions: dict[Slug, Region] = Field(min_length=1, max_length=MOST)
    calendars: dict[Slug, Calendar]
    severities: Severities
    clocks: Clocks
    retrospectives: Retrospectives
    items: Items
    managers: dict[User, User]
    digest: Digest
    roles: dict[Role, Name]
    emoji: Reactions
    permissions: dict[Permission, Rule]
    private: PrivateGroups
    approvals: Approvals
    blameless: Blameless
    links: Links
    brief: Brief

    @field_validator("products", "regions")
    @classmethod
    def _names_differ(cls, value: dict[str, Any]) -> dict[str, Any]:
        names: dict[str, str] = {}
        for key, entry in value.items():
            if entry.name in names:
                raise ValueError(f"{names[entry.name]} and {key} are both called {entry.name!r}")
            names[entry.name] = key
        return value

    @classmethod
    def load(cls, path: Path | str | None = None) -> Self:
        """The defaults, changed by the TOML file at `path` if there is one.

        Raises PolicyError, which names every fault with its key.
        """
        return cls.of(_read(Path(path)) if path else {})

    @classmethod
    def of(cls, changes: Mapping[str, Any]) -> Self:
        """The defaults with these changes. Raises PolicyError."""
        merged = _merged(_defaults(), changes)
        for name in WHOLE:
            merged[name] = changes.get(name, merged[name])
        calendars = merged.get("calendars")
        try:
            context = {"calendars": list(calendars) if isinstance(calendars, dict) else []}
            return cls.model_validate(merged, context=context)
        except ValidationError as error:
            raise PolicyError(faults_of(error, cls)) from error

    def severity(self, severity: Severity) -> SeverityRules:
        """The rules of one severity."""
        rules: SeverityRules = getattr(self.severities, severity.value)
        return rules

    def opens(self, severity: Severity) -> Opening:
        """When the channel of a case of this severity opens."""
        exception: Opening | None = getattr(self.channel.opens_for, severity.value)
        return exception or self.channel.opens

    def product_name(self, key: str) -> str:
        """What a product is called; the key itself when the policy no longer has it."""
        return self.products[key].name if key in self.products else key

    def region_name(self, key: str) -> str:
        """What a region is called; the key itself when the policy no longer has it."""
        return self.regions[key].name if key in self.regions else key

    def region_zone(self, key: str) -> str:
        """The zone of a region's clocks; the organisation's for one that the policy no longer has."""
        return self.regions[key].zone if key in self.regions else self.organisation.zone

    def guess_region(self, zone: str | None) -> str:
        """The region that a person's IANA zone belongs to, or "" when none covers it."""
        fits = [
            (zone == region.zone, len(prefix), key)
            for key, region in self.regions.items()
            for prefix in (region.zone, *region.covers)
            if zone and (zone == prefix or (prefix.endswith("/") and zone.startswith(prefix)))
        ]
        return max(fits)[2] if fits else ""

    def on_call_for(self, product: str) -> OnCall:
        """On-call EM, backup and manager of a product, each the general one where it names none."""
        own = self.products.get(product)
        if own is None:
            return self.on_call
        return OnCall(
            em=own.em or self.on_call.em,
            backup=own.backup or self.on_call.backup,
            manager=own.manager or self.on_call.manager,
        )

    def kind_of(self, emoji: str) -> EntryKind | None:
        """The kind of entry that a reaction logs; skin tones do not matter."""
        name = emoji.partition("::")[0]
        return next((kind for kind in NOTED if getattr(self.emoji.kinds, kind.value) == name), None)

    def call_link(self, *, key: str, number: int, channel: str) -> str:
        """The link of a case's call, or "" when the policy has none."""
        return self.links.call.format(key=key, number=number, channel=channel)


@cache
def _defaults() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("policy.toml").read_text("utf-8"))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as fault:
        raise PolicyError([f"{path}: cannot be read ({fault.strerror})"]) from fault
    except UnicodeDecodeError as fault:
        raise PolicyError([f"{path}: is not UTF-8 text"]) from fault
    except tomllib.TOMLDecodeError as fault:
        raise PolicyError([f"{path}: is not TOML: {fault}"]) from fault


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """`below` with the values of `above`, table by table."""
    merged = dict(below)
    for key, value in above.items():
        old = below.get(key)
        merged[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged
