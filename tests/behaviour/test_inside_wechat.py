"""A plan paid inside of WeChat, over HTTP: the page learns who pays and calls for payment."""

from __future__ import annotations

import base64
import json
import re
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import select

from storage.purchases import PAYMENT, PURCHASE
from tests.behaviour.shop import EVE, count, enter, newest, pass_
from tests.behaviour.test_providers import Till, till
from tests.providers import APPID

__all__ = ["till"]  # a fixture
WECHAT = {"User-Agent": "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50"}


async def opened(till: Till, query: str, agent: dict[str, str] = WECHAT) -> tuple[int, str, str]:
    """Somebody opens the page: the status, where it leads, and what it shows."""
    url = f"http://{till.bot.app.settings.http}/pay/wechat/page?{query}"
    async with till.pg.http.get(url, headers=agent, allow_redirects=False) as answer:
        return answer.status, answer.headers.get("Location", ""), await answer.text()


async def offered(till: Till) -> str:
    """Eve orders by WeChat Pay: the query of the address that she is given."""
    await till.order("by WeChat Pay")
    text = (await newest(till, words="All memberships"))["text"]
    found = re.search(r"https://pay\.example/pay/wechat/page\?(\S+)", text)
    assert found, text
    return found[1]


async def begun(till: Till) -> str:
    """She opens it inside of WeChat, which tells who she is: what the page shows."""
    query = await offered(till)
    status, where, _ = await opened(till, query)
    asked = parse_qs(urlsplit(where).query)
    assert (status, asked["appid"], asked["scope"]) == (302, [APPID], ["snsapi_base"])
    assert asked["redirect_uri"] == [f"https://pay.example/pay/wechat/page?{query}"]
    till.wechat.codes["c-1"] = "o-eve"
    status, _, shown = await opened(till, f"{query}&code=c-1&state={asked['state'][0]}")
    assert status == 200
    return shown


async def test_the_page_learns_who_pays_and_calls_for_a_signed_payment(till: Till) -> None:
    shown = await begun(till)
    found = re.search(r"const given = (\{.*?\})", shown)
    assert found
    given = json.loads(found[1])
    text = "\n".join((APPID, given["timeStamp"], given["nonceStr"], given["package"], ""))
    till.wechat.check_merchants(text, base64.b64decode(given["paySign"]))
    native, inside = till.wechat.orders
    assert inside == f"{native}*"  # two ways of paying, two numbers
    assert till.wechat.orders[inside]["payer"] == {"openid": "o-eve"}
    assert count(till.bot, PAYMENT) == 0
    body = till.wechat.pay(inside)
    assert await till.post("wechat", body, till.wechat.signed(body)) == 200
    assert any("¥99.00 arrived" in t for t in await till.bot.said(EVE))
    assert await enter(till)
    (row,) = till.bot.rows(select(PURCHASE))
    _, _, shown = await opened(till, f"order={native}")
    assert (row["state"], "This order is over" in shown) == ("paid", True)


async def test_a_payment_inside_of_wechat_that_nobody_told_of_is_asked_for(till: Till) -> None:
    await begun(till)
    till.wechat.pay([*till.wechat.orders][-1])
    await pass_(till, 301)
    await till.done()
    assert any("was reported to us late" in t for t in await till.bot.said(EVE))


async def test_who_pays_both_ways_gets_one_back(till: Till) -> None:
    await begun(till)
    for number in [*till.wechat.orders]:
        body = till.wechat.pay(number)
        await till.post("wechat", body, till.wechat.signed(body))
    states = sorted(r["state"] for r in till.bot.rows(select(PAYMENT)))
    assert (states, len(till.wechat.refunds)) == (["kept", "refunded"], 1)


async def test_elsewhere_the_page_says_how_to_open_it_and_wrong_words_lead_nowhere(till: Till) -> None:
    query = await offered(till)
    status, _, shown = await opened(till, query, {"User-Agent": "Mozilla/5.0"})
    assert (status, "open this page inside of WeChat" in shown, "<script" in shown) == (200, True, False)
    for wrong in ("order=z1-forged", f"{query}x", ""):
        assert (await opened(till, wrong))[0] == 404
    assert (await opened(till, f"{query}&code=c-9&state=another"))[0] == 302
    state = parse_qs(urlsplit((await opened(till, query))[1]).query)["state"][0]
    assert "WeChat gave no way to pay" in (await opened(till, f"{query}&code=used&state={state}"))[2]
    await pass_(till, 7300)
    assert "This order is over" in (await opened(till, query))[2]
