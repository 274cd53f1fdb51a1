"""The door to Slack for one leased row: every call checks the lease first and sorts what went wrong."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.effects.codes import AWAY, NO_THREAD, NOBODY, UNSURE, is_person
from bot.effects.outage import Outage
from bot.effects.pace import Pace, Term
from bot.effects.sought import Sought
from storage.columns import Json
from storage.database import Store, Tx
from storage.leases import Lease
from storage.workplace import Workplace

Drawing = TypeVar("Drawing")
Record = Callable[[Tx], Awaitable[None]]

SERVER_FAULT = 500
NEWER = 5.0  # seconds for which a row of a newer version's is left alone


class Refused(Exception):
    """Slack said no and did nothing; `code` is its error, `answer` all it said.

    `final`: trying again in the next minutes changes nothing.
    """

    def __init__(self, code: str, answer: Json, *, final: bool = False) -> None:
        """Keep all of it."""
        super().__init__(code)
        self.code = code
        self.answer = answer
        self.final = final


class Unsure(Exception):
    """The call may or may not have taken effect: no answer, or one that leaves it open."""


class Unseen(Unsure):
    """The same, since Slack will not let ACE look for what an earlier try left; `code` is its error."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(f"cannot look: {code}")
        self.code = code


class Away(Exception):
    """Slack cannot be reached, or will not know us: nothing was done, and the row is not to blame."""


class Later(Exception):
    """It has to wait `seconds`; nothing was done. `everywhere`: the method is closed, not just a channel."""

    def __init__(self, seconds: float, *, everywhere: bool = False, why: str = "ratelimited") -> None:
        """Keep the wait."""
        super().__init__(f"{why} for {seconds:.1f} s")
        self.seconds = seconds
        self.everywhere = everywhere


class Newer(Later):
    """A newer version asked for `what`, which this one does not know: its own processes see to it."""

    def __init__(self, what: str) -> None:
        """Leave it to them for a moment."""
        super().__init__(NEWER, why="left to a newer version")
        self.what = what


class LeaseOver(Exception):
    """The lease ran out before the call, or we are to stop and had not begun: nothing was sent."""


@dataclass(frozen=True)
class Outcome:
    """What came of an effect: what to note in the settling transaction, and the message newly posted.

    `problem` is Slack's error when it refused and the note tells people so.
    """

    record: Record | None = None
    posted: tuple[str, str] | None = None  # (channel, ts)
    problem: str | None = None


NOTHING = Outcome()


@dataclass
class Courier:
    """Carries one row: its lease, the store to draw from, and Slack."""

    client: AsyncWebClient
    store: Store
    place: Workplace
    lease: Lease
    term: Term
    pace: Pace
    outage: Outage
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

    def drawing(self, known: Mapping[str, Drawing], name: str) -> Drawing:
        """How to carry out what `detail[name]` says. Raises Newer."""
        asked = str(self.lease.detail[name])
        if asked not in known:
            raise Newer(asked)
        return known[asked]

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
            raise self._away(type(problem).__name__) from problem
        except SlackApiError as problem:
            raise self._sorted(problem, name, channel) from problem
        except (TimeoutError, aiohttp.ClientError, ConnectionError, json.JSONDecodeError) as problem:
            raise self._unsure(type(problem).__name__) from problem
        self.touched = True
        self.outage.over()
        made = _json(answer.data)
        if posts and self.lease.may_have_happened:
            self.again = {"channel": made.get("channel"), "ts": made.get("ts"), **_thread(arguments)}
        return made

    def _sorted(self, problem: SlackApiError, method: str, channel: str) -> Exception:
        response = problem.response
        if not isinstance(response, AsyncSlackResponse):
            return self._unsure("no answer")
        answer = _json(response.data)
        code = str(answer.get("error") or "")
        if response.status_code == 429 or code in {"ratelimited", "rate_limited"}:  # noqa: PLR2004
            self.outage.over()
            seconds = _seconds(response.headers.get("Retry-After"))
            self.pace.told(method, channel, seconds)
            return Later(seconds, everywhere=method != "chat_postMessage")
        if code in AWAY:
            return self._away(code)
        if response.status_code >= SERVER_FAULT or code in UNSURE or not code:
            return self._unsure(code or str(response.status_code))
        self.outage.over()
        return Refused(code, answer)

    def _away(self, why: str) -> Away:
        self.outage.unreached(why)
        return Away(why)

    def _unsure(self, why: str) -> Unsure:
        self.touched = True
        self.outage.unclear(why)
        return Unsure(why)

    async def earlier(self, target: str, thread: str | None = None) -> tuple[str, str] | None:
        """(channel, ts) of the message that an earlier try of this row left in a place, if one may have.

        `target` is a channel's id, or its name after "#", or a person's id. Raises what `call` raises.
        """
        if not self.lease.may_have_happened:
            return None
        try:
            with self.looking():
                if channel := await self.conversation(target):
                    async for ts in self.messages(Sought.of(self.lease), channel, thread):
                        return channel, ts
        except Refused as no:
            if no.code not in NO_THREAD:
                raise
        return None

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Within it a refusal raises Unseen: what an earlier try did stays open until one can look.

        That a thread or a person is gone is an answer, and no refusal to look.
        """
        try:
            yield
        except Refused as no:
            if no.code in NOBODY | NO_THREAD or not self.lease.may_have_happened:
                raise
            raise Unseen(no.code) from no

    async def conversation(self, target: str) -> str:
        """The id of the channel that messages to `target` stand in; "" when ACE is in none of that name."""
        if is_person(target):
            opened = await self.call(self.client.conversations_open, users=target)
            return str(opened["channel"]["id"])
        if not target.startswith("#"):
            return target
        async for each in self.channels():
            if each.get("name") == target[1:]:
                return str(each["id"])
        return ""

    async def channels(self) -> AsyncIterator[Json]:
        """Every channel that ACE is in and that is not archived."""
        cursor = ""
        while True:
            scope: Json = {"types": "public_channel,private_channel", "exclude_archived": True, "limit": 200}
            if cursor:
                scope["cursor"] = cursor
            page = await self.call(self.client.users_conversations, **scope)
            for each in page.get("channels") or []:
                yield each
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

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
