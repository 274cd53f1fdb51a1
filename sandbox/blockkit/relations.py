"""Rules across the fields of one object: one of these, not both, among those."""

from typing import Any

from sandbox.blockkit.fault import Faults, Place
from sandbox.blockkit.rules import Also
from sandbox.state import Json


def one_or_more(*keys: str) -> Also:
    """At least one of the fields is there."""

    def check(value: Json, place: Place) -> Faults:
        if not any(key in value for key in keys):
            names = ", ".join(keys)
            yield place.fault(
                "missing_field", f"must have at least one of: {names}", type="any_of", expected=names
            )

    return check


def at_most_one(*keys: str) -> Also:
    """The fields exclude each other."""

    def check(value: Json, place: Place) -> Faults:
        if sum(key in value for key in keys) > 1:
            names = ", ".join(keys)
            yield place.fault(
                "conflict", f"only one of these is allowed: {names}", type="one_of", expected=names
            )

    return check


def exactly_one(*keys: str) -> tuple[Also, Also]:
    """One of the fields is there, and no other of them."""
    return one_or_more(*keys), at_most_one(*keys)


def ordered(low: str, high: str) -> Also:
    """`low` is not above `high`; numbers, or numbers written as strings."""

    def check(value: Json, place: Place) -> Faults:
        if low in value and high in value and float(value[low]) > float(value[high]):
            yield place.at(low).fault(
                "conflict", f"must not be more than {high}", type="maximum", expected=value[high]
            )

    return check


def only_with(key: str, *, other: str, given: Any) -> Also:
    """`key` may be true only when `other` has the value `given`."""

    def check(value: Json, place: Place) -> Faults:
        if value.get(key) is True and value.get(other, False) is not given:
            yield place.at(key).fault(
                "conflict", f"needs {other} to be {str(given).lower()}", type="dependency"
            )

    return check


def _same(option: Json) -> tuple[Any, ...]:
    text = option.get("text", {})
    described = option.get("description") or {}
    return option.get("value"), text.get("type"), text.get("text"), described.get("text")


def initial_among_options(value: Json, place: Place) -> Faults:
    """What is chosen at first is one of the options, in exactly that form, and no more than may be chosen."""
    offered = [*value.get("options", [])]
    for group in value.get("option_groups", []):
        offered += group["options"]
    known = {_same(option) for option in offered}
    if "initial_option" in value and _same(value["initial_option"]) not in known:
        yield _stranger(place.at("initial_option"))
    for index, option in enumerate(value.get("initial_options", [])):
        if _same(option) not in known:
            yield _stranger(place.at("initial_options").at(index))


def _stranger(place: Place) -> Any:
    return place.fault("not_among_options", "must be one of the options", type="enum")
