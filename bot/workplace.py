"""Finding out where we are: who the bot is, and which channels the settings mean."""

import re

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from storage.columns import Json
from storage.workplace import Workplace

ID = re.compile(r"[CG][A-Z0-9]{6,}")
SILENCE = (TimeoutError, aiohttp.ClientError, ConnectionError)
INVITE = "Open the channel, type /invite and the app's name, and start again."


class CannotStart(Exception):
    """Slack and the settings do not fit together; `problems` says how, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        """Keep every problem."""
        super().__init__("\n".join(problems))
        self.problems = problems


async def find(client: AsyncWebClient, *, alert: str, retro: str | None) -> Workplace:
    """The workplace behind a token; channels are given by id, or by the name of one the bot is in.

    A public channel given by its id is joined. Raises CannotStart with everything that is wrong.
    Source: Slack, auth.test, users.conversations, conversations.info and conversations.join.
    """
    try:
        who = _json((await client.auth_test()).data)
        wanted = {"ACE_ALERT_CHANNEL": alert, "ACE_RETRO_CHANNEL": retro or ""}
        ids = await _ids(client, {variable: name for variable, name in wanted.items() if name})
    except SlackApiError as problem:
        raise CannotStart([_refused(problem)]) from problem
    except SILENCE as problem:
        raise CannotStart([silent(client.base_url, problem)]) from problem
    return Workplace(
        team=str(who["team_id"]),
        url=str(who["url"]),
        bot_user=str(who["user_id"]),
        bot=str(who.get("bot_id") or ""),
        alert_channel=ids["ACE_ALERT_CHANNEL"],
        retro_channel=ids.get("ACE_RETRO_CHANNEL"),
        app=who.get("app_id"),
    )


async def _ids(client: AsyncWebClient, wanted: dict[str, str]) -> dict[str, str]:
    """The ids of the channels that variables name; raises CannotStart."""
    named = await _channels(client, {each for each in wanted.values() if not ID.fullmatch(each)})
    problems: list[str] = []
    ids: dict[str, str] = {}
    for variable, name in wanted.items():
        if ID.fullmatch(name):
            ids[variable] = name
            problem = await _entered(client, name)
        else:
            ids[variable] = named.get(name, "")
            problem = None if name in named else f"the bot is in no channel called #{name}. {INVITE}"
        if problem:
            problems.append(f"{variable}: {problem}")
    if problems:
        raise CannotStart(problems)
    return ids


async def _channels(client: AsyncWebClient, names: set[str]) -> dict[str, str]:
    """The ids of the channels with these names, among those the bot is in; archived ones do not count."""
    found: dict[str, str] = {}
    cursor = ""
    while names - set(found):
        scope: Json = {"types": "public_channel,private_channel", "exclude_archived": True, "limit": 200}
        if cursor:
            scope["cursor"] = cursor
        page = _json((await client.users_conversations(**scope)).data)
        found |= {each["name"]: each["id"] for each in page.get("channels", []) if each["name"] in names}
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    return found


async def _entered(client: AsyncWebClient, channel: str) -> str | None:
    """Make sure that the bot is in a channel; what is wrong when it cannot be, None when it is."""
    try:
        info = _json((await client.conversations_info(channel=channel)).data)["channel"]
        if info.get("is_archived"):
            return f"#{info.get('name')} ({channel}) is archived. Bring it back, or name another one."
        if not info.get("is_member"):
            await client.conversations_join(channel=channel)
    except SlackApiError as problem:
        code = _code(problem)
        if code == "channel_not_found":
            return f"there is no channel {channel}, or it is private and the bot is not in it. {INVITE}"
        return f"the bot cannot enter {channel} ({reason(problem)}). {INVITE}"
    return None


def _refused(problem: SlackApiError) -> str:
    code = _code(problem)
    if code == "missing_scope":
        return (
            f"The app was installed without a permission it needs ({reason(problem)}). "
            "Compare its scopes with manifest.yml, and install it again."
        )
    if code in {"ratelimited", "internal_error", "fatal_error", "service_unavailable", ""}:
        return f"Slack does not answer as it should ({reason(problem)}). Try again in a minute."
    return f"SLACK_BOT_TOKEN is not accepted by Slack ({code}). Copy it again from OAuth & Permissions."


def silent(url: str, problem: BaseException) -> str:
    """What to do when nothing answers at `url`."""
    return (
        f"Slack cannot be reached at {url} ({type(problem).__name__}). Check the network and "
        "SLACK_API_URL, and start again."
    )


def _code(problem: SlackApiError) -> str:
    return str(_answer(problem).get("error") or "")


def reason(problem: SlackApiError) -> str:
    """Slack's error for whoever runs ACE, with the scope that is missing."""
    answer = _answer(problem)
    code = str(answer.get("error") or "an answer that is not Slack's")
    return f"{code}, {answer['needed']}" if code == "missing_scope" and answer.get("needed") else code


def _answer(problem: SlackApiError) -> Json:
    answer = problem.response
    return _json(answer.data) if isinstance(answer, AsyncSlackResponse) else {}


def _json(data: object) -> Json:
    return data if isinstance(data, dict) else {}
