"""Asking Slack on behalf of a check: an answer, or why there is none."""

from typing import Any

from slack_sdk.errors import SlackApiError

from bot.slack_client import NO_ANSWER, CountedClient, code_of
from storage.columns import Json

PAGES = 50  # of a list, at most


class Unanswered(Exception):
    """Slack refused or did not answer; `code` is its error, "" for silence."""

    def __init__(self, why: str, code: str = "") -> None:
        """Keep both."""
        super().__init__(why)
        self.code = code


class Asking:
    """Read-only questions with one token."""

    def __init__(self, client: CountedClient) -> None:
        """Nothing is asked yet."""
        self._client = client

    async def ask(self, method: str, *, app_token: str = "", **arguments: Any) -> Json:
        """Call a method with form arguments. Raises Unanswered."""
        token = {"token": app_token} if app_token else None
        given = {name: value for name, value in arguments.items() if value not in {None, ""}}
        try:
            answer = await self._client.api_call(method, data=given, params=token)
        except SlackApiError as problem:
            raise Unanswered(*_reason(problem)) from problem
        except NO_ANSWER as problem:
            raise Unanswered(type(problem).__name__) from problem
        return answer.data if isinstance(answer.data, dict) else {}

    async def every(self, method: str, field: str, **arguments: Any) -> list[Json]:
        """All entries of a list that comes in pages. Raises Unanswered."""
        found: list[Json] = []
        cursor = ""
        for _ in range(PAGES):
            page = await self.ask(method, cursor=cursor, limit=200, **arguments)
            found += page.get(field) or []
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return found


def _reason(problem: SlackApiError) -> tuple[str, str]:
    code = code_of(problem)
    needed = problem.response.get("needed") if code == "missing_scope" else None
    return (f"{code}, {needed}" if needed else code or "an answer that is not Slack's", code)
