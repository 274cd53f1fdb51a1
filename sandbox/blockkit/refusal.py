"""How the Web API words what the validator found."""

from collections.abc import Sequence

from sandbox.blockkit.fault import Fault
from sandbox.errors import SlackError


def refusal(code: str, faults: Sequence[Fault], *, at: str) -> SlackError:
    """The error `code` with every fault, as `errors` and in words; `at` is the argument, e.g. "/blocks"."""
    lines = [fault.line(at) for fault in faults]
    errors = [fault.as_json() | {"pointer": at + fault.pointer} for fault in faults]
    return SlackError(code, errors=errors, response_metadata={"messages": lines})
