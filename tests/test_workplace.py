"""Getting to know the workspace: all that is wrong is named, with what to do, before anything starts."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot import demo, workplace
from bot.workplace import CannotStart
from sandbox.server import Sandbox
from sandbox.state import App
from sandbox.workspace import Workspace
from storage.workplace import Workplace
from tests.world import ALERTS


class Newcomer:
    """ACE before it knows where it is."""

    def __init__(self, ws: Workspace, app: App, session: aiohttp.ClientSession, url: str) -> None:
        """Nothing is asked yet."""
        self.ws = ws
        self.app = app
        self._session = session
        self.url = url

    async def finds(self, alert: str = ALERTS, retro: str | None = None, **client: Any) -> Workplace:
        """Look around with the bot's token, unless told otherwise."""
        options: dict[str, Any] = {"token": self.app.bot_token, "base_url": self.url, "timeout": 5} | client
        return await workplace.find(
            AsyncWebClient(session=self._session, retry_handlers=[], **options), alert=alert, retro=retro
        )

    async def is_told(self, *, alert: str = ALERTS, retro: str | None = None, **client: Any) -> list[str]:
        """What keeps it from starting."""
        with pytest.raises(CannotStart) as refused:
            await self.finds(alert, retro, **client)
        return refused.value.problems


@pytest.fixture
async def newcomer() -> AsyncIterator[Newcomer]:
    """The demo's workspace, with ACE installed in it."""
    ws = demo.workspace()
    app = demo.install(ws)
    async with Sandbox(ws) as sandbox, aiohttp.ClientSession() as session:
        yield Newcomer(ws, app, session, sandbox.api_url)


@pytest.mark.parametrize("name", [ALERTS, "id"])
async def test_a_channel_is_found_by_name_and_by_id(newcomer: Newcomer, name: str) -> None:
    channel = newcomer.ws.channel(ALERTS)

    place = await newcomer.finds(channel.id if name == "id" else name)

    assert place.alert_channel == channel.id
    assert place.bot_user == newcomer.app.bot_user
    assert place.retro_channel is None


async def test_a_channel_is_found_among_many(newcomer: Newcomer) -> None:
    for number in range(450):
        newcomer.ws.add_channel(f"case-{number}", creator=newcomer.app.bot_user)
    wanted = newcomer.ws.add_channel("the-last", creator=newcomer.app.bot_user)

    assert (await newcomer.finds("the-last")).alert_channel == wanted.id


@pytest.mark.parametrize("token", ["xoxb-wrong-token", "xoxb-" + "0" * 60])
async def test_a_wrong_token_is_told_and_never_shown(newcomer: Newcomer, token: str) -> None:
    (problem,) = await newcomer.is_told(token=token)

    assert problem.startswith("SLACK_BOT_TOKEN is not accepted by Slack (invalid_auth).")
    assert token not in problem


async def test_an_app_that_was_removed_is_told(newcomer: Newcomer) -> None:
    newcomer.ws.uninstall(newcomer.app)

    (problem,) = await newcomer.is_told()

    assert "account_inactive" in problem


async def test_a_missing_permission_is_named(newcomer: Newcomer) -> None:
    newcomer.app.scopes -= {"channels:read", "groups:read", "im:read", "mpim:read"}

    (problem,) = await newcomer.is_told()

    assert "missing_scope" in problem
    assert ":read" in problem
    assert "manifest.yml" in problem


async def test_a_name_that_the_bot_is_not_in_is_told_with_what_to_do(newcomer: Newcomer) -> None:
    (problem,) = await newcomer.is_told(alert="general")

    assert problem.startswith("ACE_ALERT_CHANNEL: the bot is in no channel called #general.")
    assert "/invite" in problem


async def test_two_wrong_settings_are_told_at_once(newcomer: Newcomer) -> None:
    problems = await newcomer.is_told(alert="no-such", retro="C0NOSUCHONE")

    assert [problem.partition(":")[0] for problem in problems] == ["ACE_ALERT_CHANNEL", "ACE_RETRO_CHANNEL"]


async def test_an_archived_channel_is_told(newcomer: Newcomer) -> None:
    channel = newcomer.ws.channel(ALERTS)
    newcomer.ws.archive(channel.id, channel.creator)

    (by_name,) = await newcomer.is_told()
    (by_id,) = await newcomer.is_told(alert=channel.id)

    assert "the bot is in no channel called" in by_name
    assert "is archived" in by_id


async def test_a_public_channel_given_by_its_id_is_joined(newcomer: Newcomer) -> None:
    channel = newcomer.ws.channel("general")

    await newcomer.finds(channel.id)

    assert newcomer.app.bot_user in channel.members


async def test_a_private_channel_given_by_its_id_needs_an_invitation(newcomer: Newcomer) -> None:
    vault = newcomer.ws.add_channel("vault", creator="max", private=True)

    (problem,) = await newcomer.is_told(alert=vault.id)

    assert problem.startswith(f"ACE_ALERT_CHANNEL: there is no channel {vault.id}, or it is private")
    assert "/invite" in problem


async def test_a_channel_that_may_not_be_joined_is_told(newcomer: Newcomer) -> None:
    newcomer.app.scopes.discard("channels:join")

    (problem,) = await newcomer.is_told(alert=newcomer.ws.channel("general").id)

    assert "missing_scope, channels:join" in problem
    assert "/invite" in problem


async def test_nobody_at_slacks_address_is_told(newcomer: Newcomer) -> None:
    (problem,) = await newcomer.is_told(base_url="http://127.0.0.1:1/api/")

    assert problem.startswith("Slack cannot be reached at http://127.0.0.1:1/api/ (")
    assert "SLACK_API_URL" in problem


@pytest.mark.parametrize(
    "fault", [{"drop": True}, {"status": 503}, {"retry_after": 30}], ids=["silent", "503", "429"]
)
async def test_a_slack_in_trouble_is_told_to_be_so(newcomer: Newcomer, fault: dict[str, Any]) -> None:
    newcomer.ws.faults.add("auth.test", **fault)

    (problem,) = await newcomer.is_told()

    assert "SLACK_BOT_TOKEN" not in problem
    assert problem.startswith("Slack ")


@pytest.mark.parametrize("body", ["<html>Sign in to the hotel's network</html>", "[]", ""])
@pytest.mark.parametrize("content_type", ["text/html", "application/json"])
async def test_somebody_else_at_slacks_address_is_told(
    newcomer: Newcomer, body: str, content_type: str
) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=body, content_type=content_type, status=502)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()

    (problem,) = await newcomer.is_told(base_url=f"http://127.0.0.1:{runner.addresses[0][1]}/api/")
    await runner.cleanup()

    assert problem.startswith("Slack does not answer as it should")
