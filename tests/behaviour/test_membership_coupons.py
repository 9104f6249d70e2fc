"""Paid membership, from the file to Telegram: coupons given, paid with, used up once and given back."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from bot.features.membership.payload import seal
from rules.config.schedule import Job
from storage.coupons import COUPON
from storage.entitlements import ENTITLEMENT
from storage.purchases import PAYMENT, PURCHASE
from tests.behaviour.conftest import World
from tests.behaviour.shop import (
    DAN,
    DAY,
    EVE,
    MEMBERSHIP,
    ROOM,
    buy,
    invoice,
    pass_,
    pay,
    room,
    sells,
    shop,
    start,
    write,
)

__all__ = ["shop"]  # a fixture
COUPONS = (
    MEMBERSHIP.replace("seats: 1}", "coupons: [next]}")
    + """
coupons:
  - {id: tenth, name: A tenth, percent: 10, plans: [week, ever], lasts: 5d, per_member: 2}
  - {id: next, name: Next time, stars: 20, plans: [week]}
"""
)


async def states(world: World) -> list[tuple[str, str]]:
    """All coupons, and how they stand."""
    return [(r["coupon"], r["state"]) for r in world.bot.rows(select(COUPON).order_by(COUPON.c.id))]


async def test_a_coupon_lowers_what_one_payment_asks_for_and_a_refund_gives_it_back(shop: World) -> None:
    await room(shop)
    await sells(shop, COUPONS)
    await start(shop)
    assert "has the coupon A tenth" in await write(shop, 1, "/coupon @eve_x tenth helped a lot", ROOM)
    assert any("A coupon for you: A tenth" in t for t in await shop.bot.said(EVE))
    shown = await write(shop, EVE, "/plans")
    assert "A week: ⭐ 45 for 7 days (instead of ⭐ 50, with your coupon “A tenth”)" in shown
    assert "Monthly: ⭐ 300 for 30 days, renews itself" in shown
    first, second = await invoice(shop, "week"), await invoice(shop, "ever")
    assert (await pay(shop, first))["state"] == "paid"
    assert await states(shop) == [("tenth", "spent"), ("next", "open")]
    refused = await pay(shop, second)
    assert (refused["state"], "can't be used any more" in refused["error"]) == ("refused", True)
    assert [r["amount"] for r in shop.bot.rows(select(PAYMENT))] == [45]
    await pass_(shop, 60)  # commands have a limit
    assert "A week: ⭐ 30 for 7 days" in await write(shop, EVE, "/plans")  # with what the plan brought
    assert "🎟 Next time" in await write(shop, EVE, "/membership")
    assert "brings the coupon Next time" in await write(shop, EVE, "/why access")
    await write(shop, 1, "/refund @eve_x", ROOM)
    await shop.bot.settled()
    assert await states(shop) == [("tenth", "open"), ("next", "void")]
    assert "A week: ⭐ 45" in await write(shop, EVE, "/plans")
    await pass_(shop, 6 * DAY)
    assert "A week: ⭐ 50 for 7 days\n" in await write(shop, EVE, "/plans")


async def test_two_invoices_of_one_coupon_are_never_both_paid(shop: World) -> None:
    await room(shop)
    await sells(shop, COUPONS)
    await start(shop)
    await write(shop, 1, "/coupon @eve_x tenth", ROOM)
    first = await invoice(shop, "week")
    second = await invoice(shop, "week")
    assert first != second
    assert (await pay(shop, first))["state"] == "paid"
    assert (await pay(shop, second))["state"] == "refused"
    orders = shop.bot.rows(select(PURCHASE).order_by(PURCHASE.c.id))
    assert [(r["coupon_id"], r["state"]) for r in orders] == [(1, "paid"), (1, "open")]
    await _paid_all_the_same(shop, orders[1])
    assert any("Your coupon was used by another payment already." in t for t in await shop.bot.said(EVE))
    payments = shop.bot.rows(select(PAYMENT).order_by(PAYMENT.c.id))
    assert [p["reason"] for p in payments] == ["", "the coupon was used"]
    assert len(shop.bot.rows(select(ENTITLEMENT))) == 1
    assert await states(shop) == [("tenth", "spent"), ("next", "open")]


async def test_a_level_brings_its_coupon_once(shop: World) -> None:
    levels = "message: {points: 5, cooldown: 1s, shortest: 3}\nlevels: [{from: 5, name: A, coupon: tenth}]\n"
    await sells(shop, COUPONS)
    (shop.bot.app.settings.rules / "incentives.yaml").write_text(levels, encoding="utf-8")

    async def read() -> bool:
        return bool(shop.bot.app.book().incentives.levels)

    await shop.pg.wait_for(read)
    await shop.write(2, "good morning everyone")
    await shop.bot.settled()
    job = Job(id="levels", job="levels", cron="* * * * *", timezone="UTC", options={})
    for moment in (100, 200):
        await shop.bot.app.scheduler.run(job, moment)
    assert await states(shop) == [("tenth", "open")]


async def _paid_all_the_same(world: World, order: Any) -> None:
    """Telegram tells of a payment that was let through before the bot forgot what it held."""
    payload = seal(world.bot.app.services.buttons, order["id"], order["person_id"], order["plan"])
    person = {"id": EVE, "is_bot": False, "first_name": "Eve", "username": "eve_x", "language_code": "en"}
    payment = {
        "currency": "XTR",
        "total_amount": order["amount"],
        "invoice_payload": payload,
        "telegram_payment_charge_id": "twice",
        "provider_payment_charge_id": "",
    }
    message = {"message_id": 990, "date": order["at"] + 5, "chat": {"id": EVE, "type": "private"}}
    update = {"update_id": 990_000, "message": message | {"from": person, "successful_payment": payment}}
    for _ in range(2):
        await world.bot.app.take([json.dumps(update).encode()])
    await world.bot.settled()


async def test_moderators_take_a_coupon_back_and_members_give_none(shop: World) -> None:
    await room(shop)
    await sells(shop, COUPONS)
    await start(shop)
    await start(shop, DAN)
    await write(shop, EVE, "/coupon @dan_x tenth")
    assert await states(shop) == []
    for _ in range(3):
        said = await write(shop, 1, "/coupon @eve_x tenth", ROOM)
    assert "got as many of A tenth as each may have" in said
    await write(shop, 1, "/undo 1", ROOM)
    assert await states(shop) == [("tenth", "void"), ("tenth", "open")]
    await buy(shop, "week", DAN)
    assert [r["amount"] for r in shop.bot.rows(select(PAYMENT))] == [50]
