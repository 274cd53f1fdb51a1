"""The page's workspace, an app in it, and two ways to look at the page, all on the loop of one browser."""

from collections.abc import AsyncIterator

import aiohttp
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from sandbox.server import Sandbox
from tests.sandbox.chromium import running, shown
from tests.sandbox.page.script import Script
from tests.sandbox.small_bot import SmallBot, small_bot, workspace


@pytest_asyncio.fixture(loop_scope="session")
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(workspace(), page=True) as sandbox:
        yield sandbox


@pytest_asyncio.fixture(loop_scope="session")
async def bot(slack: Sandbox) -> AsyncIterator[SmallBot]:
    async with small_bot(slack) as bot:
        slack.workspace.join("general", bot.app.bot_user)
        await slack.deliveries.idle()
        bot.heard.clear()
        yield bot


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with running() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser, slack: Sandbox, bot: SmallBot) -> AsyncIterator[Page]:
    async with shown(chromium) as page:
        await page.goto(f"{slack.url}?as=ana")
        await expect(page.get_by_role("heading", name="general", exact=True)).to_be_visible()
        await expect(page.get_by_role("link", name=bot.app.name)).to_be_visible()
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def script(slack: Sandbox) -> AsyncIterator[Script]:
    async with aiohttp.ClientSession() as session:
        yield Script(slack, session)
