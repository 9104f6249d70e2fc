"""Money beside Stars, over HTTP: bought, told by the provider, in; forged, late, away, given back."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest_asyncio
from prometheus_client import REGISTRY
from pydantic import SecretStr
from sqlalchemy import select

from bot.features.membership.providers import operating
from bot.features.membership.providers.listing import begin
from bot.operations import membership_checks
from bot.runtime.settings import Settings
from rules.config.membership import Membership
from storage.entitlements import ENTITLEMENT
from storage.providers import CALL, NOTICE, REFUSED
from storage.purchases import PAYMENT, PURCHASE
from tests.behaviour.conftest import World
from tests.behaviour.shop import (
    EVE,
    MEMBERSHIP,
    NIGHT_OFF,
    buttons,
    count,
    enter,
    newest,
    pass_,
    people,
    press,
    room,
    start,
    write,
)
from tests.bots import running_bot, write_rules
from tests.providers import API_KEY, SECRET, WHSEC, FakeStripe, FakeWeChat, stripe_server, wechat_server
from tests.servers import community, playground

PRICED = MEMBERSHIP.replace(
    "price: 300}", "price: 300, money: [{amount: 1900, currency: USD}, {amount: 9900, currency: CNY}]}"
)


@dataclass
class Till(World):
    """A shop that takes money, and who brings it."""

    stripe: FakeStripe
    wechat: FakeWeChat

    async def done(self) -> None:
        """Wait until providers were asked for everything that is due."""

        def waits() -> bool:
            now = self.bot.app.clock.now()
            return bool(self.bot.rows(select(CALL).where(CALL.c.state == "pending", CALL.c.due_at <= now)))

        async def calm() -> bool:
            if waits():  # whatever comes of asking sets a timer, and a timer may ask again
                return False
            await self.bot.settled()
            return not waits()

        await self.pg.wait_for(calm)

    async def post(self, name: str, body: bytes, headers: dict[str, str]) -> int:
        """A notice comes; the status of the answer."""
        url = f"http://{self.bot.app.settings.http}/pay/{name}"
        async with self.pg.http.post(url, data=body, headers=headers) as answer:
            status = answer.status
        await self.done()
        return status

    async def tell(self, event: dict[str, Any], **signed: Any) -> int:
        """Stripe tells of an event."""
        body = json.dumps(event).encode()
        return await self.post("stripe", body, self.stripe.signed(body, **signed))

    async def order(self, words: str = "by card") -> None:
        """Eve wants to pay for a month."""
        await start(self, payload="plan_monthly")
        await press(self, words)
        await self.done()


@pytest_asyncio.fixture
async def till(tmp_path: Path, unused_tcp_port: int) -> AsyncIterator[Till]:
    """A shop with both providers."""
    rules = write_rules(
        tmp_path / "rules", membership=PRICED + "providers: [stripe, wechat]\n", schedule=NIGHT_OFF
    )
    async with stripe_server() as stripe, wechat_server(tmp_path) as wechat, playground(flood=False) as pg:
        given: dict[str, Any] = {
            "stripe_key": SecretStr("sk_test_1"),
            "stripe_webhook_secret": SecretStr(WHSEC),
        }
        given["wechat_secret"] = SecretStr(SECRET)
        given |= {"wechat_api_key": SecretStr(API_KEY), **wechat.settings()}
        given |= {"http": f"127.0.0.1:{unused_tcp_port}", "public_url": "https://pay.example"}
        async with running_bot(pg, tmp_path, rules, stripe_url=stripe.url, **given) as bot:
            till = Till(pg, bot, await community(pg, drain=False, asks=True), stripe, wechat)
            await people(pg)
            await room(till)
            await bot.settled()
            yield till


def refused(till: Till) -> list[tuple[str, str]]:
    """Provider and reason of what was refused and kept."""
    return [(r["provider"], r["reason"]) for r in till.bot.rows(select(REFUSED).order_by(REFUSED.c.id))]


def counted(provider: str, outcome: str) -> float:
    """How many notices ended so."""
    labels = {"provider": provider, "outcome": outcome}
    return REGISTRY.get_sample_value("zhiqun_provider_notices_total", labels) or 0.0


async def test_a_card_pays_and_opens_the_door_once_and_a_refund_closes_it(till: Till) -> None:
    await till.order()
    page = await newest(till, words="To the payment: USD 19.00")
    assert "once; nothing is charged again" in page["text"]
    link = next(b["url"] for b in buttons(page) if "payment" in b["text"])
    assert link == "https://checkout.stripe.com/c/pay/cs_test_1"
    event = till.stripe.pay()
    assert await till.tell(event) == 200
    said = await till.bot.said(EVE)
    assert any("USD 19.00 arrived: Monthly is yours until" in t for t in said)
    assert await enter(till)
    before = till.bot.rows(select(ENTITLEMENT))
    assert await till.tell(event) == 200
    assert await till.tell(event | {"id": "evt_another"}) == 200
    assert till.bot.rows(select(ENTITLEMENT)) == before
    assert (count(till.bot, PAYMENT), count(till.bot, NOTICE)) == (1, 2)
    assert "USD 19.00" in await write(till, 1, "/refund @eve_x by mistake", chat=-1002)
    await till.done()
    assert [r["amount"] for r in till.stripe.refunds] == [1900]
    assert any("USD 19.00 for Monthly went back to you" in t for t in await till.bot.said(EVE))
    (paid,) = till.bot.rows(select(PAYMENT))
    assert (paid["state"], paid["currency"], paid["provider"]) == ("refunded", "USD", "stripe")
    assert await till.tell(event | {"id": "evt_late"}) == 200
    assert EVE not in (await till.pg.chat(till.chat))["present"]


async def test_what_is_not_stripes_or_not_fitting_is_refused_counted_and_kept(till: Till) -> None:
    await till.order()
    event = till.stripe.pay()
    clock: Any = till.bot.app.clock
    little = event["data"]["object"] | {"amount_total": 100}
    cases: list[tuple[Any, dict[str, Any], int, str]] = [
        (event, {"secret": "whsec_guessed"}, 400, "signature"),
        (event, {"at": time.time() - 301}, 400, "age"),
        (event, {"at": time.time() + 600}, 400, "age"),
        ({"hello": 1}, {}, 400, "form"),
        (
            till.stripe.event(event["type"], little),
            {},
            200,
            "amount",
        ),
    ]
    for number, (told, signed, status, reason) in enumerate(cases):
        before, usual = counted("stripe", reason), clock.now
        clock.now = lambda usual=usual, number=number: usual() + 2 * number  # kept at most once a second
        assert await till.tell(told, **signed) == status, reason
        clock.now = usual
        assert counted("stripe", reason) == before + 1
        assert refused(till)[-1] == ("stripe", reason)
    assert count(till.bot, ENTITLEMENT) == 0
    said = await till.bot.said(-1002)
    assert any("paid USD 1.00 for an order of USD 19.00" in t for t in said), said
    (paid,) = till.bot.rows(select(PAYMENT))
    assert (paid["state"], paid["reason"], paid["amount"]) == ("strange", "amount", 100)
    others = (({"currency": "eur"}, "currency"), ({"client_reference_id": "z1-forged"}, "order"))
    for changed, reason in others:
        thing = event["data"]["object"] | {"payment_intent": f"pi_{reason}"} | changed
        assert await till.tell(till.stripe.event(event["type"], thing)) == 200
        assert refused(till)[-1] == ("stripe", reason)
    assert count(till.bot, ENTITLEMENT) == 0
    body = json.dumps(event).encode()
    assert await till.post("stripe", body, {}) == 400
    assert await till.post("stripe", b"x" * 70_000, {}) == 413
    assert await till.post("paypal", body, {}) == 404


async def test_wechat_pays_by_a_code_and_only_its_own_word_counts(till: Till) -> None:
    await till.order("WeChat Pay")
    (photo,) = await till.bot.called("sendPhoto")
    assert "¥99.00" in photo["caption"]
    ((reference, order),) = till.wechat.orders.items()
    assert (order["amount"], order["notify_url"]) == (
        {"total": 9900, "currency": "CNY"},
        "https://pay.example/pay/wechat",
    )
    body = till.wechat.pay()
    told = till.wechat.orders[reference]
    cases = [
        (body, till.wechat.signed(body, serial="PUB_KEY_ID_99"), 401, "signature"),
        (body + b" ", till.wechat.signed(body), 401, "signature"),
        (body, till.wechat.signed(body, at=time.time() - 301), 401, "age"),
    ]
    foreign = till.wechat.notice("TRANSACTION.SUCCESS", told, key="f" * 32)
    cases += [(foreign, till.wechat.signed(foreign), 401, "form")]
    for changed, reason, status in (
        ({"mchid": "1900000009"}, "order", 401),
        ({"transaction_id": "1", "amount": {"total": 1, "currency": "CNY"}}, "amount", 200),
        ({"transaction_id": "2", "amount": {"total": 9900, "currency": "USD"}}, "currency", 200),
        ({"transaction_id": "3", "out_trade_no": "z1-forged"}, "order", 200),
    ):
        other = till.wechat.notice("TRANSACTION.SUCCESS", told | changed)
        cases.append((other, till.wechat.signed(other), status, reason))
    for content, headers, status, reason in cases:
        before = counted("wechat", reason)
        assert await till.post("wechat", content, headers) == status, reason
        assert counted("wechat", reason) == before + 1
    assert count(till.bot, ENTITLEMENT) == 0
    assert await till.post("wechat", body, till.wechat.signed(body)) == 200
    assert await till.post("wechat", body, till.wechat.signed(body)) == 200
    assert await enter(till)
    assert len(till.bot.rows(select(ENTITLEMENT))) == 1


async def test_a_provider_that_is_away_or_silent_locks_nobody_out(till: Till) -> None:
    till.stripe.away = True
    await till.order()
    assert not [b for b in buttons((await till.pg.messages(EVE))[-1]["message"]) if "payment" in b["text"]]
    till.stripe.away = False
    await pass_(till, 60)
    await till.done()
    await newest(till, words="To the payment")
    assert len(till.stripe.sessions) == 1
    till.stripe.pay()  # and its notice is lost
    await pass_(till, 300)
    await till.done()
    assert any("reported to us late" in t for t in await till.bot.said(EVE))
    assert await enter(till)
    await till.order("WeChat Pay")
    await pass_(till, 300)
    await till.done()
    await pass_(till, 8_000)
    await till.done()
    states = {r["provider"]: r["state"] for r in till.bot.rows(select(PURCHASE))}
    assert states == {"stripe": "paid", "wechat": "void"}


async def test_a_refund_that_takes_its_time_ends_with_wechats_word(till: Till) -> None:
    await till.order("WeChat Pay")
    body = till.wechat.pay()
    assert await till.post("wechat", body, till.wechat.signed(body)) == 200
    till.wechat.processing = True
    await write(till, 1, "/refund @eve_x", chat=-1002)
    await till.done()
    (paid,) = till.bot.rows(select(PAYMENT))
    assert (paid["state"], len(till.wechat.refunds)) == ("refunding", 1)
    till.wechat.processing = False
    await pass_(till, 700)
    await till.done()
    (paid,) = till.bot.rows(select(PAYMENT))
    assert (paid["state"], len(till.wechat.refunds)) == ("refunded", 1)
    assert any("¥99.00 for Monthly went back" in t for t in await till.bot.said(EVE))


async def test_the_nightly_list_makes_good_what_was_lost_and_names_what_is_left(till: Till) -> None:
    await till.order()
    till.stripe.pay()
    await till.order()
    event = till.stripe.pay()
    assert await till.tell(event) == 200
    till.stripe.charges[1] |= {"disputed": True}
    await reconcile(till, 1)
    said = await till.bot.said(-1002)
    assert any("stripe, checked against its own list" in t and "Difference: USD 0.00" in t for t in said), (
        said
    )
    states = [r["state"] for r in till.bot.rows(select(PAYMENT).order_by(PAYMENT.c.charge))]
    assert states == ["kept", "charged_back"]
    till.stripe.charges[0] |= {"amount_refunded": 500}
    await reconcile(till, 2)
    assert any("Difference: -USD 5.00" in t for t in await till.bot.said(-1002))


async def reconcile(till: Till, mark: int) -> None:
    """The nightly job reads the providers' lists."""
    app = till.bot.app
    with till.bot.store.write() as connection:
        assert begin(connection, app.community, mark, int(app.clock.now()))
    await till.done()


async def test_nothing_listens_and_nothing_is_offered_while_providers_are_off(
    tmp_path: Path, unused_tcp_port: int
) -> None:
    rules = write_rules(tmp_path / "rules", membership=PRICED, schedule=NIGHT_OFF)
    http = f"127.0.0.1:{unused_tcp_port}"
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules, http=http) as bot:
        world = World(pg, bot, await community(pg, drain=False, asks=True))
        await people(pg)
        await start(world, payload="plan_monthly")
        message = await newest(world, words="Buy for")
        assert not [b for b in buttons(message) if "card" in b["text"] or "WeChat" in b["text"]]
        for method in ("POST", "GET"):
            async with pg.http.request(method, f"http://{http}/pay/stripe", data=b"{}") as answer:
                assert answer.status == 404


async def test_operators_see_what_was_refused_and_what_lists_differ_in(till: Till) -> None:
    await till.order()
    event = till.stripe.pay()
    assert await till.tell(event, secret="whsec_guessed") == 400
    settings = till.bot.app.settings
    (row,) = operating.refused(settings, 10)
    assert (row["provider"], row["reason"], row["size"]) == ("stripe", "signature", len(json.dumps(event)))
    (((provider, currency), found),) = (await operating.reconciled(settings)).items()
    assert (provider, currency, len(found.missing), found.difference) == ("stripe", "USD", 1, 1900)
    await till.done()
    assert any("reported to us late" in t for t in await till.bot.said(EVE))
    assert all(one.same for one in (await operating.reconciled(settings)).values())


def test_the_doctor_names_what_is_missing_and_whose_rule_it_is(tmp_path: Path) -> None:
    membership = Membership(providers=("stripe", "wechat"))
    found = [
        c.sentence("en")
        for c in membership_checks.money(
            Settings(_env_file=None, stripe_key=SecretStr("sk_1")), membership, 0
        )
    ]
    assert found[0].startswith(
        "Payments: stripe cannot take money: empty settings: ZHIQUN_STRIPE_WEBHOOK_SECRET"
    )
    assert "ZHIQUN_WECHAT_API_KEY" in found[1]
    assert "sold in Stars only" in found[2]
    assert "ZHIQUN_PUBLIC_URL" in found[3]
    assert "sk_1" not in " ".join(found)
