"""What the value of each environment variable must look like; no rule's ValueError quotes a secret."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

_PAGE = "on the app's page at https://api.slack.com/apps"
GET = {
    "SLACK_BOT_TOKEN": f"Copy the bot user OAuth token (xoxb-…) from OAuth & Permissions {_PAGE}.",
    "SLACK_SIGNING_SECRET": f"Copy it from Basic Information {_PAGE}, or set SLACK_APP_TOKEN.",
    "SLACK_APP_TOKEN": f"Make an app-level token with connections:write in Basic Information {_PAGE}.",
    "ACE_ALERT_CHANNEL": "Set it to the id, or the name, of a channel the bot is in.",
}
_POSTGRES_OPTIONS = frozenset({"ssl", "host", "port", "passfile"})


class Logging(NamedTuple):
    """How much is logged (a level of the standard library, lower case), and whether as plain text."""

    level: str
    text: bool


def token(prefix: str, name: str) -> Callable[[str], str]:
    """The rule for the Slack token that `name` holds."""

    def check(value: str) -> str:
        if value.startswith("xoxe"):
            raise ValueError(
                "is a rotating token (xoxe…). Switch token rotation off: ACE needs one that stays."
            )
        if not value.startswith(prefix):
            raise ValueError(f"does not start with {prefix}, so it is another kind of token. {GET[name]}")
        if not re.fullmatch(r"[\w.-]{8,}", value, re.ASCII):
            raise ValueError(f"is cut short or has characters no token has. {GET[name]}")
        return value

    return check


def signing_secret(value: str) -> str:
    """Any value that is not one of Slack's tokens by mistake."""
    if re.match(r"xox|xapp-", value) or re.search(r"\s", value):
        raise ValueError(f"is not a signing secret. {GET['SLACK_SIGNING_SECRET']}")
    return value


def api_url(value: str) -> str:
    """An HTTP address; comes back with one slash at its end."""
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", value):
        raise ValueError("is not an address. Leave it out for real Slack, or use the form https://host/api/.")
    return value.rstrip("/") + "/"


def driver_url(value: str) -> str:
    """The SQLAlchemy URL, with its async driver, for `sqlite:///path` or `postgresql://user@host/name`.

    Raises ValueError (which never quotes the value) for anything else.
    """
    try:
        url = make_url(value)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError):
        url, backend = URL.create("none"), "none"
    if backend == "sqlite":
        return _sqlite(url)
    if backend in {"postgresql", "postgres"}:
        return _postgres(url)
    raise ValueError("is not a database address. Use sqlite:///path or postgresql://user:password@host/name.")


def _sqlite(url: URL) -> str:
    if not url.database or url.database == ":memory:" or url.host:
        raise ValueError("names no file. Use sqlite:///relative/path or sqlite:////absolute/path.")
    file = Path(url.database).absolute()
    if not file.parent.is_dir():
        raise ValueError(f"lies in a directory that does not exist ({file.parent}). Make it first.")
    if not os.access(file if file.exists() else file.parent, os.W_OK):
        raise ValueError(f"may not be written ({file}). Change its permissions, or choose another file.")
    return url.set(drivername="sqlite+aiosqlite").render_as_string(hide_password=False)


def _postgres(url: URL) -> str:
    if not url.database:
        raise ValueError("names no database. Use postgresql://user:password@host/name.")
    # Hosting services hand out libpq's name for what asyncpg calls `ssl`.
    query = {"ssl" if key == "sslmode" else key: value for key, value in url.query.items()}
    if unknown := sorted(set(query) - _POSTGRES_OPTIONS):
        raise ValueError(f"has options the driver does not know ({', '.join(unknown)}). Take them out.")
    return url.set(drivername="postgresql+asyncpg", query=query).render_as_string(hide_password=False)


def channel(value: str) -> str:
    """A channel's id, or its name without the leading #."""
    name = value.removeprefix("#")
    if not re.fullmatch(r"[CG][A-Z0-9]{7,}", name) and (
        not re.fullmatch(r"[\w-]{1,80}", name) or name != name.lower()
    ):
        raise ValueError(
            "is neither a channel's id (C0123456789) nor its name (escalations). Copy it from Slack."
        )
    return name


def port(value: str) -> int:
    """A port number; 0 stands for any that is free."""
    if not value.isdecimal() or int(value) > 65535:  # noqa: PLR2004
        raise ValueError("is not a port. Use a number from 1 to 65535, or 0 for any that is free.")
    return int(value)


def host(value: str) -> str:
    """A host name or an IP address to listen on."""
    if not re.fullmatch(r"[\w.:-]+", value, re.ASCII):
        raise ValueError("is not an address to listen on. Use 127.0.0.1, or 0.0.0.0 for every interface.")
    return value


def policy(value: str) -> Path:
    """The path of a file that can be read; what it says is checked elsewhere."""
    path = Path(value)
    if not os.access(path, os.F_OK) or not path.is_file():
        raise ValueError(
            f"names no file ({path}). Give the path of a policy file, or leave it out for the default."
        )
    if not os.access(path, os.R_OK):
        raise ValueError(f"names a file that may not be read ({path}). Change its permissions.")
    return path


def logging(value: str) -> Logging:
    """A level, with `:text` or `:json` behind it or nothing."""
    level, _, form = value.lower().partition(":")
    if level not in {"debug", "info", "warning", "error"} or form not in {"", "json", "text"}:
        raise ValueError(
            "is not debug, info, warning or error, with :text behind it for plain text. Use one of them."
        )
    return Logging(level, text=form == "text")
