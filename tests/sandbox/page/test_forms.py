"""Forms on the page in a real browser, with a real Bolt app behind it."""

import pytest
from playwright.async_api import FilePayload, Page, expect

from sandbox.server import Sandbox
from sandbox.state import Json
from tests.sandbox.forms import every_input, field, modal, options, plain
from tests.sandbox.page.composer import write
from tests.sandbox.small_bot import SmallBot

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

FORM = modal(
    field("Customer", {"type": "plain_text_input"}, hint=plain("As in the CRM")),
    field("Severity", {"type": "static_select", "options": options("Major", "Minor")}),
    field("Notes", {"type": "plain_text_input", "multiline": True}, optional=True),
)


def opens(bot: SmallBot, view: Json) -> None:
    """Let the bot answer /small with a modal."""

    async def show(body: Json) -> None:
        await bot.client.views_open(trigger_id=body["trigger_id"], view=view)

    bot.then["/small"] = show


async def test_a_form_is_opened_by_a_command_refused_corrected_and_sent(page: Page, bot: SmallBot) -> None:
    opens(bot, FORM)
    await page.locator("[data-composer=main]").fill("/sm")
    await expect(page.get_by_role("option", name="/small")).to_be_visible()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Form")

    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.get_by_text("Please complete this required field.")).to_have_count(2)
    assert bot.of("view_submission") == []

    bot.answers["view_submission"] = {"response_action": "errors", "errors": {"customer": "Unknown"}}
    await dialog.get_by_label("Customer").fill("Acme")
    await dialog.get_by_label("Severity").click()
    await page.get_by_role("option", name="Minor").click()
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.locator("[data-block=customer]").get_by_text("Unknown")).to_be_visible()
    await expect(dialog.get_by_label("Customer")).to_have_value("Acme")
    await expect(dialog.get_by_label("Customer")).to_be_focused()

    bot.answers["view_submission"] = {}
    await page.keyboard.type(" Ltd")
    await page.keyboard.press("Enter")
    await expect(dialog).to_be_hidden()
    values = bot.of("view_submission")[-1]["view"]["state"]["values"]
    assert values["customer"]["it"]["value"] == "Acme Ltd"
    assert values["severity"]["it"]["selected_option"]["value"] == "minor"


async def test_every_kind_of_input_reaches_the_app(page: Page, bot: SmallBot) -> None:
    opens(bot, every_input())
    await write(page, "/small")
    form = page.get_by_role("dialog", name="Form")
    await form.get_by_label("Text", exact=True).fill("Hello")
    await form.get_by_label("Number").fill("7")
    await form.get_by_label("People").click()
    await page.get_by_role("option", name="Eli Stone").click()
    await page.get_by_role("option", name="Zoe Park").click()
    await page.keyboard.press("Escape")
    await form.get_by_label("Two").check()
    await form.get_by_label("No", exact=True).check()
    await form.get_by_label("Day").fill("2026-12-01")
    await form.get_by_label("Hour").fill("09:30")
    await form.get_by_label("Moment").fill("2026-12-01T10:30")
    await form.get_by_label("Story").fill("Once\n- upon\n- a time")
    await form.locator("input[type=file]").set_input_files(
        FilePayload(name="log.txt", mimeType="text/plain", buffer=b"it broke")
    )
    await expect(page.get_by_text("log.txt")).to_be_visible()

    await form.get_by_role("button", name="Send").click()
    await expect(form).to_be_hidden()

    (sent,) = bot.of("view_submission")
    values = {name: block["it"] for name, block in sent["view"]["state"]["values"].items()}
    assert values["number"]["value"] == "7"
    assert len(values["people"]["selected_users"]) == 2
    assert [one["value"] for one in values["boxes"]["selected_options"]] == ["two"]
    assert values["radio"]["selected_option"]["value"] == "no"
    assert values["day"]["selected_date"] == "2026-12-01"
    assert values["hour"]["selected_time"] == "09:30"
    assert values["moment"]["selected_date_time"] == 1796121000  # 10:30 in London, where Ana is
    story = [part["type"] for part in values["story"]["rich_text_value"]["elements"]]
    assert story == ["rich_text_section", "rich_text_list"]
    assert values["files"]["files"][0]["name"] == "log.txt"


async def test_an_update_from_the_app_leaves_the_caret_and_what_is_typed(
    slack: Sandbox, page: Page, bot: SmallBot
) -> None:
    opens(bot, FORM)
    await write(page, "/small")
    notes = page.get_by_label("Notes (optional)")
    await notes.fill("half a sen")
    view = slack.workspace.person("ana").view
    assert view

    await bot.client.views_update(
        view_id=view.id,
        view=modal({"type": "header", "text": plain("News")}, *FORM["blocks"], title=plain("Form, now new")),
    )
    await expect(page.get_by_role("heading", name="News")).to_be_visible()

    await page.keyboard.type("tence")
    await expect(notes).to_have_value("half a sentence")


async def test_an_app_that_does_not_answer_keeps_the_form_open(
    slack: Sandbox, page: Page, bot: SmallBot
) -> None:
    opens(bot, FORM)
    await write(page, "/small")
    await page.get_by_label("Customer").fill("Acme")
    await page.get_by_label("Severity").click()
    await page.get_by_role("option", name="Major").click()
    bot.answers["view_submission"] = None
    slack.deliveries.ack_timeout = 0.2

    await page.get_by_role("button", name="Send", exact=True).last.click()

    await expect(page.get_by_text("We had some trouble connecting")).to_be_visible()
    await expect(page.get_by_label("Customer")).to_have_value("Acme")
