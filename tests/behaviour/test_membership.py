"""Paid membership, from the file to Telegram: bought, paid once, in at once, and out when it is over."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from storage.entitlements import ENTITLEMENT
from storage.event_log import EVENT
from storage.purchases import PAYMENT, PURCHASE, SUBSCRIPTION
from storage.spool import SPOOL
from tests.behaviour.conftest import World
from tests.behaviour.shop import (
    DAN,
    DAY,
    EVE,
    MONTH,
    buttons,
    buy,
    count,
    enter,
    inside,
    invoice,
    newest,
    pass_,
    pay,
    press,
    shop,
    start,
    write,
)

__all__ = ["shop"]  # a fixture


async def test_a_plan_is_bought_and_opens_the_door(shop: World) -> None:
    await start(shop)
    listed = (await shop.bot.said(EVE))[-1]
    assert "Monthly: ⭐ 300 for 30 days, renews itself" in listed
    assert "For good: ⭐ 5,000 once, for good" in listed
    await buy(shop)
    (order,) = shop.bot.rows(select(PURCHASE))
    assert (order["plan"], order["state"], order["amount"]) == ("monthly", "paid", 300)
    assert any("⭐ 300 arrived: Monthly is yours until" in t for t in await shop.bot.said(EVE))
    assert await enter(shop)
    assert "Monthly: until" in await write(shop, EVE, "/membership")


async def test_whoever_asks_first_waits_at_the_door_until_it_is_paid(shop: World) -> None:
    await shop.pg.act({"do": "request_join", "chat": shop.chat, "user": EVE})
    await shop.bot.settled()
    assert "Learners is for members" in (await shop.bot.said(EVE))[-1]
    assert EVE in (await shop.pg.chat(shop.chat))["requests"]
    await press(shop, "A week")
    await press(shop, "Buy for")
    message = await newest(shop, words="Pay ⭐")
    link = next(b["url"] for b in buttons(message) if "Pay" in b["text"])
    assert (await pay(shop, link))["state"] == "paid"
    assert await inside(shop)


async def test_nobody_pays_with_somebody_elses_invoice_nor_twice(shop: World) -> None:
    link = await invoice(shop, "monthly")
    await start(shop, DAN)
    other = await pay(shop, link, DAN)
    assert other["state"] == "refused"
    assert other["error"].startswith("This invoice was made for somebody else.")
    assert (await pay(shop, link))["state"] == "paid"
    again = await pay(shop, link)
    assert (again["state"], again["error"]) == (
        "refused",
        "This order is paid already. See /membership.",
    )
    assert count(shop.bot, PAYMENT) == 1


async def test_the_last_seat_is_held_for_whoever_pays_first(shop: World) -> None:
    first, second = await invoice(shop, "week"), await invoice(shop, "week", DAN)
    assert (await pay(shop, first))["state"] == "paid"
    late = await pay(shop, second, DAN)
    assert (late["state"], late["error"]) == ("refused", "All places are taken at the moment.")


async def test_whoever_pays_is_answered_before_the_hundreds_of_updates_that_wait(shop: World) -> None:
    link = await invoice(shop, "monthly")
    said = {"do": "message", "chat": shop.chat, "user": 1}
    await start(shop, DAN)
    held, decide = asyncio.Event(), shop.bot.app.spool._decide

    async def slowly(raws: Sequence[Any]) -> None:
        await held.wait()
        await decide(raws)

    shop.bot.app.spool._decide = slowly
    talk = select(EVENT).where(EVENT.c.kind == "message", EVENT.c.person_id.is_not(None)).order_by(EVENT.c.id)
    before = len(shop.bot.rows(talk))
    assert all(r["ok"] for r in await shop.pg.acts([said | {"text": f"thought {n}"} for n in range(600)]))
    checkout = (await shop.pg.act({"do": "pay", "user": DAN, "invoice": link}))["checkout_id"]
    assert (await shop.pg.get(f"/sim/checkouts/{checkout}"))["state"] == "refused"
    assert len(shop.bot.rows(talk)) == before
    held.set()
    await shop.bot.settled()
    written = [r["message_id"] for r in shop.bot.rows(talk)]
    assert len(written) == before + 600
    assert written[-600:] == sorted(written[-600:])
    assert shop.bot.rows(select(SPOOL)) == []


@pytest.mark.parametrize("how", ["double", "late"])
async def test_a_notice_that_comes_twice_or_late_grants_once(shop: World, how: str) -> None:
    await shop.pg.act({"do": "disturb", "about": "successful_payment", "how": how})
    link = await invoice(shop, "week")
    assert (await pay(shop, link))["state"] == "paid"
    if how == "late":
        await shop.pg.act({"do": "pay", "user": DAN, "invoice": await invoice(shop, "monthly", DAN)})
        await shop.bot.settled()
    rows = shop.bot.rows(select(ENTITLEMENT).where(ENTITLEMENT.c.plan == "week"))
    assert [r["source"] for r in rows] == ["payment"]
    assert rows[0]["ends"] - rows[0]["begins"] == 7 * DAY


async def test_the_end_is_told_before_and_then_the_door_closes_without_a_ban(shop: World) -> None:
    await buy(shop, "week")
    assert await enter(shop)
    await pass_(shop, 4 * DAY + 60)
    await pass_(shop, 2 * DAY)
    said = await shop.bot.said(EVE)
    assert len([t for t in said if "A week ends in" in t]) == 2
    await pass_(shop, DAY)
    assert await inside(shop)
    assert "The door stays open until" in (await shop.bot.said(EVE))[-1]
    await pass_(shop, DAY)
    assert not await inside(shop)
    assert "You are not banned" in (await shop.bot.said(EVE))[-1]
    members = (await shop.pg.chat(shop.chat))["members"]
    assert members[str(EVE)]["status"] == "left"
    await buy(shop, "week")
    assert await enter(shop)


async def test_a_month_renews_itself_and_nobody_is_bothered(shop: World) -> None:
    await buy(shop)
    assert await enter(shop)
    before = len(await shop.bot.said(EVE))
    for _ in range(3):
        await pass_(shop, MONTH)
    assert await inside(shop)
    assert count(shop.bot, PAYMENT) == 4
    new = (await shop.bot.said(EVE))[before:]
    assert all("Monthly now lasts until" in t for t in new), new
    (one,) = shop.bot.rows(select(SUBSCRIPTION))
    assert one["state"] == "active"


async def test_who_ends_the_renewal_is_asked_why_and_stays_as_long_as_it_is_paid(shop: World) -> None:
    await buy(shop)
    assert await enter(shop)
    await write(shop, EVE, "/membership")
    await press(shop, "Don't renew it")
    assert (await shop.pg.state())["subscriptions"][0]["banned"]
    assert await press(shop, "too expensive") == "Thank you for telling us."
    (one,) = shop.bot.rows(select(SUBSCRIPTION))
    assert (one["state"], one["why"]) == ("ended", "price")
    await pass_(shop, MONTH - DAY)
    assert await inside(shop)
    await pass_(shop, 4 * DAY + 120)
    assert not await inside(shop)


async def test_a_renewal_that_cannot_be_charged_is_told_and_has_its_grace(shop: World) -> None:
    await shop.pg.act({"do": "create_person", "person": 50, "first_name": "Poor", "language_code": "en"})
    await shop.pg.act({"do": "get_stars", "user": 50, "amount": 300})
    await buy(shop, user=50)
    assert await enter(shop, 50)
    await pass_(shop, MONTH + 120)
    assert any("could not charge" in t for t in await shop.bot.said(50))
    assert await inside(shop, 50)
    await pass_(shop, 3 * DAY)
    assert not await inside(shop, 50)


async def test_a_trial_is_for_once(shop: World) -> None:
    await start(shop, payload="plan_week")
    assert await press(shop, "Try it for") == ""
    assert await enter(shop)
    assert "A week: on trial until" in await write(shop, EVE, "/membership")
    await pass_(shop, 2 * DAY + 60)
    assert not await inside(shop)
    await start(shop, payload="plan_week")
    assert not [b for b in buttons((await shop.pg.messages(EVE))[-1]["message"]) if "Try" in b["text"]]


async def test_terms_and_help_with_payments_are_told_to_anybody(shop: World) -> None:
    await start(shop)
    assert await write(shop, EVE, "/terms") == "What you buy is yours alone."
    assert "Ask @olga_owner" in await write(shop, EVE, "/paysupport")


async def test_the_end_of_one_plan_closes_no_door_that_another_keeps_open(shop: World) -> None:
    await buy(shop, "week")
    assert await enter(shop)
    await buy(shop, "ever")
    await pass_(shop, 7 * DAY + 60)
    await pass_(shop, DAY)
    assert await inside(shop)
    said = await shop.bot.said(EVE)
    assert len([t for t in said if "A week is over. You stay where you are" in t]) == 1
    assert not [t for t in said if "I let you out" in t or "The door stays open until" in t]
