"""What a visitor does in the chat page, by clicks and keys."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect


def bubble(page: Page, text: str) -> Locator:
    """The message with these words, the last one if there are several."""
    return page.locator("#messages .message").filter(has=page.locator(".text", has_text=text)).last


async def join(page: Page) -> None:
    """Enter the group as whoever the visitor is."""
    await page.get_by_role("button", name="Join “学习群").click()
    await expect(page.get_by_label("Write something…")).to_be_visible()


async def write(page: Page, text: str) -> None:
    """Write a message and send it with Enter."""
    await page.get_by_label("Write something…").fill(text)
    await page.keyboard.press("Enter")


async def be(page: Page, name: str) -> None:
    """Become somebody."""
    await page.locator(".whoami").click()
    await page.get_by_role("menuitem", name=name).click()
    await expect(page.locator(".whoami")).to_contain_text(name)


async def be_newcomer(page: Page, name: str) -> None:
    """Become somebody who was never here."""
    await page.locator(".whoami").click()
    await page.get_by_role("menuitem", name="A newcomer…").click()
    await page.get_by_label("Name").fill(name)
    await page.keyboard.press("Enter")
    await expect(page.locator(".whoami")).to_contain_text(name)


async def choose(page: Page, message: Locator, action: str) -> None:
    """Open a message's menu and choose from it."""
    await message.hover()
    await message.get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name=action).click()
