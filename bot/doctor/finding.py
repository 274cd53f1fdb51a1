"""What an examination finds: ok, wrong or not checked, and for what is wrong the mend."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum


class State(StrEnum):
    """How something stands."""

    OK = "ok"
    WRONG = "wrong"
    UNCHECKED = "not checked"


@dataclass(frozen=True)
class Finding:
    """One line of the examination; nothing in it is secret."""

    check: str
    state: State
    found: str
    mend: str = ""


def ok(check: str, found: str) -> Finding:
    """All is well."""
    return Finding(check, State.OK, found)


def wrong(check: str, found: str, mend: str) -> Finding:
    """Something has to be mended."""
    return Finding(check, State.WRONG, found, mend)


def unchecked(check: str, why: str) -> Finding:
    """It could not be told."""
    return Finding(check, State.UNCHECKED, why)


def as_text(findings: Sequence[Finding]) -> str:
    """Aligned lines, each mend below what it mends, and the sum at the end."""
    width = max(len(each.check) for each in findings)
    lines = []
    for each in findings:
        lines.append(f"{each.state:<11}  {each.check:<{width}}  {each.found}")
        if each.mend:
            lines.append(f"{'':<11}  {'':<{width}}  > {each.mend}")
    faults = sum(each.state is State.WRONG for each in findings)
    return "\n".join([*lines, f"{faults} wrong." if faults else "Nothing is wrong."])


def as_json(findings: Sequence[Finding]) -> str:
    """The same for programs."""
    fine = all(each.state is not State.WRONG for each in findings)
    return json.dumps({"ok": fine, "findings": [asdict(each) for each in findings]}, indent=2)
