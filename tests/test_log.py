"""Log lines: one JSON object each, ours and the libraries', without secrets and without what people typed."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot import log

TYPED = "Acme is down"


class Lines:
    """What was logged so far."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    def only(self) -> dict[str, Any]:
        (line,) = self.all()
        return line


@pytest.fixture
def lines() -> Iterator[Lines]:
    """The log, put back as it was afterwards."""
    lines = Lines()
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    log.configure(stream=lines.stream, known=["hunter2hunter2"])
    yield lines
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_a_line_says_what_where_when_and_about_which_escalation(lines: Lines) -> None:
    with log.about(ace="ACE-0007", request="7f3a-91bc"):
        structlog.get_logger("ace.ownership").info("claimed", by="U1")

    line = lines.only()
    assert line.pop("at").endswith("Z")
    assert line == {
        "event": "claimed",
        "level": "info",
        "logger": "ace.ownership",
        "by": "U1",
        "ace": "ACE-0007",
        "request": "7f3a-91bc",
    }


def test_the_reference_does_not_outlive_its_request(lines: Lines) -> None:
    with log.about(request=log.reference()):
        pass
    structlog.get_logger().info("later")

    assert "request" not in lines.only()


def test_a_librarys_line_has_the_same_form(lines: Lines) -> None:
    logging.getLogger("aiohttp.server").warning("closing %s", "now")

    assert lines.only()["event"] == "closing now"
    assert lines.only()["logger"] == "aiohttp.server"


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-1234-5678-abcDEF",
        "xoxp-1234-5678-abcDEF",
        "xapp-1-A123-456-abcdef",
        "xoxe.xoxb-1-Mi0yLTEyMzQ",
        "xoxe-1-abcdef",
        "hunter2hunter2",
    ],
)
def test_secrets_are_redacted_wherever_they_are(lines: Lines, secret: str) -> None:
    logger = structlog.get_logger()
    logger.info(
        "calling", why=f"with {secret}.", headers={"Authorization": [f"Bearer {secret}"]}, of=(secret,)
    )
    logging.getLogger("somebody").error("sent %s", secret)

    assert len(lines.all()) == 2
    assert secret not in lines.stream.getvalue()


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("postgresql://me:s3cr3t@host/ace", "@host/ace"),
        ("https://hooks.slack.com/actions/T1/22/s3cr3t", "https://hooks.slack.com/"),
        ("wss://wss-primary.slack.com/link/?ticket=s3cr3t&app_id=A1", "&app_id=A1"),
    ],
)
def test_addresses_that_are_secrets_are_redacted_in_part(lines: Lines, address: str, kept: str) -> None:
    structlog.get_logger().info("opening", address=address)

    assert kept in lines.only()["address"]
    assert "s3cr3t" not in lines.stream.getvalue()


@pytest.mark.parametrize("field", ["text", "blocks", "view", "payload", "body", "values", "customer"])
def test_what_people_typed_is_withheld(lines: Lines, field: str) -> None:
    structlog.get_logger().info("received", **{field: TYPED})

    assert lines.only()[field] == "(withheld)"


def test_an_exception_is_logged_by_its_type_and_frames_without_its_message(lines: Lines) -> None:
    try:
        _fail_over(TYPED)
    except RuntimeError:
        structlog.get_logger().exception("bug", reference="7f3a-91bc")
        logging.getLogger("asyncio").exception("never retrieved\nfuture: %r", TYPED)

    assert "Acme" not in lines.stream.getvalue()
    for line in lines.all():
        assert "builtins.ValueError" in line["exception"]
        assert "builtins.RuntimeError" in line["exception"]
        assert "_fail_over" in line["exception"]


def test_an_exception_group_shows_every_exception_in_it(lines: Lines) -> None:
    both = ExceptionGroup("both", [KeyError(TYPED), OSError(98, "address in use")])
    structlog.get_logger().error("bug", exc_info=both)

    assert "builtins.KeyError" in lines.only()["exception"]
    assert "address in use" in lines.only()["exception"]
    assert "Acme" not in lines.stream.getvalue()


def test_at_debug_an_exceptions_message_is_shown_but_still_no_secret(lines: Lines) -> None:
    log.configure("debug", stream=lines.stream)
    try:
        _fail_over("of xoxb-1234-5678-abcDEF")
    except RuntimeError:
        structlog.get_logger().exception("bug")

    assert "RuntimeError: of (redacted)" in lines.only()["exception"]


@pytest.mark.parametrize("level", ["debug", "info", "warning"])
def test_slack_sdk_never_writes_request_bodies(lines: Lines, level: str) -> None:
    log.configure(level, stream=lines.stream)
    logging.getLogger("slack_sdk.web.async_client").debug("Sending a request - body: Acme is down")

    assert lines.all() == []


def test_text_for_people_is_one_line_without_braces(lines: Lines) -> None:
    log.configure(text=True, stream=lines.stream)
    structlog.get_logger("ace").info("listening", port=3000)

    assert "listening" in lines.stream.getvalue()
    assert "port=3000" in lines.stream.getvalue()
    assert "{" not in lines.stream.getvalue()


def test_configuring_again_does_not_write_lines_twice(lines: Lines) -> None:
    log.configure(stream=lines.stream)
    structlog.get_logger().info("once")

    assert len(lines.all()) == 1


def _fail_over(message: str) -> None:
    raise RuntimeError(message) from ValueError(message)
