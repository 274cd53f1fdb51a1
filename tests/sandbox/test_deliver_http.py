import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web

from sandbox.deliver.http import encode, sign
from sandbox.server import Sandbox
from sandbox.state import App, Json
from tests.sandbox.small_bot import MANIFEST, SmallBot, small_bot

VECTOR_BODY = (
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def bot(slack: Sandbox) -> AsyncIterator[SmallBot]:
    async with small_bot(slack) as bot:
        slack.workspace.join("general", bot.app.bot_user)
        slack.workspace.join("help", bot.app.bot_user)
        await slack.deliveries.idle()
        slack.deliveries.log.clear()
        yield bot


def retries(bot: SmallBot, kind: str = "message") -> list[tuple[str | None, str | None]]:
    pairs = zip(bot.heard, bot.headers, strict=True)
    heads = [head for body, head in pairs if body.get("event", {}).get("type") == kind]
    return [(head.get("x-slack-retry-num"), head.get("x-slack-retry-reason")) for head in heads]


def test_the_signature_is_the_one_slack_documents() -> None:
    made = sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", VECTOR_BODY)

    assert made == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


def test_letters_beyond_ascii_go_as_json_escapes() -> None:
    body, content_type = encode("events_api", {"text": "Größe"})

    assert body == json.dumps({"text": "Größe"})
    assert "\\u00f6" in body
    assert content_type == "application/json"


async def test_an_event_arrives_in_slacks_envelope(slack: Sandbox, bot: SmallBot) -> None:
    ana = slack.workspace.person("ana")
    message = await ana.types("hello", in_="general")
    await slack.deliveries.idle()

    (body,) = bot.of("message")
    assert message is not None
    assert body["event"]["ts"] == message.ts
    assert body["event"]["channel_type"] == "channel"
    assert body["type"] == "event_callback"
    assert body["api_app_id"] == bot.app.id
    assert body["authorizations"][0]["user_id"] == bot.app.bot_user
    assert body["event_id"].startswith("Ev")
    assert retries(bot) == [(None, None)]


async def test_an_event_that_fails_is_sent_again_at_once_then_after_one_and_five_minutes(
    slack: Sandbox, bot: SmallBot
) -> None:
    bot.answers["message"] = None
    await slack.workspace.person("ana").types("hello", in_="general")
    await slack.deliveries.idle()
    assert len(bot.of("message")) == 2

    slack.workspace.clock.move(MINUTE)
    await slack.deliveries.idle()
    assert len(bot.of("message")) == 3

    slack.workspace.clock.move(4 * MINUTE)
    await slack.deliveries.idle()
    assert len(bot.of("message")) == 3

    slack.workspace.clock.move(MINUTE)
    await slack.deliveries.idle()
    assert retries(bot) == [(None, None), *((str(n), "http_error") for n in (1, 2, 3))]
    assert len({body["event_id"] for body in bot.of("message")}) == 1

    slack.workspace.clock.move(60 * MINUTE)
    await slack.deliveries.idle()
    assert len(bot.of("message")) == 4


async def test_a_late_answer_to_an_event_counts_as_a_timeout(slack: Sandbox, bot: SmallBot) -> None:
    slack.deliveries.ack_timeout = 0.2
    bot.gates["message"] = asyncio.Event()
    await slack.workspace.person("ana").types("hello", in_="general")
    await bot.hears("message", 2)
    bot.gates["message"].set()
    await slack.deliveries.idle()

    assert retries(bot) == [(None, None), ("1", "http_timeout")]


async def test_an_app_that_is_down_is_tried_again_later(slack: Sandbox, bot: SmallBot) -> None:
    url, bot.app.request_url = bot.app.request_url, "http://127.0.0.1:9/"
    await slack.workspace.person("ana").types("hello", in_="general")
    await slack.deliveries.idle()
    bot.app.request_url = url
    slack.workspace.clock.move(MINUTE)
    await slack.deliveries.idle()

    assert retries(bot) == [("2", "connection_failed")]


async def test_an_app_can_ask_not_to_be_sent_an_event_again(slack: Sandbox) -> None:
    calls: list[str] = []

    async def refuse(request: web.Request) -> web.Response:
        calls.append(await request.text())
        return web.Response(status=500, headers={"x-slack-no-retry": "1"})

    server = web.Application()
    server.router.add_post("/", refuse)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    app = slack.workspace.install(MANIFEST, request_url=f"http://127.0.0.1:{runner.addresses[0][1]}/")
    slack.workspace.join("general", app.bot_user)
    await slack.deliveries.idle()
    slack.workspace.clock.move(10 * MINUTE)
    await slack.deliveries.idle()
    await runner.cleanup()

    assert len(calls) == len({json.loads(call)["event_id"] for call in calls})
    assert calls


async def test_events_are_handed_over_concurrently(slack: Sandbox, bot: SmallBot) -> None:
    bot.gates["message"] = asyncio.Event()
    ana = slack.workspace.person("ana")
    await ana.types("one", in_="general")
    await ana.types("two", in_="general")
    await bot.hears("message", 2)
    bot.gates["message"].set()
    await slack.deliveries.idle()

    assert {body["event"]["text"] for body in bot.of("message")} == {"one", "two"}


async def test_idle_waits_for_what_an_event_causes(slack: Sandbox, bot: SmallBot) -> None:
    async def echo(body: Json) -> None:
        event = body["event"]
        if not event.get("bot_id") and not event.get("subtype"):
            await bot.client.chat_postMessage(channel=event["channel"], text="heard you")

    bot.then["message"] = echo
    await slack.workspace.person("ana").types("hello", in_="general")
    await slack.deliveries.idle()

    sent = [d.payload["event"]["text"] for d in slack.deliveries.log]
    assert sent == ["hello", "heard you"]
    assert all(d.answer and d.answer.ok for d in slack.deliveries.log)


async def test_an_app_that_was_not_yet_reachable_hears_nothing_of_the_past(slack: Sandbox) -> None:
    app: App = slack.workspace.install(MANIFEST)
    slack.workspace.join("general", app.bot_user)
    await slack.deliveries.idle()

    assert slack.deliveries.log == []


async def test_stopping_drops_what_is_under_way_and_due(slack: Sandbox, bot: SmallBot) -> None:
    bot.gates["message"] = asyncio.Event()
    slack.deliveries.faults.fail("message", 2, match=lambda body: body["event"]["text"] == "later")
    ana = slack.workspace.person("ana")
    await ana.types("later", in_="general")
    await ana.types("now", in_="general")
    await bot.hears("message")
    await slack.stop()
    bot.gates["message"].set()
    slack.workspace.clock.move(10 * MINUTE)
    await slack.deliveries.idle()

    assert [body["event"]["text"] for body in bot.of("message")] == ["now"]
