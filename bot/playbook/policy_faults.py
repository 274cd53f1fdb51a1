"""What is wrong with a policy, in sentences that begin with the key."""

from collections.abc import Iterable
from difflib import get_close_matches
from enum import Enum
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

Loc = tuple[int | str, ...]
ErrorDetails = Any


class PolicyError(Exception):
    """The policy cannot be used; `faults` names everything that is wrong with it, "key: what to do"."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def faults_of(error: ValidationError, root: type[BaseModel]) -> list[str]:
    """One sentence for each fault, in the order of the file's tables."""
    return [f"{dotted(_shown(each['loc']))}: {_sentence(each, root)}" for each in error.errors()]


def dotted(loc: Loc) -> str:
    """The place of a fault: "severities.high.clocks.claim", "calendars.office.days[2]".

    >>> dotted(("calendars", "office", "days", 2))
    'calendars.office.days[2]'
    """
    path = ""
    for part in loc:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path


def _shown(loc: Loc) -> Loc:
    return tuple(part for part in loc if part != "[key]")


def _sentence(fault: ErrorDetails, root: type[BaseModel]) -> str:
    kind, loc = fault["type"], fault["loc"]
    if kind == "extra_forbidden":
        return "there is no such key" + _nearest(str(loc[-1]), _keys_at(root, loc[:-1]))
    if kind == "missing":
        return "is missing"
    if kind in {"model_type", "dict_type"}:
        return "has to be a table"
    if kind in {"tuple_type", "list_type"}:
        return "has to be a list in [brackets]"
    if kind == "enum":
        return _choice(fault, loc)
    said = str(fault["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    return said if kind == "value_error" else f"has to be {said}, not {fault['input']!r}"


def _choice(fault: ErrorDetails, loc: Loc) -> str:
    allowed = [each.strip("'") for each in str(fault["ctx"]["expected"]).replace(" or ", ", ").split(", ")]
    given = str(fault["input"])
    nearest = _nearest(given, allowed)
    if "[key]" in loc:
        return "there is no such key" + (nearest or f"; there is: {', '.join(allowed)}")
    return f"{given!r} is not one of {', '.join(allowed)}{nearest}"


def _nearest(given: str, known: Iterable[str]) -> str:
    close = get_close_matches(given.lower(), list(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def _keys_at(root: type[BaseModel], loc: Loc) -> list[str]:
    """The keys that the table at `loc` may have; none when it is no table."""
    here: Any = root
    for part in loc:
        if get_origin(here) is dict:
            here = get_args(here)[1]
        else:
            fields = getattr(here, "model_fields", {})
            here = fields[part].annotation if part in fields else None
    if (
        get_origin(here) is dict
        and isinstance(get_args(here)[0], type)
        and issubclass(get_args(here)[0], Enum)
    ):
        return [str(each.value) for each in get_args(here)[0]]
    return list(getattr(here, "model_fields", {}))
