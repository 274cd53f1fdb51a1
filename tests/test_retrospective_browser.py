"""A retrospective in a real browser: written, approved and published, and the page it publishes."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from bot import demo
from sandbox.server import Sandbox
from tests.people import raises
from tests.retro import TEXTS
from tests.sandbox.chromium import opened
from tests.test_browser import become, picture

pytestmark = pytest.mark.browser
NASTY = "Exports <b>stopped</b> & stayed *down* for a morning.\n- the queue was full\n- the alert went astray"


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with demo.running(0) as sandbox:
        yield sandbox


async def _claims(page: Page) -> None:
    """Eli leads Ana's case."""
    await become(page, "eli")
    await page.get_by_role("link", name="escalations", exact=False).first.click()
    await page.get_by_role("button", name="Claim ACE-0001").click()
    await expect(page.get_by_text("Led by @Eli Moreau")).to_be_visible()


async def _writes(page: Page, button: str, label: str, text: str) -> None:
    await page.get_by_role("button", name=button).click()
    form = page.get_by_role("dialog").last
    await form.get_by_label(label).first.fill(text)
    await form.get_by_role("button", name="Save").click()
    await expect(form.get_by_role("button", name="Save")).to_have_count(0)


async def _room(page: Page) -> None:
    await page.get_by_role("link", name="ace-0001-acme-gmbh").first.click()


async def test_a_retrospective_is_written_approved_and_published_through_the_page(slack: Sandbox) -> None:
    ana = slack.workspace.person("ana")
    await raises(ana)
    await ana.closes()
    async with opened(viewport={"width": 1280, "height": 900}) as page:
        await page.goto(slack.url)
        await _claims(page)
        await _room(page)
        await page.locator("[data-composer=main]").fill("/ace retro")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("dialog")).to_be_visible()
        for section, text in TEXTS.items():
            name = f"Edit {section.label[0].lower()}{section.label[1:]}"
            await _writes(page, name, section.label, NASTY if section.value == "summary" else text)
        await picture(page, "retro-1-sections")
        await _causes(page)
        await _closes(page)
        await expect(page.get_by_text("Retrospective of ACE-0001").first).to_be_visible()
        await picture(page, "retro-2-card")
        await page.get_by_role("button", name="Request approval").last.click()
        await _approvers(page)
        await _approved_and_published(page)
        await picture(page, "retro-6-post")
    await _page_alone(slack)


async def _causes(page: Page) -> None:
    await page.get_by_role("button", name="Edit the five whys").click()
    await page.get_by_role("button", name="Add a cause").click()
    form = page.get_by_role("dialog").last
    await form.get_by_label("Because").fill("The queue has no limit")
    await form.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("The queue has no limit").first).to_be_visible()
    await picture(page, "retro-1b-whys")


async def _closes(page: Page) -> None:
    await page.get_by_role("dialog").last.get_by_role("button", name="Back", exact=True).last.click()
    await expect(page.get_by_role("heading", name="Retrospective ACE-0001", exact=True)).to_be_visible()
    await page.get_by_role("dialog").last.get_by_role("button", name="Close", exact=True).last.click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def _approvers(page: Page) -> None:
    form = page.get_by_role("dialog").last
    await form.get_by_label("Who should approve it").click()
    await page.get_by_role("option", name=re.compile("Noor")).click()
    await page.keyboard.press("Escape")
    await picture(page, "retro-3-request")
    await form.get_by_role("button", name="Request approval").click()
    await expect(page.get_by_text("Still to decide: Noor Haddad").last).to_be_visible()


async def _approved_and_published(page: Page) -> None:
    await become(page, "noor")
    await page.get_by_role("link", name=re.compile("^ACE")).first.click()
    await expect(page.get_by_text("asks you to approve").last).to_be_visible()
    await picture(page, "retro-4-approval")
    await page.get_by_role("button", name="Approve", exact=True).last.click()
    await expect(page.get_by_text("It is approved.").last).to_be_visible()
    await become(page, "eli")
    await _room(page)
    await page.get_by_role("button", name="Publish retrospective").last.click()
    await picture(page, "retro-5-publish")
    await page.get_by_role("dialog").last.get_by_role("button", name="Publish", exact=True).click()
    await page.get_by_role("link", name="retrospectives").first.click()
    await expect(page.get_by_text("What we learned").first).to_be_visible()


async def _page_alone(slack: Sandbox) -> None:
    """The published page, opened by itself: its text reads as typed, also on a phone and on paper."""
    found = [file for file in slack.workspace.files.values() if file.name.endswith(".html")]
    html = found[-1].content.decode()
    async with opened(viewport={"width": 1000, "height": 1200}) as page:
        await page.set_content(html)
        await expect(page.get_by_text("Exports <b>stopped</b> & stayed *down*")).to_be_visible()
        for width in (1000, 390):
            await page.set_viewport_size({"width": width, "height": 844})
            assert await page.evaluate("document.documentElement.scrollWidth") <= width
            await picture(page, f"retro-7-page-{width}")
