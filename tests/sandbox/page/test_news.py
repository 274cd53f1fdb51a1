"""The page's server: what time it is and what is new."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest

from sandbox.server import Sandbox
from sandbox.state import Json
from tests.sandbox.page.script import Script
from tests.sandbox.small_bot import workspace

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("minutes", [0, -5, 1.5, "30", None, True, 10**9])
async def test_the_clock_only_moves_forward_by_whole_minutes(
    slack: Sandbox, script: Script, minutes: Any
) -> None:
    before = slack.workspace.clock.now()

    await script.act("clock", minutes=minutes, expect=400)

    assert slack.workspace.clock.now() - before < timedelta(minutes=1)


async def test_the_clock_moves_to_what_is_due_next(slack: Sandbox, script: Script) -> None:
    due = slack.workspace.clock.now() + timedelta(hours=5)
    (await script.act("clock", due=True, expect=409))["error"].index("Nothing is due")

    async def next_due() -> datetime | None:
        return due

    slack.next_due = next_due
    assert (await script.read("bootstrap"))["clock"]["due"] is True
    await script.act("clock", due=True)

    assert timedelta() <= slack.workspace.clock.now() - due < timedelta(minutes=1)


async def events(response: aiohttp.ClientResponse) -> AsyncIterator[Json]:
    async for line in response.content:
        if line.startswith(b"data: "):
            yield json.loads(line.removeprefix(b"data: "))


async def test_the_stream_tells_each_person_only_what_they_can_see(slack: Sandbox, script: Script) -> None:
    ws = slack.workspace
    async with script.session.get(f"{script.url}stream", params={"as": "zoe"}) as response:
        assert await response.content.readline() == b"retry: 1000\n"
        ws.post("secret", ws.user("ana").id, "hidden")
        ws.post_ephemeral("general", ws.user("ana").id, ws.user("eli").id, "for Eli")
        ws.post("general", ws.user("ana").id, "for all")

        news = await anext(one async for one in events(response) if one["kind"] == "message")

    assert news["message"]["text"] == "for all"


async def test_stopping_ends_the_streams_at_once() -> None:
    sandbox = Sandbox(workspace(), page=True)
    async with aiohttp.ClientSession() as session:
        async with sandbox:
            response = await session.get(f"{sandbox.url}page/stream", params={"as": "ana"})
            await response.content.readline()
        async with asyncio.timeout(5):
            await response.read()
        assert response.status == 200
