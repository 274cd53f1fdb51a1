"""The door to Slack for one leased row: every call checks the lease first and sorts what went wrong."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.effects.pace import Pace
from storage.columns import Json
from storage.database import Store, Tx
from storage.leases import Lease
from storage.workplace import Workplace

Record = Callable[[Tx], Awaitable[None]]

SERVER_FAULT = 500
MARGIN = 60  # seconds that our clock may differ from Slack's
UNSURE = {"fatal_error", "internal_error", "request_timeout", "service_unavailable"}
AWAY = {  # the token or the workspace is out of order, which says nothing about this row
    "account_inactive",
    "ekm_access_denied",
    "invalid_auth",
    "not_authed",
    "org_login_required",
    "team_access_not_granted",
    "token_expired",
    "token_revoked",
}


class Refused(Exception):
    """Slack said no and did nothing; `code` is its error, `answer` all it said."""

    def __init__(self, code: str, answer: Json) -> None:
        """Keep both."""
        super().__init__(code)
        self.code = code
        self.answer = answer


class Unsure(Exception):
    """The call may or may not have taken effect: no answer, or one that leaves it open."""


class Away(Exception):
    """Slack cannot be reached, or will not know us: nothing was done, and the row is not to blame."""


class Later(Exception):
    """It has to wait `seconds`; nothing was done. `everywhere`: the method is closed, not just a channel."""

    def __init__(self, seconds: float, *, everywhere: bool = False) -> None:
        """Keep the wait."""
        super().__init__(f"ratelimited for {seconds:.1f} s")
        self.seconds = seconds
        self.everywhere = everywhere


class LeaseOver(Exception):
    """The lease ran out before the call, or we are to stop and had not begun: nothing was sent."""


@dataclass(frozen=True)
class Outcome:
    """What came of an effect: what to note in the settling transaction, and the message newly posted."""

    record: Record | None = None
    posted: tuple[str, str] | None = None  # (channel, ts)


NOTHING = Outcome()


@dataclass(frozen=True)
class Sought:
    """Messages of ours to look for: by a row's key and the times it was asked for, since a moment."""

    key: str
    after: int  # how often the row had been carried out before
    wanted: int
    since: float  # seconds since the epoch

    @classmethod
    def of(cls, lease: Lease) -> Sought:
        """What earlier tries of a row may have left, since it was last recorded as done.

        The card before a new one carries the same key.
        """
        return cls(lease.key, lease.done, lease.wanted, lease.first_try_at.timestamp() - MARGIN)

    @classmethod
    def any_of(cls, key: str, since: datetime) -> Sought:
        """Whatever carries the key since then."""
        return cls(key, 0, sys.maxsize, since.timestamp() - MARGIN)

    def fits(self, message: Json) -> bool:
        """Whether a message carries the key."""
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        wanted = str(payload.get("wanted") or "1")
        return (
            payload.get("key") == self.key and wanted.isdecimal() and self.after < int(wanted) <= self.wanted
        )


class Term:
    """Until when calls may start: both clocks are asked, since one stands still while a machine sleeps."""

    def __init__(self, seconds: float) -> None:
        """`seconds` from now."""
        self._monotonic = time.monotonic() + seconds
        self._wall = time.time() + seconds
        self.stopping = False  # what has not begun shall not begin

    @property
    def is_over(self) -> bool:
        """Whether somebody else may be at it."""
        return time.monotonic() > self._monotonic or time.time() > self._wall


@dataclass
class Courier:
    """Carries one row: its lease, the store to draw from, and Slack."""

    client: AsyncWebClient
    store: Store
    place: Workplace
    lease: Lease
    term: Term
    pace: Pace
    touched: bool = False  # whether a call of this try was, or may have been, carried out
    again: Json | None = None  # a message that was posted though an earlier try may yet come through

    @property
    def number(self) -> int:
        """The case."""
        return self.lease.number

    @property
    def metadata(self) -> Json:
        """What marks a message as ours and as this row's, so that it can be found again."""
        return {
            "event_type": "ace",
            "event_payload": {"key": self.lease.key, "wanted": str(self.lease.wanted)},
        }

    async def call(self, method: Callable[..., Awaitable[AsyncSlackResponse]], **arguments: Any) -> Json:
        """Call Slack once and return its answer.

        Raises Refused, Unsure, Away, Later or LeaseOver; never retries by itself.
        """
        name, channel = str(getattr(method, "__name__", "")), str(arguments.get("channel", ""))
        posts = name == "chat_postMessage"
        if wait := self.pace.wait(name, channel):
            raise Later(wait, everywhere=not posts)
        if self.term.is_over or (self.term.stopping and not self.touched):
            raise LeaseOver
        try:
            answer = await method(**arguments)
        except aiohttp.ClientConnectorError as problem:
            raise Away(type(problem).__name__) from problem
        except SlackApiError as problem:
            raise self._sorted(problem, name, channel) from problem
        except (TimeoutError, aiohttp.ClientError, ConnectionError, json.JSONDecodeError) as problem:
            self.touched = True
            raise Unsure(type(problem).__name__) from problem
        self.touched = True
        made = _json(answer.data)
        if posts and self.lease.may_have_happened:
            self.again = {"channel": made.get("channel"), "ts": made.get("ts"), **_thread(arguments)}
        return made

    def _sorted(self, problem: SlackApiError, method: str, channel: str) -> Exception:
        response = problem.response
        if not isinstance(response, AsyncSlackResponse):
            self.touched = True
            return Unsure("no answer")
        answer = _json(response.data)
        code = str(answer.get("error") or "")
        if response.status_code == 429 or code in {"ratelimited", "rate_limited"}:  # noqa: PLR2004
            seconds = _seconds(response.headers.get("Retry-After"))
            self.pace.told(method, channel, seconds)
            return Later(seconds, everywhere=method != "chat_postMessage")
        if code in AWAY:
            return Away(code)
        if response.status_code >= SERVER_FAULT or code in UNSURE or not code:
            self.touched = True
            return Unsure(code or str(response.status_code))
        return Refused(code, answer)

    async def find_message(self, channel: str, *, thread: str | None = None) -> str | None:
        """The ts of the message that an earlier try of this row left in a channel or thread, if it did."""
        async for ts in self.messages(Sought.of(self.lease), channel, thread):
            return ts
        return None

    async def messages(self, sought: Sought, channel: str, thread: str | None) -> AsyncIterator[str]:
        """The ts of each message sought that stands in a channel or thread.

        Source: Slack, "Message metadata": the payload is shown only with include_all_metadata.
        """
        cursor = ""
        while True:
            scope: Json = {"channel": channel, "oldest": f"{sought.since:.6f}", "limit": 200}
            scope["include_all_metadata"] = True
            if cursor:
                scope["cursor"] = cursor
            if thread:
                page = await self.call(self.client.conversations_replies, ts=thread, **scope)
            else:
                page = await self.call(self.client.conversations_history, **scope)
            for message in page.get("messages", []):
                if message.get("bot_id") == self.place.bot and sought.fits(message):
                    yield str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return


def _thread(arguments: Json) -> Json:
    return {"thread": arguments["thread_ts"]} if arguments.get("thread_ts") else {}


def _seconds(retry_after: str | None) -> float:
    """The wait that Slack asks for; at least one second, also when it does not say."""
    try:
        return max(float(retry_after or 1), 1.0)
    except ValueError:
        return 1.0


def _json(data: object) -> Json:
    return data if isinstance(data, dict) else {}
