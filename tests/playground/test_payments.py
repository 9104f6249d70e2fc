"""Stars in the local Telegram: paid in time or not at all, refunded once, renewed by the clock."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.playground.clock import Clock
from bot.playground.engine import Engine
from bot.playground.journal import Journal
from bot.playground.world import World
from tests.servers import Playground

MONTH = 2_592_000
OFFER: dict[str, Any] = {
    "title": "Monthly",
    "description": "The reading room for 30 days",
    "payload": "order-1",
    "currency": "XTR",
    "prices": [{"label": "30 days", "amount": 100}],
}
RENEWED = OFFER | {"subscription_period": MONTH}


async def offered(pg: Playground, **more: Any) -> str:
    """The link of an invoice."""
    answer = await pg.call("createInvoiceLink", **(OFFER | more))
    assert answer["ok"], answer
    link: str = answer["result"]
    return link


async def query(pg: Playground) -> Any:
    """What the bot is asked at the checkout; everything before it is confirmed."""
    updates = await pg.updates()
    await pg.updates(offset=updates[-1]["update_id"] + 1)
    return updates[-1]["pre_checkout_query"]


async def paid(pg: Playground, link: str, user: int = 2, stars: int = 100) -> Any:
    """Somebody pays and the bot agrees: how it ended."""
    await pg.act({"do": "get_stars", "user": user, "amount": stars})
    checkout = (await pg.act({"do": "pay", "user": user, "invoice": link}))["checkout_id"]
    asked = await query(pg)
    assert asked["id"] == checkout
    assert (await pg.call("answerPreCheckoutQuery", pre_checkout_query_id=checkout, ok=True))["ok"]
    return await pg.get(f"/sim/checkouts/{checkout}")


async def notices(pg: Playground, kind: str = "successful_payment") -> list[Any]:
    """What the bot hears of payments, confirmed as it is read."""
    updates = await pg.updates()
    if updates:
        await pg.updates(offset=updates[-1]["update_id"] + 1)
    return [u["message"][kind] for u in updates if kind in u.get("message", {})]


async def rows(pg: Playground, **page: int) -> list[Any]:
    """The bot's transactions."""
    found: list[Any] = (await pg.call("getStarTransactions", **page))["result"]["transactions"]
    return found


async def test_a_payment_moves_stars_once_the_bot_agrees(pg: Playground) -> None:
    end = await paid(pg, await offered(pg))
    assert end["state"] == "paid"
    told = (await notices(pg))[0]
    assert told == {
        "currency": "XTR",
        "total_amount": 100,
        "invoice_payload": "order-1",
        "telegram_payment_charge_id": end["charge"],
        "provider_payment_charge_id": told["provider_payment_charge_id"],
    }
    assert (await pg.call("getMyStarBalance"))["result"] == {"amount": 100}
    assert (await pg.state())["stars"]["2"] == 0
    assert [r["source"]["user"]["id"] for r in await rows(pg)] == [2]


async def test_a_refusal_at_the_checkout_takes_nothing(pg: Playground) -> None:
    await pg.act({"do": "get_stars", "user": 2, "amount": 100})
    act = {"do": "pay", "user": 2, "invoice": await offered(pg)}
    checkout = (await pg.act(act))["checkout_id"]
    answer = {"pre_checkout_query_id": checkout, "ok": False, "error_message": "sold out"}
    assert (await pg.call("answerPreCheckoutQuery", **answer))["ok"]
    end = await pg.get(f"/sim/checkouts/{checkout}")
    assert (end["state"], end["error"]) == ("refused", "sold out")
    assert (await pg.state())["stars"]["2"] == 100
    assert not (await pg.call("answerPreCheckoutQuery", **answer))["ok"]


async def test_a_bot_that_is_too_slow_gets_nothing(pg: Playground) -> None:
    await pg.act({"do": "get_stars", "user": 2, "amount": 100})
    act = {"do": "pay", "user": 2, "invoice": await offered(pg)}
    checkout = (await pg.act(act))["checkout_id"]
    await pg.post("/sim/clock", {"advance": 11})
    answer = await pg.call("answerPreCheckoutQuery", pre_checkout_query_id=checkout, ok=True)
    assert "query is too old" in answer["description"]
    assert (await pg.get(f"/sim/checkouts/{checkout}"))["state"] == "late"
    assert (await pg.state())["stars"]["2"] == 100


async def test_who_has_too_little_does_not_get_to_the_checkout(pg: Playground) -> None:
    assert "only 0 Stars" in await pg.refused({"do": "pay", "user": 2, "invoice": await offered(pg)})


async def test_a_forwarded_invoice_is_paid_by_others_unless_it_has_a_start_parameter(pg: Playground) -> None:
    await pg.act({"do": "start", "user": 2})
    await pg.act({"do": "get_stars", "user": 3, "amount": 200})
    numbers = []
    for start in ("", "plan"):
        sent = await pg.call("sendInvoice", chat_id=2, start_parameter=start, **OFFER)
        assert sent["result"]["invoice"]["total_amount"] == 100
        numbers.append(sent["result"]["message_id"])
    act = {"do": "pay", "user": 3, "sent_to": 2}
    assert (await pg.act(act | {"message": numbers[0]}))["checkout_id"]
    assert "can't be paid" in await pg.refused(act | {"message": numbers[1]})


async def test_a_refund_happens_once_and_stands_in_the_transactions(pg: Playground) -> None:
    end = await paid(pg, await offered(pg))
    refund = {"user_id": 2, "telegram_payment_charge_id": end["charge"]}
    assert (await pg.call("refundStarPayment", **(refund | {"user_id": 3})))["description"].endswith(
        "USER_ID_INVALID"
    )
    assert (await pg.call("refundStarPayment", **refund))["result"] is True
    assert (await pg.call("refundStarPayment", **refund))["description"] == (
        "Bad Request: CHARGE_ALREADY_REFUNDED"
    )
    assert [n["telegram_payment_charge_id"] for n in await notices(pg, "refunded_payment")] == [end["charge"]]
    assert [("source" in r, r["id"]) for r in await rows(pg)] == [
        (True, end["charge"]),
        (False, end["charge"]),
    ]
    assert (await pg.state())["stars"]["2"] == 100


async def test_transactions_come_in_pages_oldest_first(pg: Playground) -> None:
    link = await offered(pg)
    charges = [(await paid(pg, link))["charge"] for _ in range(5)]
    assert [r["id"] for r in await rows(pg, offset=1, limit=2)] == charges[1:3]
    assert [r["id"] for r in await rows(pg, offset=4)] == charges[4:]
    assert not (await pg.call("getStarTransactions", limit=101))["ok"]


async def test_a_subscription_renews_every_month_under_the_first_payload(pg: Playground) -> None:
    await paid(pg, await offered(pg, **RENEWED), stars=250)
    first = (await notices(pg))[0]
    assert (first["is_recurring"], first["is_first_recurring"]) == (True, True)
    await pg.post("/sim/clock", {"advance": MONTH + 60})
    (second,) = await notices(pg)
    assert second["is_recurring"]
    assert "is_first_recurring" not in second
    assert second["subscription_expiration_date"] == first["subscription_expiration_date"] + MONTH
    assert second["invoice_payload"] == "order-1"
    assert second["telegram_payment_charge_id"] != first["telegram_payment_charge_id"]


async def test_a_renewal_that_cannot_be_paid_is_told_and_tried_again(pg: Playground) -> None:
    end = await paid(pg, await offered(pg, **RENEWED))
    await notices(pg)
    await pg.post("/sim/clock", {"advance": MONTH + 60})
    (told,) = [u["subscription"] for u in await pg.updates() if "subscription" in u]
    assert (told["state"], told["user"]["id"], told["invoice_payload"]) == ("failed", 2, "order-1")
    await pg.act({"do": "get_stars", "user": 2, "amount": 100})
    await pg.act({"do": "resume_subscription", "user": 2, "charge": end["charge"]})
    assert len(await notices(pg)) == 1


async def test_canceled_and_resumed_subscriptions_are_told_and_charged_accordingly(pg: Playground) -> None:
    end = await paid(pg, await offered(pg, **RENEWED), stars=300)
    own = {"user": 2, "charge": end["charge"]}
    await pg.act({"do": "cancel_subscription", **own})
    await pg.act({"do": "resume_subscription", **own})
    await pg.act({"do": "cancel_subscription", **own})
    states = [u["subscription"]["state"] for u in await pg.updates() if "subscription" in u]
    assert states == ["canceled", "active", "canceled"]
    await notices(pg)
    await pg.post("/sim/clock", {"advance": 2 * MONTH})
    assert not await notices(pg)


async def test_the_bot_ends_a_subscription_and_lets_it_go_on(pg: Playground) -> None:
    end = await paid(pg, await offered(pg, **RENEWED), stars=300)
    await notices(pg)
    edit = {"user_id": 2, "telegram_payment_charge_id": end["charge"]}
    assert (await pg.call("editUserStarSubscription", is_canceled=True, **edit))["ok"]
    await pg.post("/sim/clock", {"advance": MONTH + 60})
    assert not await notices(pg)
    assert (await pg.call("editUserStarSubscription", is_canceled=False, **edit))["ok"]
    await pg.wait_for(lambda: notices(pg))


async def test_a_charge_back_shows_only_in_the_transactions(pg: Playground) -> None:
    end = await paid(pg, await offered(pg))
    await notices(pg)
    await pg.act({"do": "charge_back", "user": 2, "charge": end["charge"]})
    assert not await pg.updates()
    assert [("receiver" in r) for r in await rows(pg)] == [False, True]
    assert (await pg.call("getMyStarBalance"))["result"] == {"amount": 0}


@pytest.mark.parametrize(("how", "heard"), [("lose", 0), ("double", 2)])
async def test_notices_are_lost_and_doubled_on_demand(pg: Playground, how: str, heard: int) -> None:
    await pg.act({"do": "disturb", "about": "successful_payment", "how": how})
    link = await offered(pg)
    end = await paid(pg, link)
    assert [n["telegram_payment_charge_id"] for n in await notices(pg)] == [end["charge"]] * heard
    assert (await paid(pg, link))["state"] == "paid"
    assert len(await notices(pg)) == 1


async def test_a_late_notice_is_overtaken_by_the_next(pg: Playground) -> None:
    await pg.act({"do": "disturb", "about": "successful_payment", "how": "late"})
    link = await offered(pg)
    first = (await paid(pg, link))["charge"]
    assert not await notices(pg)
    await pg.act({"do": "get_stars", "user": 3, "amount": 100})
    checkout = (await pg.act({"do": "pay", "user": 3, "invoice": link}))["checkout_id"]
    assert [n["telegram_payment_charge_id"] for n in await notices(pg)] == [first]
    assert (await pg.call("answerPreCheckoutQuery", pre_checkout_query_id=checkout, ok=True))["ok"]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"payload": "界" * 43}, "INVOICE_PAYLOAD_INVALID"),
        ({"prices": [{"label": "a", "amount": 1}] * 2}, "STARS_INVOICE_INVALID"),
        ({"provider_token": "x"}, "STARS_INVOICE_INVALID"),
        ({"subscription_period": 86_400}, "SUBSCRIPTION_PERIOD_INVALID"),
        ({"prices": [{"label": "a", "amount": 100_001}]}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
        (
            {"prices": [{"label": "a", "amount": 10_001}], "subscription_period": MONTH},
            "SUBSCRIPTION_AMOUNT_INVALID",
        ),
        ({"title": "t" * 33}, "INVOICE_TITLE_INVALID"),
    ],
)
async def test_a_wrong_invoice_is_refused(pg: Playground, wrong: Any, why: str) -> None:
    assert (await pg.call("createInvoiceLink", **(OFFER | wrong)))["description"] == f"Bad Request: {why}"


def test_a_restarted_server_knows_every_star(tmp_path: Path) -> None:
    def engine() -> Engine:
        return Engine(World(), Clock("events:1"), Journal(tmp_path / "world.jsonl"))

    first = engine()
    bot = first.world.main_bot
    first.do(do="create_person", person=2, first_name="Ming", ts=1_700_000_000)
    first.do(do="get_stars", user=2, amount=300)
    link = first.call(bot, "createInvoiceLink", RENEWED)
    checkout = first.do(do="pay", user=2, invoice=link)["checkout_id"]
    first.call(bot, "answerPreCheckoutQuery", {"pre_checkout_query_id": checkout, "ok": True})
    first.advance(MONTH + 5)
    first.flush()
    again = engine()
    for each in (first, again):
        assert each.journal is not None
        each.journal.close()
    for world in (first.world, again.world):
        assert len(world.stars.charges) == 2
    assert again.world.stars.owned == first.world.stars.owned
    assert json.dumps(again.world.stars.rows) == json.dumps(first.world.stars.rows)
    assert [u.body for u in again.world.main_bot.queue] == [u.body for u in first.world.main_bot.queue]
