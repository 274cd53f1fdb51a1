"""The small rules every row of the tables is made of: strings, numbers, lists, records and tagged objects."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sandbox.blockkit.fault import Faults, Place, Rule, Surface
from sandbox.state import Json

Also = Callable[[Json, Place], Faults]
LINK = r"[A-Za-z][A-Za-z0-9+.-]*:\S+"
HTTP = r"https?://\S+"


def string(most: int | None = None, *, least: int = 1, pattern: str | None = None, what: str = "") -> Rule:
    """Text of `least` to `most` characters that fully matches `pattern`; `what` names the pattern."""

    def check(value: Any, place: Place) -> Faults:
        if not isinstance(value, str):
            yield place.fault("wrong_type", "must be a string", type="type", expected="string")
        elif len(value) < least:
            yield place.fault(
                "too_short",
                f"must be more than {least - 1} characters",
                type="min_length",
                expected=least,
                got=len(value),
            )
        elif most is not None and len(value) > most:
            yield place.fault(
                "too_long",
                f"must be less than {most + 1} characters",
                type="max_length",
                expected=most,
                got=len(value),
            )
        elif pattern is not None and not re.fullmatch(pattern, value, re.ASCII):
            yield place.fault("invalid_format", f"must be {what or pattern}", type="format", expected=what)

    return check


def integer(least: int | None = None, most: int | None = None) -> Rule:
    """A whole number between two bounds, both included."""

    def check(value: Any, place: Place) -> Faults:
        if not isinstance(value, int) or isinstance(value, bool):
            yield place.fault("wrong_type", "must be an integer", type="type", expected="integer")
        elif least is not None and value < least:
            yield place.fault(
                "too_small", f"must be at least {least}", type="minimum", expected=least, got=value
            )
        elif most is not None and value > most:
            yield place.fault("too_big", f"must be at most {most}", type="maximum", expected=most, got=value)

    return check


def number(*, positive: bool = False) -> Rule:
    """Any number; above zero when `positive`."""

    def check(value: Any, place: Place) -> Faults:
        if not isinstance(value, int | float) or isinstance(value, bool):
            yield place.fault("wrong_type", "must be a number", type="type", expected="number")
        elif positive and not value > 0:
            yield place.fault(
                "too_small", "must be greater than 0", type="exclusive_minimum", expected=0, got=value
            )

    return check


def boolean(value: Any, place: Place) -> Faults:
    """True or false."""
    if not isinstance(value, bool):
        yield place.fault("wrong_type", "must be a boolean", type="type", expected="boolean")


def anything(_value: Any, _place: Place) -> Faults:
    """No rule: Slack's own business."""
    return iter(())


def choice(*allowed: str) -> Rule:
    """One of a few words."""

    def check(value: Any, place: Place) -> Faults:
        if not isinstance(value, str) or value not in allowed:
            words = ", ".join(allowed)
            yield place.fault("not_allowed", f"must be one of: {words}", type="enum", expected=list(allowed))

    return check


def array(item: Rule, most: int | None = None, *, least: int = 0) -> Rule:
    """A list of `least` to `most` items; when it is too long only that is said."""

    def check(value: Any, place: Place) -> Faults:
        if not isinstance(value, list):
            yield place.fault("wrong_type", "must be an array", type="type", expected="array")
        elif len(value) < least:
            message = f"must have at least {least} items"
            yield place.fault("too_few_items", message, type="min_items", expected=least, got=len(value))
        elif most is not None and len(value) > most:
            message = f"no more than {most} items allowed"
            yield place.fault("too_many_items", message, type="max_items", expected=most, got=len(value))
        else:
            for index, each in enumerate(value):
                yield from item(each, place.at(index))

    return check


@dataclass(frozen=True)
class Shape:
    """One row of a table: the fields an object needs and may have, where it may stand, and what else."""

    needs: Mapping[str, Rule] = field(default_factory=dict)
    may: Mapping[str, Rule] = field(default_factory=dict)
    on: Collection[Surface] = ("message", "modal", "home")
    also: tuple[Also, ...] = ()

    def __call__(self, value: Any, place: Place) -> Faults:
        """Check an object against this row; a fault in a field silences the rules across fields."""
        if not isinstance(value, dict):
            yield place.fault("wrong_type", "must provide an object", type="type", expected="object")
            return
        faulty = False
        for fault in self._fields(value, place):
            faulty = True
            yield fault
        if not faulty:
            for rule in self.also:
                yield from rule(value, place)

    def _fields(self, value: Json, place: Place) -> Faults:
        for key in self.needs:
            if key not in value:
                yield place.fault(
                    "missing_field", f"missing required field: {key}", type="required", expected=key
                )
        for key, given in value.items():
            rule = self.needs.get(key) or self.may.get(key)
            if rule is None:
                message = f"invalid additional property: {key}"
                yield place.fault("unknown_field", message, type="additional_property", got=key)
            else:
                yield from rule(given, place.at(key))


Table = Mapping[str, Shape]


def tagged(
    table: Table, *, only: Collection[str] | None = None, common: Mapping[str, Rule] | None = None
) -> Rule:
    """An object whose `type` names a row of `table` (one of `only`); `common` fields are allowed in each."""
    shared: dict[str, Rule] = {"type": anything, **(common or {})}
    rows = {
        kind: replace(row, may={**shared, **row.may})
        for kind, row in table.items()
        if only is None or kind in only
    }

    def check(value: Any, place: Place) -> Faults:
        if not isinstance(value, dict):
            yield place.fault("wrong_type", "must provide an object", type="type", expected="object")
            return
        kind = value.get("type")
        if "type" not in value:
            yield place.fault(
                "missing_field", "missing required field: type", type="required", expected="type"
            )
        elif not isinstance(kind, str) or kind not in rows:
            yield place.at("type").fault(
                "unsupported_type", f"unsupported type: {kind}", type="type", got=kind
            )
        elif place.surface not in rows[kind].on:
            message = f"unsupported type: {kind} (not allowed in a {place.surface})"
            yield place.at("type").fault("not_on_surface", message, type="surface", got=place.surface)
        else:
            yield from rows[kind](value, place)

    return check
