"""Messages on the page in a real browser: written, answered, pressed."""

import pytest
from playwright.async_api import Page, expect

from sandbox.server import Sandbox
from sandbox.state import Json, Message
from tests.sandbox.forms import actions, button, plain
from tests.sandbox.page.composer import write
from tests.sandbox.small_bot import SmallBot

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def card(slack: Sandbox, bot: SmallBot, *elements: Json) -> Message:
    return slack.workspace.post("general", bot.app.bot_user, "card", blocks=[actions(*elements)], app=bot.app)


async def test_a_press_is_confirmed_and_the_card_changes_in_place(
    slack: Sandbox, page: Page, bot: SmallBot
) -> None:
    confirm = {
        "title": plain("Sure?"),
        "text": plain("It ends."),
        "confirm": plain("End it"),
        "deny": plain("No"),
    }
    message = card(slack, bot, button("End", confirm=confirm, style="danger"))

    async def end(body: Json) -> None:
        await bot.client.chat_update(
            channel=body["channel"]["id"], ts=message.ts, text="ended", blocks=[actions(button("Ended"))]
        )

    bot.then["block_actions"] = end
    await page.get_by_role("button", name="End", exact=True).click()
    await page.get_by_role("alertdialog").get_by_role("button", name="No").click()
    assert bot.of("block_actions") == []

    await page.get_by_role("button", name="End", exact=True).click()
    await page.get_by_role("button", name="End it").click()

    await expect(page.get_by_role("button", name="Ended")).to_be_visible()
    assert len(bot.of("block_actions")) == 1


async def test_a_reply_goes_into_the_thread(slack: Sandbox, page: Page) -> None:
    root = slack.workspace.post("general", slack.workspace.user("eli").id, "who takes it?")
    message = page.locator(f"[data-ts='{root.ts}']").first
    await message.hover()
    await message.get_by_role("button", name="Reply in thread").click()
    await expect(page.locator("[data-composer=thread]")).to_be_focused()

    await write(page, "me", where="thread")

    await expect(page.locator("#thread").get_by_text("me", exact=True)).to_be_visible()
    await expect(page.get_by_role("button", name="1 reply")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#thread")).to_be_hidden()


async def test_what_people_type_stays_text(slack: Sandbox, page: Page, bot: SmallBot) -> None:
    attack = (
        '<img src=x onerror="document.title=1"> <script>document.title=2</script> [x](javascript:alert(1))'
    )
    await write(page, attack)
    await expect(page.get_by_text(attack, exact=True)).to_be_visible()
    slack.workspace.post(
        "general",
        bot.app.bot_user,
        "see <javascript:alert(1)|this> and <https://example.com|that>",
        app=bot.app,
    )

    await expect(page.get_by_role("link", name="that")).to_have_attribute("href", "https://example.com/")
    await expect(page.get_by_role("link", name="this")).to_have_count(0)
    assert await page.locator("#timeline img, #timeline script").count() == 0
    assert await page.title() == "Sandbox · Ana Lima"


async def test_the_keyboard_alone_is_enough(slack: Sandbox, page: Page, bot: SmallBot) -> None:
    card(slack, bot, button("Claim"))
    await expect(page.get_by_role("button", name="Claim")).to_be_visible()
    await page.locator("#main").focus()
    await page.keyboard.press("/")
    await expect(page.locator("[data-composer=main]")).to_be_focused()
    await page.keyboard.type("one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message .text", has_text="one")).to_contain_text("two")

    await page.locator("#main").focus()
    for _ in range(12):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.textContent") == "Claim":
            break
    await page.keyboard.press("Enter")
    await bot.hears("block_actions")
    assert bot.of("block_actions")[0]["actions"][0]["action_id"] == "claim"
