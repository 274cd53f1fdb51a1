"""A real browser for tests of pages: Chromium as it is installed on this machine."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 15_000  # milliseconds for anything to appear


def found() -> str:
    """Where Chromium is; skips the test when it is nowhere."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = os.environ.get("ACE_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not path:
        pytest.skip("no Chromium: install chromium or google-chrome, or set ACE_CHROMIUM to its path")
    return path


@asynccontextmanager
async def running() -> AsyncIterator[Browser]:
    """A browser without pages, to be shared by tests: starting one takes longer than most of them."""
    path = found()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def shown(browser: Browser, **context: Any) -> AsyncIterator[Page]:
    """A fresh page that shares nothing with others of the browser; faults of its scripts fail the test."""
    faults: list[str] = []
    page = await browser.new_page(**context)
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    try:
        yield page
    finally:
        await page.close()
    assert faults == []


@asynccontextmanager
async def opened(**context: Any) -> AsyncIterator[Page]:
    """A fresh page in a browser of its own."""
    async with running() as browser, shown(browser, **context) as page:
        yield page
