"""Rate limits and arranged faults: when they strike, what they answer, and what happened all the same."""

from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.limits import PER_MINUTE, POST_BURST, TIER_OF
from tests.sandbox.office import METHODS, Office


@pytest.fixture
async def client(served: Office) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(
            token=served.app.bot_token, base_url=served.sandbox.api_url, session=session, retry_handlers=[]
        )


async def failure(office: Office, client: AsyncWebClient, text: str = "x") -> SlackApiError:
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=office.general.id, text=text)
    return caught.value


def test_limits_are_off_until_switched_on(office: Office) -> None:
    for n in range(200):
        assert office.call("conversations.create", name=f"c{n}")["ok"]


def test_every_limited_method_is_one_we_serve() -> None:
    assert set(TIER_OF) <= set(METHODS)


@pytest.mark.parametrize(
    ("method", "args"),
    [("conversations.list", {}), ("conversations.info", {"channel": "C1"}), ("users.info", {"user": "U1"})],
)
def test_a_tiers_allowance_passes_and_one_more_is_limited(
    office: Office, method: str, args: dict[str, str]
) -> None:
    office.ws.limits.enabled = True
    allowed = PER_MINUTE[TIER_OF.get(method, "3")]

    answers = [office.call(method, **args).get("error") for _ in range(allowed + 1)]

    assert "ratelimited" not in answers[:-1]
    assert answers[-1] == "ratelimited"
    assert office.call("auth.test")["ok"]  # other methods are free
    office.ws.clock.move(timedelta(minutes=1))
    assert office.call(method, **args).get("error") != "ratelimited"


async def test_posting_is_limited_per_channel_after_a_burst(served: Office, client: AsyncWebClient) -> None:
    served.ws.limits.enabled = True
    for n in range(POST_BURST):
        await client.chat_postMessage(channel=served.general.id, text=f"m{n}")

    error = await failure(served, client)

    assert error.response["error"] == "ratelimited"
    assert error.response.status_code == 429
    assert int(error.response.headers["Retry-After"]) == 1
    assert served.ws.calls[-1].status == 429
    await client.chat_postMessage(channel=served.lounge.id, text="elsewhere")
    served.ws.clock.move(timedelta(seconds=1))
    await client.chat_postMessage(channel=served.general.id, text="later")


async def test_a_fault_answers_once_instead_of_the_effect(served: Office, client: AsyncWebClient) -> None:
    fault = served.ws.faults.add("chat.postMessage", error="internal_error")

    error = await failure(served, client)

    assert error.response["error"] == "internal_error"
    assert served.general.messages == {}
    assert fault.hits == 1
    await client.chat_postMessage(channel=served.general.id, text="x")
    assert len(served.general.messages) == 1


async def test_a_fault_may_strike_after_the_effect(served: Office, client: AsyncWebClient) -> None:
    served.ws.faults.add("chat.postMessage", error="fatal_error", status=500, after_effect=True)

    error = await failure(served, client, "done")

    assert error.response.status_code == 500
    assert [m.text for m in served.general.messages.values()] == ["done"]


@pytest.mark.parametrize("effects", [0, 1])
async def test_a_dropped_connection_gives_no_answer(
    served: Office, client: AsyncWebClient, effects: int
) -> None:
    served.ws.faults.add(drop=True, after_effect=effects > 0)

    with pytest.raises(aiohttp.ClientConnectionError):
        await client.chat_postMessage(channel=served.general.id, text="x")

    assert len(served.general.messages) == effects
    assert served.ws.calls[-1].status == 0


async def test_a_bare_http_status_has_no_body(served: Office, client: AsyncWebClient) -> None:
    served.ws.faults.add("chat.postMessage", status=503)

    error = await failure(served, client)

    assert error.response.status_code == 503


async def test_retry_after_alone_means_ratelimited(served: Office, client: AsyncWebClient) -> None:
    served.ws.faults.add("chat.postMessage", retry_after=7)

    error = await failure(served, client)

    assert (error.response.status_code, error.response["error"]) == (429, "ratelimited")
    assert error.response.headers["Retry-After"] == "7"


async def test_a_fault_strikes_only_what_it_matches_until_removed(
    served: Office, client: AsyncWebClient
) -> None:
    fault = served.ws.faults.add(
        "chat.postMessage",
        times=None,
        error="invalid_blocks",
        match=lambda args: "chart" in args["text"],
        extra={"errors": ["e"]},
    )

    await client.chat_postMessage(channel=served.general.id, text="plain")
    for _ in range(2):
        error = await failure(served, client, "chart")
        assert error.response["errors"] == ["e"]
    fault.remove()
    fault.remove()
    await client.chat_postMessage(channel=served.general.id, text="chart")
    assert fault.hits == 2


async def test_a_delay_alone_only_delays(served: Office, client: AsyncWebClient) -> None:
    fault = served.ws.faults.add("chat.postMessage", delay=0.01)

    await client.chat_postMessage(channel=served.general.id, text="late")

    assert fault.hits == 1
    assert len(served.general.messages) == 1
