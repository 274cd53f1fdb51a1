"""Who looks at the page, at what and when, in a real browser."""

from datetime import timedelta

import pytest
from playwright.async_api import Browser, Page, expect

from sandbox.server import Sandbox
from sandbox.state import Json
from tests.sandbox.chromium import shown
from tests.sandbox.forms import plain
from tests.sandbox.page.composer import write
from tests.sandbox.small_bot import SmallBot

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


async def become(page: Page, name: str) -> None:
    await page.locator(f"[data-person={name}]").click()
    await expect(page.locator(f"[data-person={name}][aria-pressed=true]")).to_be_visible()


async def test_the_page_opens_on_the_first_public_channel_of_the_first_person(
    chromium: Browser, slack: Sandbox, bot: SmallBot
) -> None:
    async with shown(chromium) as page:
        await page.goto(slack.url)

        await expect(page.get_by_role("heading", name="general", exact=True)).to_be_visible()
        await expect(page.locator("[data-person=ana][aria-pressed=true]")).to_be_visible()
        await expect(page.locator(".offer", has_text="/small")).to_be_visible()
        assert bot.heard == []


async def test_another_person_sees_their_own_workspace(slack: Sandbox, page: Page) -> None:
    await write(page, "@zoe look at this")
    await expect(page.locator("[data-person=zoe]")).to_contain_text("1")
    slack.workspace.post_ephemeral(
        "general", slack.workspace.user("eli").id, slack.workspace.user("ana").id, "just for Ana"
    )
    await expect(page.get_by_text("just for Ana")).to_be_visible()
    await expect(page.get_by_role("link", name="secret")).to_be_visible()

    await become(page, "zoe")

    await expect(page.locator("#timeline .mention-me")).to_have_text("@Zoe Park")
    await expect(page.get_by_text("just for Ana")).to_have_count(0)
    await expect(page.get_by_role("link", name="secret")).to_have_count(0)


async def test_the_clock_moves_and_dates_follow(slack: Sandbox, page: Page, bot: SmallBot) -> None:
    ws = slack.workspace
    due = int(ws.clock.time()) + 600
    ws.post("general", bot.app.bot_user, f"due <!date^{due}^{{ago}}|soon>", app=bot.app)
    await expect(page.get_by_text("in 10 minutes")).to_be_visible()
    await expect(page.get_by_role("button", name="To the next due")).to_be_disabled()
    before = ws.clock.now()

    await page.get_by_role("button", name="+2 h").click()

    await expect(
        page.locator("time", has_text="1 hour ago").or_(page.locator("time", has_text="2 hours ago"))
    ).to_be_visible()
    assert ws.clock.now() - before >= timedelta(hours=2)


async def test_a_draft_and_the_place_survive_looking_elsewhere(page: Page) -> None:
    await page.locator("[data-composer=main]").fill("not yet sent")
    await page.get_by_role("link", name="help").click()
    await expect(page.get_by_role("heading", name="help", exact=True)).to_be_visible()
    await expect(page.locator("[data-composer=main]")).to_have_value("")

    await page.go_back()

    await expect(page.get_by_role("heading", name="general", exact=True)).to_be_visible()
    await expect(page.locator("[data-composer=main]")).to_have_value("not yet sent")


async def test_the_home_tab_shows_what_the_app_publishes(page: Page, bot: SmallBot) -> None:
    async def publish(body: Json) -> None:
        blocks = [{"type": "header", "text": plain("Welcome home")}]
        await bot.client.views_publish(user_id=body["event"]["user"], view={"type": "home", "blocks": blocks})

    bot.then["app_home_opened"] = publish
    await page.get_by_role("link", name="Small").click()

    await expect(page.get_by_role("heading", name="Welcome home")).to_be_visible()


async def test_a_phone_shows_one_column_and_a_drawer(
    chromium: Browser, slack: Sandbox, bot: SmallBot
) -> None:
    async with shown(chromium, **PHONE) as page:
        await page.goto(f"{slack.url}?as=ana")
        await expect(page.get_by_role("heading", name="general", exact=True)).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") == 390
        await expect(page.get_by_role("link", name="help")).to_be_hidden()

        await page.get_by_role("button", name="Channels and people").tap()
        await page.get_by_role("link", name="help").tap()

        await expect(page.get_by_role("heading", name="help", exact=True)).to_be_visible()
        assert bot.of("block_actions") == []
