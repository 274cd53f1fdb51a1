"""The page's server: who may come in, what it can read, what is refused."""

import json

import pytest

from sandbox.page import acts
from sandbox.server import Sandbox
from sandbox.state import Json
from tests.sandbox.page.script import Script, general
from tests.sandbox.small_bot import SmallBot

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_page_allows_no_script_but_its_own(slack: Sandbox, script: Script) -> None:
    async with script.session.get(slack.url) as response:
        html = await response.text()
        policy = response.headers["Content-Security-Policy"]

    assert "Sandbox" in html
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["archives/C1", "archives/C1/p1700000000000100", "home/A1"])
async def test_every_address_inside_the_workspace_opens_the_page(
    slack: Sandbox, script: Script, path: str
) -> None:
    async with script.session.get(slack.url + path) as response:
        assert response.status == 200
        assert response.content_type == "text/html"


async def test_another_host_name_is_not_served(slack: Sandbox, script: Script) -> None:
    async with script.session.get(slack.url, headers={"Host": "evil.example"}) as response:
        assert response.status == 403


async def test_a_post_without_the_header_is_refused_and_does_nothing(slack: Sandbox, script: Script) -> None:
    said = json.dumps({"as": "ana", "channel": general(slack), "text": "hello"})

    refused = await script.post("say", said, expect=403, **{"X-Sandbox": ""})

    assert "X-Sandbox" in refused["error"]
    assert slack.workspace.channel("general").messages == {}


async def test_a_form_post_is_refused(script: Script) -> None:
    await script.post("say", "as=ana", expect=415, **{"Content-Type": "application/x-www-form-urlencoded"})


@pytest.mark.parametrize("text", ["", "{", "[]", '"ana"', "null"])
async def test_what_is_no_json_object_is_refused(script: Script, text: str) -> None:
    assert (await script.post("say", text, expect=400))["error"]


@pytest.mark.parametrize("body", [{}, {"channel": 7}, {"channel": ["C1"], "text": "x"}])
async def test_every_act_refuses_a_body_it_cannot_read(script: Script, body: Json) -> None:
    for name in sorted(acts.ACTS.keys() - {"clock"}):
        sent = json.dumps({"as": "ana", **body})
        async with script.session.post(
            f"{script.url}act/{name}",
            data=sent,
            headers={"X-Sandbox": "1", "Content-Type": "application/json"},
        ) as response:
            assert 400 <= response.status < 500, name
            assert (await response.json())["error"]


@pytest.mark.parametrize("who", ["", "nobody", "small"])
async def test_only_people_have_a_screen(bot: SmallBot, script: Script, who: str) -> None:
    async with script.session.get(f"{script.url}bootstrap", params={"as": who}) as response:
        assert response.status in {403, 404}
        assert (await response.json())["error"]
    assert bot.heard == []


@pytest.mark.parametrize("part", ["channel", "thread"])
async def test_an_unknown_channel_is_not_found(script: Script, part: str) -> None:
    await script.read(part, channel="C404", ts="1.0", expect=404)


async def test_a_channel_the_person_cannot_see_is_not_found(slack: Sandbox, script: Script) -> None:
    secret = slack.workspace.channel("secret").id

    await script.read("channel", channel=secret, expect=404, as_="zoe")
    await script.act("say", channel=secret, text="let me in", expect=404, as_="zoe")

    names = [one["name"] for one in (await script.read("bootstrap", as_="zoe"))["channels"]]
    assert "secret" not in names


async def test_an_unknown_act_and_an_unknown_message_are_refused(slack: Sandbox, script: Script) -> None:
    await script.act("fly", expect=404)
    await script.act("react", channel=general(slack), ts="1.0", name="eyes", expect=409)
    await script.read("thread", channel=general(slack), ts="1.0", expect=404)


async def test_files_come_as_downloads_and_only_to_those_who_may_see_them(
    slack: Sandbox, script: Script
) -> None:
    headers = {"X-Sandbox": "1", "Content-Type": "application/octet-stream"}
    target = f"{script.url}upload?as=ana&name=a%22.html"
    async with script.session.post(target, data=b"<script>", headers=headers) as response:
        file = await response.json()

    async with script.session.get(slack.url.rstrip("/") + file["url"]) as response:
        assert await response.read() == b"<script>"
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"] == 'attachment; filename="a_.html"'
    assert (await script.read(f"file/{file['id']}", expect=404, as_="eli"))["error"]
