"""WeChat Pay behind the port: what it is sent, what its notices and lists mean, what is signed for pages."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.features.membership.providers.port import Away, Order, Refused, Transaction
from rules.engine.reconciling import Line
from tests.providers import API_KEY, APPID, CHINA, MERCHANT, PLATFORM, SERIAL, FakeWeChat, wechat_server

pytest.importorskip("wechatpayv3", reason="pip install 'zhiqun[wechat]'")

from bot.features.membership.providers.wechat import WeChat, list_of
from bot.features.membership.providers.wechat_keys import Keys, Unreadable

NOW = int(datetime(2026, 3, 3, 11, tzinfo=CHINA).timestamp())
ORDER = Order("z7-abcdefghij", 9900, "CNY", "月度会员" * 20, NOW + 7200)
# The columns of a day's list as WeChat Pay documents them, with a payment, a refund in part, and the sums.
BILL = (
    "\ufeff交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
    "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,"
    "费率,订单金额,申请退款金额,费率备注\n"
    "`2026-03-01 09:30:05,`wx-test,`1900000001,`0,`,`4200001,`z7-abcdefghij,`o-1,`NATIVE,`SUCCESS,`OTHERS,"
    "`CNY,`99.00,`0.00,`0,`0,`0.00,`0.00,`,`,`月度会员,`,`0.59000,`0.60%,`99.00,`0.00,`\n"
    "`2026-03-01 10:00:00,`wx-test,`1900000001,`0,`,`4200001,`z7-abcdefghij,`o-1,`NATIVE,`REFUND,`OTHERS,"
    "`CNY,`0.00,`0.00,`5000,`z7-abcdefghij-1,`9.05,`0.00,`ORIGINAL,`SUCCESS,`月度会员,`,`-0.05000,`0.60%,`0.00,`9.05,`\n"
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\n"
    "`2,`99.00,`9.05,`0.00,`0.54000,`99.00,`9.05\n"
)


@pytest_asyncio.fixture
async def wechat(tmp_path: Path) -> AsyncIterator[tuple[WeChat, FakeWeChat]]:
    """The provider, and a WeChat Pay that it asks."""
    async with wechat_server(tmp_path) as fake:
        keys = Keys(MERCHANT, SERIAL, fake.private_file, API_KEY, PLATFORM, fake.public_file)
        provider = WeChat(keys, APPID, "https://pay.example/pay/wechat", time.time, fake.url)
        yield provider, fake
        await provider.close()


async def test_a_code_is_made_and_what_pages_inside_of_wechat_need_is_signed(
    wechat: tuple[WeChat, FakeWeChat],
) -> None:
    provider, fake = wechat
    assert (await provider.create(ORDER)).code == "weixin://wxpay/bizpayurl?pr=1"
    (sent,) = fake.orders.values()
    assert len(sent["description"].encode()) <= 127
    assert datetime.fromisoformat(sent["time_expire"]).timestamp() == ORDER.expires_at
    page = await provider.create(Order("z8-abcdefghij", 100, "CNY", "x", NOW, openid="o-1"))
    given = page.parameters
    assert (given["appId"], given["package"], given["signType"]) == (APPID, "prepay_id=wx20prepay", "RSA")
    text = "\n".join((APPID, given["timeStamp"], given["nonceStr"], given["package"], ""))
    fake.check_merchants(text, base64.b64decode(given["paySign"]))


async def test_an_order_is_asked_for_and_an_unsigned_answer_is_none(
    wechat: tuple[WeChat, FakeWeChat],
) -> None:
    provider, fake = wechat
    assert (await provider.query(ORDER)).state == "closed"
    await provider.create(ORDER)
    assert (await provider.query(ORDER)).state == "open"
    fake.pay()
    found = await provider.query(ORDER)
    assert (found.state, found.amount, found.currency, found.reference) == (
        "paid",
        9900,
        "CNY",
        ORDER.reference,
    )
    fake.forges = True
    with pytest.raises(Away):
        await provider.query(ORDER)


async def test_only_refunds_of_all_are_told_as_such(wechat: tuple[WeChat, FakeWeChat]) -> None:
    provider, fake = wechat
    thing = {
        "mchid": MERCHANT,
        "out_trade_no": ORDER.reference,
        "transaction_id": "4200001",
        "refund_status": "SUCCESS",
        "success_time": "2026-03-03T10:00:00+08:00",
        "amount": {"total": 9900, "refund": 9900, "payer_total": 9900, "payer_refund": 9900},
    }
    body = fake.notice("REFUND.SUCCESS", thing)

    def read(content: bytes) -> str:
        headers = {k.lower(): v for k, v in fake.signed(content, at=NOW).items()}
        return provider.parse_notice(headers, content, NOW).kind

    assert read(body) == "refunded"
    part = thing | {"amount": {"total": 9900, "refund": 100}}
    assert read(fake.notice("REFUND.SUCCESS", part)) == "other"
    assert read(fake.notice("REFUND.ABNORMAL", thing)) == "other"
    for odd in (b"", b"[]", b"{}", b"\xff", json.dumps({"id": 1, "event_type": "x", "resource": 5}).encode()):
        with pytest.raises(Refused):
            read(odd)


def test_a_days_list_is_read_with_what_went_back() -> None:
    at = int(datetime(2026, 3, 1, 9, 30, 5, tzinfo=CHINA).timestamp())
    came = Line("4200001", 9900, at, None, "z7-abcdefghij")
    back = Line("4200001", -905, at + 1795, None, "z7-abcdefghij")
    assert list_of(BILL.removeprefix("\ufeff")) == [("CNY", "", came), ("CNY", "5000", back)]


async def test_days_without_a_list_are_passed_over_and_today_is_not_asked_for(
    wechat: tuple[WeChat, FakeWeChat],
) -> None:
    provider, fake = wechat
    fake.bill = BILL
    listed = await provider.list_since(NOW - 5 * 86_400, NOW)
    assert [line.amount for _, _, line in listed.lines] == [9900, -905]
    assert listed.until == int(datetime(2026, 3, 3, tzinfo=CHINA).timestamp())
    early = NOW - 3 * 3600
    assert (await provider.list_since(NOW - 86_400, early)).until == listed.until - 86_400
    fake.tampers = True
    with pytest.raises(Away):
        await provider.list_since(NOW - 5 * 86_400, NOW)


async def test_a_refund_under_the_same_number_goes_back_once(wechat: tuple[WeChat, FakeWeChat]) -> None:
    provider, fake = wechat
    paid = Transaction("paid", ORDER.reference, "4200001", 9900, "CNY", NOW)
    fake.processing = True
    assert (await provider.refund(paid, "n-1")).state == "pending"
    fake.processing = False
    assert (await provider.refund(paid, "n-1")).state == "done"
    assert len(fake.refunds) == 1


def test_keys_that_cannot_be_used_are_named_without_what_they_hold(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pem"
    broken.write_text("hush-hush")
    for secret, name in (("short", "ZHIQUN_WECHAT_API_KEY"), (API_KEY, "ZHIQUN_WECHAT_PRIVATE_KEY")):
        with pytest.raises(Unreadable) as told:
            Keys(MERCHANT, SERIAL, broken, secret, PLATFORM, broken)
        assert str(told.value) == name
