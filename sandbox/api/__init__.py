"""The Web API's methods: the registry, and the call as a method sees it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.errors import SlackError, invalid_arguments
from sandbox.state import App, Channel, Json, Message, User

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

FAMILIES = {  # what a scope is called for each kind of conversation
    "read": {"channel": "channels:read", "group": "groups:read", "im": "im:read", "mpim": "mpim:read"},
    "history": {
        "channel": "channels:history",
        "group": "groups:history",
        "im": "im:history",
        "mpim": "mpim:history",
    },
    "manage": {"channel": "channels:manage", "group": "groups:write", "im": "im:write", "mpim": "mpim:write"},
}


@dataclass
class MethodCall:
    """One call of a method: the workspace, the calling app, and its arguments.

    Arguments come as the wire brought them (strings from forms, JSON types from JSON bodies), except that
    structured ones (blocks, view, metadata, files …) are decoded; a structured argument that was not JSON
    stays a string, for the method to refuse in its own words.
    """

    ws: "Workspace"
    method: str
    app: App
    bot: User
    args: Json = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the argument was sent at all; an empty text counts."""
        return self.args.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """The argument as text; objects and lists are `invalid_arguments`."""
        value = self.args.get(name)
        if value is None:
            return default
        if isinstance(value, bool | dict | list):
            raise invalid_arguments(f"must be a string [json-pointer:/{name}]")
        return str(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A boolean as JSON, 1/0 or true/false."""
        value = self.args.get(name)
        if value is None or value == "":
            return default
        return str(value).lower() in {"1", "true"}

    def number(self, name: str, default: int, *, most: int, error: str = "invalid_arguments") -> int:
        """A whole number from 1 to `most`; anything else is refused with `error`."""
        value = self.args.get(name)
        if value is None or value == "":
            return default
        digits = str(value)
        if not (digits.isascii() and digits.isdigit() and len(digits) < 10 and 1 <= int(digits) <= most):  # noqa: PLR2004
            raise SlackError(error)
        return int(digits)

    def ids(self, name: str) -> list[str]:
        """A list sent as JSON or joined by commas; blanks and repetitions dropped."""
        value = self.args.get(name)
        parts = [str(v) for v in value] if isinstance(value, list) else self.text(name).split(",")
        return list(dict.fromkeys(part.strip() for part in parts if part.strip()))

    def need(self, *scopes: str) -> None:
        """Refuse with missing_scope unless the app has at least one of `scopes`."""
        if scopes and not self.app.scopes.intersection(scopes):
            provided = ",".join(sorted(self.app.scopes))
            raise SlackError("missing_scope", needed=",".join(scopes), provided=provided)

    def need_for(self, channel: Channel, family: str, *others: str) -> None:
        """The scope of `family` (read, history, manage) for this kind of conversation, or one of `others`.

        `others` are narrower scopes such as "channels:write.topic"; only those of the kind count.
        """
        wanted = FAMILIES[family][channel.kind]
        prefix = wanted.partition(":")[0] + ":"
        self.need(wanted, *(scope for scope in others if scope.startswith(prefix)))

    def channel(self, name: str = "channel", *, member: bool = False) -> Channel:
        """The conversation named by its id, if the bot can see it, else `channel_not_found`.

        With `member`, `not_in_channel` when the bot sees it but is not in it.
        """
        found = self.ws.channels.get(self.text(name))
        if found is None or not self.ws.visible(self.bot.id, found):
            raise SlackError("channel_not_found")
        if member and self.bot.id not in found.members:
            raise SlackError("not_in_channel")
        return found

    def message(self, channel: Channel, name: str = "ts") -> Message:
        """The message of that ts; ephemeral, hidden and deleted ones are `message_not_found`."""
        return self.ws.message(channel, self.text(name))


Handler = Callable[[MethodCall], Json]


@dataclass(frozen=True)
class Method:
    """A registered method: one of `scopes` is enough to enter; `caller` is "bot", "app" or "none"."""

    name: str
    handler: Handler
    scopes: tuple[str, ...]
    required: tuple[str, ...]
    caller: str


METHODS: dict[str, Method] = {}


def method(
    name: str, *, scope: str | Sequence[str] = (), required: Sequence[str] = (), caller: str = "bot"
) -> Callable[[Handler], Handler]:
    """Serve `name` with the decorated function; its answer gets `ok: true` added.

    `scope`: one scope, or several of which one is enough. `required`: arguments without which the call is
    `invalid_arguments`.
    """

    def register(handler: Handler) -> Handler:
        scopes = (scope,) if isinstance(scope, str) else tuple(scope)
        METHODS[name] = Method(name, handler, scopes, tuple(required), caller)
        return handler

    return register


def family(kind: str) -> tuple[str, ...]:
    """All scopes of a family, for methods that serve every kind of conversation."""
    return tuple(FAMILIES[kind].values())


def run(served: Method, call: MethodCall) -> Json:
    """Answer the call, after scope and required arguments are checked; raises SlackError."""
    call.need(*served.scopes)
    missing = [name for name in served.required if call.args.get(name) is None]
    if missing:
        raise invalid_arguments(*(f"missing required field: {name}" for name in missing))
    answer: dict[str, Any] = served.handler(call)
    return {"ok": True, **answer}
