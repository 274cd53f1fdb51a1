"""The page, seen and used without a browser."""

import json
from typing import Any

import aiohttp

from sandbox.server import Sandbox
from sandbox.state import Json


class Script:
    """What a page's script can send, without the page."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.url = f"{sandbox.url}page/"
        self.session = session

    async def read(self, part: str, /, *, as_: str = "ana", expect: int = 200, **query: str) -> Json:
        async with self.session.get(self.url + part, params={"as": as_, **query}) as response:
            body: Json = await response.json()
            assert response.status == expect, body
            return body

    async def act(self, name: str, /, *, as_: str = "ana", expect: int = 200, **body: Any) -> Json:
        return await self.post(name, json.dumps({"as": as_, **body}), expect=expect)

    async def post(self, name: str, text: str, *, expect: int, **headers: str) -> Json:
        sent = {"X-Sandbox": "1", "Content-Type": "application/json", **headers}
        async with self.session.post(f"{self.url}act/{name}", data=text, headers=sent) as response:
            body: Json = await response.json()
            assert response.status == expect, body
            return body


def general(slack: Sandbox) -> str:
    return slack.workspace.channel("general").id
