import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest

from sandbox.server import Sandbox
from sandbox.state import App, Json
from tests.sandbox.small_bot import MANIFEST, SmallBot, connected, small_bot


@pytest.fixture
async def bot(slack: Sandbox) -> AsyncIterator[SmallBot]:
    async with small_bot(slack, socket_mode=True) as bot:
        slack.workspace.join("general", bot.app.bot_user)
        await slack.deliveries.idle()
        bot.heard.clear()
        bot.headers.clear()
        yield bot


@pytest.fixture
async def app(slack: Sandbox) -> App:
    app = slack.workspace.install(MANIFEST, socket_mode=True)
    slack.workspace.channel("general").members.append(app.bot_user)
    return app


@pytest.fixture
async def web() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def open_link(slack: Sandbox, app: App, web: aiohttp.ClientSession) -> str:
    form = "application/x-www-form-urlencoded"
    headers = {"Authorization": f"Bearer {app.app_token}", "Content-Type": form}
    async with web.post(f"{slack.api_url}apps.connections.open", headers=headers) as response:
        answer: Json = await response.json()
    assert answer["ok"]
    return str(answer["url"])


async def next_json(socket: aiohttp.ClientWebSocketResponse) -> Any:
    return await socket.receive_json()


async def test_a_connection_begins_with_hello(slack: Sandbox, app: App, web: aiohttp.ClientSession) -> None:
    async with web.ws_connect(await open_link(slack, app, web)) as socket:
        hello = await next_json(socket)

    assert hello["type"] == "hello"
    assert hello["num_connections"] == 1
    assert hello["connection_info"] == {"app_id": app.id}
    assert hello["debug_info"]["approximate_connection_time"] == 3600


async def test_a_ticket_is_good_for_one_connection(
    slack: Sandbox, app: App, web: aiohttp.ClientSession
) -> None:
    url = await open_link(slack, app, web)
    async with web.ws_connect(url) as socket:
        await next_json(socket)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await web.ws_connect(url)


async def test_pings_are_echoed(slack: Sandbox, app: App, web: aiohttp.ClientSession) -> None:
    async with web.ws_connect(await open_link(slack, app, web), autoping=False) as socket:
        await next_json(socket)
        await socket.ping(b"sdk-ping-pong:1.5")
        message = await socket.receive()

    assert message.type is aiohttp.WSMsgType.PONG
    assert message.data == b"sdk-ping-pong:1.5"


async def test_an_event_comes_in_an_envelope_and_is_sent_again_when_not_acked(
    slack: Sandbox, app: App, web: aiohttp.ClientSession
) -> None:
    slack.deliveries.ack_timeout = 0.5
    async with web.ws_connect(await open_link(slack, app, web)) as socket:
        await next_json(socket)
        await slack.workspace.person("ana").types("hello", in_="general")
        first = await next_json(socket)
        second = await next_json(socket)
        await socket.send_json({"envelope_id": second["envelope_id"]})
        await slack.deliveries.idle()

    assert first["type"] == "events_api"
    assert first["accepts_response_payload"] is False
    assert first["payload"]["event"]["text"] == "hello"
    assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    assert second["payload"] == first["payload"]
    assert slack.deliveries.log[-1].answer is not None
    assert slack.deliveries.log[-1].answer.ok


async def test_the_answer_to_a_command_is_the_acks_payload(
    slack: Sandbox, app: App, web: aiohttp.ClientSession
) -> None:
    ana = slack.workspace.person("ana")
    async with web.ws_connect(await open_link(slack, app, web)) as socket:
        await next_json(socket)
        typing = asyncio.create_task(ana.types("/small hi", in_="general"))
        envelope = await next_json(socket)
        await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "hello back"}})
        await typing

    assert envelope["type"] == "slash_commands"
    assert envelope["accepts_response_payload"] is True
    assert envelope["payload"]["command"] == "/small"
    assert ana.told == ["hello back"]


async def test_envelopes_go_round_all_connections(slack: Sandbox, bot: SmallBot) -> None:
    async with AsyncExitStack() as stack:
        for count in range(2, 5):
            await stack.enter_async_context(connected(bot, slack, count))
        for number in range(8):
            await slack.workspace.person("ana").types(f"/small {number}", in_="general")

        assert len(bot.of("/small")) == 8
        assert len(slack.deliveries.sockets.of(bot.app)) == 4


async def test_the_eleventh_connection_is_refused(
    slack: Sandbox, app: App, web: aiohttp.ClientSession
) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(10):
            socket = await stack.enter_async_context(web.ws_connect(await open_link(slack, app, web)))
            await next_json(socket)
        eleventh = await stack.enter_async_context(web.ws_connect(await open_link(slack, app, web)))
        refusal = await next_json(eleventh)

        assert (refusal["type"], refusal["reason"]) == ("disconnect", "too_many_websockets")
        assert len(slack.deliveries.sockets.of(app)) == 10


async def test_a_client_reconnects_when_asked_to_and_loses_nothing(slack: Sandbox, bot: SmallBot) -> None:
    sockets = slack.deliveries.sockets
    before = sockets.of(bot.app)
    await sockets.disconnect(bot.app, "refresh_requested")
    await slack.workspace.person("ana").types("hello", in_="general")
    await slack.deliveries.idle()
    await sockets.connected(bot.app)

    assert [body["event"]["text"] for body in bot.of("message")] == ["hello"]
    assert sockets.of(bot.app) != before


async def test_a_warning_leaves_the_connection_in_use(
    slack: Sandbox, app: App, web: aiohttp.ClientSession
) -> None:
    async with web.ws_connect(await open_link(slack, app, web)) as socket:
        await next_json(socket)
        await slack.deliveries.sockets.disconnect(app, "warning")
        warning = await next_json(socket)
        await slack.workspace.person("ana").types("hello", in_="general")
        envelope = await next_json(socket)
        await socket.send_json({"envelope_id": envelope["envelope_id"]})
        await slack.deliveries.idle()

    assert warning["reason"] == "warning"
    assert envelope["payload"]["event"]["text"] == "hello"


async def test_an_event_waits_for_a_client_that_was_cut_off(slack: Sandbox, bot: SmallBot) -> None:
    await slack.deliveries.sockets.cut(bot.app)
    await slack.workspace.person("ana").types("hello", in_="general")
    await slack.deliveries.idle()

    assert [body["event"]["text"] for body in bot.of("message")] == ["hello"]


async def test_a_command_times_out_when_nobody_is_connected(slack: Sandbox, app: App) -> None:
    slack.deliveries.ack_timeout = 0.1
    ana = slack.workspace.person("ana")
    await ana.types("/small hi", in_="general")

    assert app.socket_mode
    assert ana.trouble == ["operation_timeout"]


async def test_nothing_goes_over_http_in_socket_mode(slack: Sandbox, bot: SmallBot) -> None:
    bot.app.request_url = "http://127.0.0.1:9/"
    await slack.workspace.person("ana").types("hello", in_="general")
    await slack.workspace.person("ana").types("/small hi", in_="general")
    await slack.deliveries.idle()

    assert {d.transport for d in slack.deliveries.log[-2:]} == {"socket"}
    assert len(bot.of("message")) == len(bot.of("/small")) == 1
