"""Slack's client as ACE uses it: each call is counted by its method and by what Slack answered."""

import asyncio
import time
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.metrics import Metrics


class CountedClient(AsyncWebClient):
    """A client that keeps count; the copies that Bolt makes of it do not, and nothing uses them."""

    def __init__(self, *, metrics: Metrics | None = None, **options: Any) -> None:
        """Take what AsyncWebClient takes."""
        super().__init__(**options)
        self._metrics = metrics

    async def api_call(self, api_method: str, **arguments: Any) -> AsyncSlackResponse:
        """Call a method, once; raises TimeoutError after the client's `timeout`, in seconds.

        slack_sdk heeds that only for sessions of its own: on a shared one it waits for five minutes.
        """
        began, error = time.perf_counter(), "no_answer"
        try:
            async with asyncio.timeout(self.timeout):
                answer = await super().api_call(api_method, **arguments)
            error = ""
        except SlackApiError as problem:
            error = code_of(problem) or "no_code"
            raise
        finally:
            if self._metrics:
                self._metrics.slack_called(api_method, error, time.perf_counter() - began)
        return answer


# What a call raises besides SlackApiError when no answer came.
NO_ANSWER = (TimeoutError, aiohttp.ClientError, ConnectionError)


def code_of(problem: SlackApiError) -> str:
    """Slack's error code; "" for an answer that was no JSON, as a proxy on the way gives it."""
    answer = problem.response
    said = answer.data if isinstance(answer, AsyncSlackResponse) else None
    return str(said.get("error") or "") if isinstance(said, dict) else ""
