"""The one error Slack's API knows: a code, with whatever the method adds to its answer."""

from typing import Any


class SlackError(Exception):
    """A refusal as the Web API words it: `{"ok": false, "error": code, **extra}`.

    `extra` carries what real answers add: `needed`, `provided`, `errors`, `response_metadata`.
    """

    def __init__(self, code: str, **extra: Any) -> None:
        """Refuse with `code`."""
        super().__init__(code)
        self.code = code
        self.extra = extra

    def answer(self) -> dict[str, Any]:
        """The body of the answer."""
        return {"ok": False, "error": self.code, **self.extra}


def invalid_arguments(*messages: str) -> SlackError:
    """`invalid_arguments` with the sentences Slack lists under response_metadata.messages."""
    return SlackError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {m}" for m in messages]})
