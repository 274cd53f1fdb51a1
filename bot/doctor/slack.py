"""Examining Slack: the token, the clocks, the app token, and then what can be asked with them."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.doctor import groups, rooms, scopes
from bot.doctor.asking import Asking, Unanswered
from bot.doctor.finding import Finding, ok, unchecked, wrong
from bot.playbook.policy import Policy
from bot.settings import Settings
from bot.slack_client import NO_ANSWER, CountedClient, code_of
from storage.clock import Clock

PATIENCE = 10  # seconds for each answer
SKEW = 30.0  # seconds; Slack's requests are refused from 300 on, and times shown are wrong long before
HIDDEN = ("clock", "scopes", "alert channel", "retro channel", "creation", "groups")
GONE = {"account_inactive", "token_revoked"}


async def examine(settings: Settings, policy: Policy | None, clock: Clock) -> list[Finding]:
    """The findings; `policy` is None when it cannot be read."""
    async with aiohttp.ClientSession(trust_env=False) as session:
        client = CountedClient(
            token=settings.bot_token.get_secret_value(),
            base_url=settings.api_url,
            session=session,
            timeout=PATIENCE,
            retry_handlers=[],
        )
        began = clock.now()
        try:
            who = await client.auth_test()
        except SlackApiError as problem:
            found = [_refused(problem), *hidden("the token is not accepted")[1:]]
            found[1] = _clock(_headers(problem.response), began, clock.now())
        except NO_ANSWER as problem:
            return [_silent(settings, problem), *hidden("Slack did not answer")[1:]]
        else:
            found = [_token(who), _clock(_headers(who), began, clock.now())]
            found += await _rest(Asking(client), _headers(who), settings, policy)
        return found + await _app_token(client, settings)


async def _rest(
    asking: Asking, headers: Mapping[str, str], settings: Settings, policy: Policy | None
) -> list[Finding]:
    found = [*scopes.examine(headers), *await rooms.examine(asking, settings), scopes.creating(headers)]
    if policy is None:
        return [*found, unchecked("groups", "the policy cannot be read")]
    return found + await groups.examine(asking, policy)


def hidden(why: str) -> list[Finding]:
    """Every check of Slack, when none of them can be made."""
    return [unchecked(check, why) for check in ("token", *HIDDEN)]


def _token(who: AsyncSlackResponse) -> Finding:
    return ok("token", f"@{who.get('user')} in {who.get('team')} ({who.get('url')})")


def _refused(problem: SlackApiError) -> Finding:
    code = code_of(problem)
    if code in GONE:
        return wrong(
            "token",
            f"the app is not installed any more ({code})",
            "Install it, and set SLACK_BOT_TOKEN to the new token.",
        )
    if not code or code in {"ratelimited", "internal_error", "fatal_error", "service_unavailable"}:
        return wrong(
            "token",
            f"Slack does not answer as it should ({code or 'no answer of Slack’s'})",
            "Try again in a minute; see https://slack-status.com.",
        )
    return wrong(
        "token",
        f"Slack does not accept it ({code})",
        "Copy the bot user OAuth token (xoxb-…) from OAuth & Permissions on the app's page.",
    )


def _silent(settings: Settings, problem: BaseException) -> Finding:
    return wrong(
        "token",
        f"Slack cannot be reached at {settings.api_url} ({type(problem).__name__})",
        "Check network, firewall and proxy, and SLACK_API_URL if it is set.",
    )


def _headers(answer: object) -> Mapping[str, str]:
    return answer.headers if isinstance(answer, AsyncSlackResponse) else {}


def _clock(headers: Mapping[str, str], began: datetime, ended: datetime) -> Finding:
    """Compare our clock, at the middle of a call, with the Date of its answer, which has whole seconds."""
    try:
        theirs = parsedate_to_datetime(headers["Date"])
    except (KeyError, ValueError):
        return unchecked("clock", "the answer had no date")
    ahead = (began + (ended - began) / 2 - theirs).total_seconds()
    way = "ahead of" if ahead > 0 else "behind"
    if abs(ahead) > SKEW:
        mend = "Set this machine's clock by NTP; from 5 minutes on ACE has to refuse what Slack sends."
        return wrong("clock", f"{abs(ahead):.0f} s {way} Slack's", mend)
    return ok("clock", f"within {max(abs(ahead), 1):.0f} s of Slack's")


async def _app_token(client: CountedClient, settings: Settings) -> list[Finding]:
    if settings.app_token is None:
        return [
            unchecked(
                "requests",
                "over HTTP: only Slack can tell whether it reaches ACE (Event Subscriptions, Request URL)",
            )
        ]
    try:
        await Asking(client).ask("apps.connections.open", app_token=settings.app_token.get_secret_value())
    except Unanswered as why:
        mend = (
            "Make an app-level token with connections:write in Basic Information, and switch Socket Mode on."
        )
        return [wrong("app token", f"no connection can be opened ({why})", mend)]
    return [ok("app token", "a Socket Mode connection can be opened")]
