"""Logs as JSON lines (or text) on standard error: ours and the libraries', without secrets and typed text."""

import logging
import re
import secrets
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_NOISY = {
    "aiohttp.access": logging.WARNING,
    "apscheduler": logging.ERROR,  # a tick that is left out while the last one runs is no matter
    "alembic": logging.WARNING,
    "asyncio": logging.WARNING,
    # These write what people typed: statements with values, whole requests, bodies that were not signed.
    "aiosqlite": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "slack_sdk": logging.WARNING,
    "slack_bolt": logging.WARNING,
}
_TOKENS = re.compile(
    r"\b(?:xox[a-z]|xapp|xoxe\.xox[a-z])-[\w.%-]+"  # Slack's tokens
    r"|(?<=Bearer )[\w.~+/-]+=*"
    r"|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"  # user and password in an address
    r"|(?<=hooks\.slack\.com/)[\w/%-]+"  # a response_url lets whoever has it post
    r"|(?<=[?&]ticket=)[\w%-]+"  # so does a Socket Mode address
)
_REDACTED = "(redacted)"
# Bolt finds SLACK_BOT_TOKEN by itself, and warns at every start that it does not use it; it is not meant to.
_NO_NEWS = "As you gave `client` as well, `token` will be unused"
# Fields that hold what people typed, or whole payloads with it; a log line never needs them.
_TYPED = frozenset(
    {
        "text",
        "blocks",
        "body",
        "payload",
        "view",
        "values",
        "message",
        "metadata",
        "summary",
        "customer",
        "raw",
    }
)


def configure(
    level: str = "info", *, text: bool = False, known: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Send every log line from `level` up to `stream` (standard error), as JSON unless `text`.

    `known` are secrets to redact wherever they appear, beside whatever looks like a token. An exception's
    message may quote what people typed, so it is logged at `debug` only; its type and frames always are.
    Libraries that write statements or request bodies are never let go further than warnings.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        _Exceptions(with_messages=level == "debug"),
        _withhold_typed,
        _Redaction(known),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_formatter(shared, text=text))
    handler.addFilter(lambda record: _NO_NEWS not in str(record.msg))
    _install(handler, level)


@contextmanager
def about(*, ace: str | None = None, request: str | None = None, outbox: str | None = None) -> Iterator[None]:
    """Within it, every line of this task carries the case's key, the request's reference, the row's key."""
    before = structlog.contextvars.get_contextvars()
    given = {"ace": ace, "request": request, "outbox": outbox}
    structlog.contextvars.bind_contextvars(**{key: value for key, value in given.items() if value})
    try:
        yield
    finally:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(**before)


def concerns(ace: str) -> None:
    """From here to the end of the surrounding `about`, every line carries this escalation's key."""
    structlog.contextvars.bind_contextvars(ace=ace)


def reference() -> str:
    """A short reference that ties what a person was told to a line of the log, as `7f3a-91bc`."""
    return f"{secrets.token_hex(2)}-{secrets.token_hex(2)}"


def _formatter(shared: list[Processor], *, text: bool) -> logging.Formatter:
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(colors=False)
        if text
        else structlog.processors.JSONRenderer(default=str)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )


def _install(handler: logging.Handler, level: str) -> None:
    root = logging.getLogger()
    for old in list(root.handlers):
        if isinstance(old.formatter, structlog.stdlib.ProcessorFormatter):
            root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    wanted = logging.getLevelName(level.upper())
    for name, least in _NOISY.items():
        logging.getLogger(name).setLevel(max(wanted, least))


def _withhold_typed(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {key: "(withheld)" if key in _TYPED else value for key, value in event.items()}


class _Redaction:
    """Replaces secrets in every value of a line, however deep."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = sorted(filter(None, known), key=len, reverse=True)

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {key: value if key.startswith("_") else self._clean(value) for key, value in event.items()}

    def _clean(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._clean(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self._clean(inner) for inner in value]
        if isinstance(value, int | float | None):
            return value
        plain = str(value)
        for secret in self._known:
            plain = plain.replace(secret, _REDACTED)
        return _TOKENS.sub(_REDACTED, plain)


class _Exceptions:
    """Renders exc_info, and cuts from a library's line what it says about the exception's message."""

    def __init__(self, *, with_messages: bool) -> None:
        self._with_messages = with_messages

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        info = event.pop("exc_info", None)
        if info is True:
            info = sys.exc_info()
        error = info[1] if isinstance(info, tuple) else info
        if not isinstance(error, BaseException):
            return event
        event["exception"] = "\n".join(self._lines(error))
        if "_record" in event and not self._with_messages:
            event["event"] = str(event["event"]).partition("\n")[0].partition("error:")[0]
        return event

    def _lines(self, error: BaseException) -> Iterator[str]:
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if cause is not None:
            yield from self._lines(cause)
            yield "which led to"
        for inner in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
            yield from self._lines(inner)
            yield "within"
        yield from (line.rstrip("\n") for line in traceback.format_tb(error.__traceback__))
        name = f"{type(error).__module__}.{type(error).__qualname__}"
        # What the operating system says names files and addresses, never what people typed.
        tells = self._with_messages or isinstance(error, OSError)
        yield f"{name}: {error}" if tells else f"{name} (its message is logged at debug only)"
