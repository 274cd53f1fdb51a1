"""The main job in a real browser: the demo's page, from the command to the observation."""

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot import demo
from sandbox.server import Sandbox
from tests.sandbox.chromium import opened

pytestmark = pytest.mark.browser

IMPACT = "Nobody at Acme can export invoices since 06:10, and their month-end closes tonight."


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with demo.running(0) as sandbox:
        yield sandbox


async def picture(page: Page, name: str) -> None:
    """Keep a screenshot where ACE_SHOTS says, for people to look at."""
    if folder := os.environ.get("ACE_SHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png")


async def become(page: Page, name: str) -> None:
    await page.locator(f"[data-person={name}]").click()
    await expect(page.locator(f"[data-person={name}][aria-pressed=true]")).to_be_visible()


async def choose(page: Page, label: str, option: str) -> None:
    await page.get_by_label(label).click()
    await page.get_by_role("option", name=option).click()


async def raise_it(page: Page) -> None:
    """File Acme's trouble as whoever is at the screen."""
    await page.locator("[data-composer=main]").fill("/raiseanace")
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Raise an escalation")
    await form.get_by_label("Which customer?").fill("Acme GmbH")
    await form.get_by_label("What can they no longer do?").fill(IMPACT)
    await choose(page, "How bad is it?", "High (Sev 2)")
    await choose(page, "Which product?", "Web app")
    await picture(page, "2-form")
    await form.get_by_role("button", name="Raise it").click()
    await expect(page.get_by_role("heading", name="ACE-0001 is filed")).to_be_visible()
    await picture(page, "3-filed")
    await form.get_by_role("button", name="Done").click()


async def test_a_newcomer_files_claims_and_logs_through_the_page(slack: Sandbox) -> None:
    async with opened(viewport={"width": 1280, "height": 800}) as page:
        await page.goto(slack.url)
        await picture(page, "1-start")
        await raise_it(page)

        await become(page, "eli")
        await page.get_by_role("link", name="escalations", exact=False).first.click()
        await picture(page, "4-alert")
        await page.get_by_role("button", name="Claim ACE-0001").click()
        await expect(page.get_by_text("Led by @Eli Moreau")).to_be_visible()
        await picture(page, "5-claimed")

        await page.get_by_role("link", name="ace-0001-acme-gmbh").first.click()
        await expect(page.get_by_text("High | Discovery | EM Eli Moreau").first).to_be_visible()
        await expect(page.get_by_role("link", name="State document")).to_be_visible()
        await picture(page, "6-room")

        await page.locator("[data-composer=main]").fill("decision: move exports to eu-4 for tonight")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Decision: move exports to eu-4 for tonight")).to_be_visible()
        await picture(page, "7-logged")

        await become(page, "ana")
        await page.get_by_role("link", name=re.compile("^ACE")).first.click()
        await expect(page.get_by_text("The work happens in").first).to_be_visible()
        await picture(page, "8-tracker")


async def test_it_works_on_a_phone(slack: Sandbox) -> None:
    async with opened(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as page:
        await page.goto(slack.url)
        await raise_it(page)
        await picture(page, "9-phone")
        assert "ace-0001" not in slack.workspace.channels
        ana = slack.workspace.person("ana")
        assert ana.notifications[-1].why == "dm"
