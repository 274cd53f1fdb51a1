"""Where people write on the page."""

from playwright.async_api import Page


async def write(page: Page, text: str, *, where: str = "main") -> None:
    await page.locator(f"[data-composer={where}]").fill(text)
    await page.keyboard.press("Enter")
