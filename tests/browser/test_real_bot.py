"""The chat page in Chromium with the real bot behind it: the main job, by clicks and keys."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.steps import be, be_newcomer, bubble, join, write

pytestmark = pytest.mark.browser

ADVERTISEMENT = "免费领资料，加微信 study-888"
REASON = "advertising"  # newcomers made in the English page read English


async def _come_in(page: Page, name: str) -> None:
    await be_newcomer(page, name)
    await join(page)
    await expect(bubble(page, f"Learners, {name}!")).to_have_class(re.compile("from-bot"))


async def _advertise(page: Page, name: str, reason: str) -> None:
    """An advertisement by a newcomer is gone, and everybody reads why."""
    await write(page, ADVERTISEMENT)
    ghost = page.locator("#messages .ghost.mine").filter(has_text=ADVERTISEMENT)
    await expect(ghost.locator(".gone")).to_contain_text("removed by local_bot")
    await expect(ghost.locator(".why")).to_contain_text(f"Reason: {reason}")
    notice = bubble(page, f"{name}: message removed")
    await expect(notice).to_have_class(re.compile("from-bot"))
    await expect(notice).to_contain_text(f"Reason: {reason}")
    await expect(page.locator("#composer")).to_contain_text("Muted until")


async def _take_a_suggestion(page: Page, name: str) -> None:
    """A member asks for a course and likes what comes."""
    await be(page, name)
    await write(page, "/suggest")
    suggestion = bubble(page, "为你挑的")
    await expect(suggestion.locator(".quote")).to_contain_text("/suggest")
    await suggestion.get_by_role("button", name="感兴趣", exact=True).click()
    await expect(page.locator(".toast.answer")).to_have_text("好的，记下了：你对它感兴趣。")


async def _change_the_reason(page: Page, reason: str) -> None:
    """The operator edits moderation.yaml, mistyping an action at first."""
    await page.get_by_role("tab", name="Rules").click()
    await expect(page.locator(".said")).to_contain_text("Rules the bot uses now")
    editor = page.get_by_label("Text of moderation.yaml")
    text = (await editor.input_value()).replace(f"en: {REASON}}}", f"en: {reason}}}", 1)
    right, wrong = "then: [delete, {warn: 2}, {mute: 1d}", "then: [delte, {warn: 2}, {mute: 1d}"
    assert text.count(right) == 1
    before = text[: text.index(right)]
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + len("then: [") + 1

    await editor.fill(text.replace(right, wrong))
    await page.get_by_role("button", name="Save and hand to the bot").click()
    refused = page.locator(".said.bad")
    await expect(refused).to_contain_text("keeps the old rules")
    await expect(refused).to_contain_text(f"moderation.yaml:{line}:{column}: unknown action 'delte'")

    await editor.fill(text)
    await page.keyboard.press("Control+s")
    await expect(page.locator(".said.good")).to_contain_text("The bot took the new rules over")


async def test_a_visitor_lives_through_the_main_job_with_the_real_bot(real_page: Page) -> None:
    page = real_page
    await _come_in(page, "Noor")
    await _advertise(page, "Noor", REASON)
    await _take_a_suggestion(page, "小满")
    await _change_the_reason(page, "no advertising here")
    await _come_in(page, "Wei")
    await _advertise(page, "Wei", "no advertising here")


@pytest.mark.parametrize("real_page", [(390, 844)], indirect=True)
async def test_on_a_phone_a_newcomer_joins_the_real_bots_group_and_writes(real_page: Page) -> None:
    page = real_page
    await _come_in(page, "Noor")
    await write(page, "打卡，今天学了 groupby")
    mine = bubble(page, "今天学了 groupby")
    await expect(mine).to_have_class(re.compile("mine"))
    await expect(mine).to_be_in_viewport()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await _advertise(page, "Noor", REASON)


PLANS = """
terms: Yours alone.
support: Ask us.
plans:
  - {id: monthly, name: {zh: 月度会员, en: Monthly}, price: 300}
"""


async def test_a_visitor_buys_a_plan_and_ends_its_renewal(real_page: Page, tmp_path: Path) -> None:
    page = real_page
    (tmp_path / "rules" / "membership.yaml").write_text(PLANS, "utf-8")
    await be_newcomer(page, "Noor")
    await page.locator("#chats").get_by_role("button", name=re.compile("^local_bot")).click()
    await page.get_by_role("button", name="Start a talk with the bot").click()

    async def offered() -> None:
        await write(page, "/plans")
        await expect(bubble(page, "Monthly: ⭐ 300 for 30 days, renews itself")).to_be_visible(timeout=2_000)

    await _until(offered)
    await page.get_by_role("button", name="Monthly", exact=True).last.click()
    await page.get_by_role("button", name="Buy for ⭐ 300").click()
    await page.get_by_role("button", name="Pay ⭐ 300").click()
    await expect(page.locator(".service").filter(has_text="paid ⭐ 300")).to_be_visible()
    await expect(bubble(page, "⭐ 300 arrived: Monthly is yours until")).to_be_visible()
    await write(page, "/membership")
    await page.get_by_role("button", name="Don't renew it").click()
    await expect(bubble(page, "Monthly does not renew itself any more.")).to_be_visible()


async def _until(done: Callable[[], Awaitable[None]]) -> None:
    """Try until it comes true: the bot takes the file over in a moment."""
    for _ in range(5):
        with suppress(AssertionError):
            await done()
            return
    await done()
