"""The page inside of WeChat, in a browser with a stand-in for WeChat: it asks once, and says how it ended."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser, Route, expect

from bot.features.membership.providers.inside_wechat import Asked, page_for
from rules.config.membership import Plan
from storage.purchases import Order

pytestmark = pytest.mark.browser
ORDER = Order(
    id=1, community_id=1, person_id=1, plan="m", amount=9900, period=1, renews=False, source="", at=1,
    state="open", provider="wechat", currency="CNY",
)  # fmt: skip
GIVEN = {"appId": "wx-test", "package": "prepay_id=1</script>", "paySign": "s"}
BRIDGE = """
window.asked = [];
const invoke = (name, given, then) => { asked.push([name, given]); then({err_msg: ANSWER}); };
window.WeixinJSBridge = {invoke};
"""


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("get_brand_wcpay_request:ok", "the bot tells you in Telegram"),
        ("get_brand_wcpay_request:cancel", "Nothing was paid"),
    ],
)
async def test_it_calls_for_payment_once_and_says_how_that_ended(
    browser: Browser, answer: str, said: str
) -> None:
    plan = Plan.model_validate({"id": "m", "name": "Monthly", "price": 1})
    told = page_for(Asked(ORDER, plan, "en"), "inside-open", GIVEN)
    context = await browser.new_context(viewport={"width": 390, "height": 844})
    page = await context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))

    async def serve(route: Route) -> None:
        headers = {**told.headers, "Content-Type": told.kind}
        await route.fulfill(status=told.status, headers=headers, body=told.body)

    await page.route("https://pay.example/**", serve)
    await page.add_init_script(BRIDGE.replace("ANSWER", f'"{answer}"'))
    await page.goto("https://pay.example/pay/wechat/page")
    await expect(page.locator("#said")).to_contain_text(said)
    await expect(page.locator("h1")).to_have_text("Monthly: ¥99.00")
    asked: Any = await page.evaluate("asked")
    assert asked == [["getBrandWCPayRequest", GIVEN]]
    assert wrong == []
    await context.close()
