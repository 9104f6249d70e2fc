"""Paid membership: a plan bought for somebody else."""

from __future__ import annotations

import re

from sqlalchemy import select

from storage.codes import CODE
from storage.entitlements import ENTITLEMENT
from storage.purchases import SUBSCRIPTION
from tests.behaviour.conftest import World
from tests.behaviour.shop import (
    DAN,
    EVE,
    MEMBERSHIP,
    ROOM,
    buttons,
    buy,
    count,
    enter,
    inside,
    newest,
    pay,
    press,
    room,
    sells,
    shop,
    start,
    write,
)

__all__ = ["shop"]  # a fixture


async def give(world: World, plan: str = "monthly") -> str:
    """Eve pays for a gift; what its link carries."""
    await start(world, EVE, f"plan_{plan}")
    await press(world, "Give it away", EVE)
    message = await newest(world, EVE, words="Pay ⭐")
    link = next(b["url"] for b in buttons(message) if "Pay ⭐" in b["text"])
    assert (await pay(world, link))["state"] == "paid"
    said = next(t for t in reversed(await world.bot.said(EVE)) if "start=redeem_" in t)
    found = re.search(r"start=(redeem_\w+)", said)
    assert found is not None, said
    return found[1]


async def test_whoever_opens_a_gift_has_the_plan_and_whoever_paid_has_not(shop: World) -> None:
    carried = await give(shop)
    assert count(shop.bot, ENTITLEMENT) == 0
    assert count(shop.bot, SUBSCRIPTION) == 0  # a plan that renews itself is given for one period
    assert "A gift that waits, Monthly" in await write(shop, EVE, "/membership")
    await start(shop, DAN, carried)
    assert any("Monthly is yours until" in t for t in await shop.bot.said(DAN))
    assert await enter(shop, DAN)
    assert not await inside(shop, EVE)
    (row,) = shop.bot.rows(select(ENTITLEMENT))
    (code,) = shop.bot.rows(select(CODE))
    assert (row["source"], row["person_id"]) == ("gifted", code["used_by"])
    assert "a gift, until" in await write(shop, DAN, "/membership")
    assert "A gift that waits" not in await write(shop, EVE, "/membership")


async def test_a_gift_is_used_once_and_paid_once(shop: World) -> None:
    await shop.pg.act({"do": "disturb", "about": "successful_payment", "how": "double"})
    carried = await give(shop)
    assert count(shop.bot, CODE) == 1
    await start(shop, DAN, carried)
    await start(shop, EVE, carried)
    assert "does not work" in (await shop.bot.said(EVE))[-1]
    assert count(shop.bot, ENTITLEMENT) == 1


async def test_somebody_who_has_the_plan_may_give_it_away_too(shop: World) -> None:
    await buy(shop)
    carried = await give(shop)
    await start(shop, DAN, carried)
    assert await enter(shop, DAN)
    assert count(shop.bot, SUBSCRIPTION) == 1


async def test_a_refund_of_a_gift_ends_it_for_whoever_has_it(shop: World) -> None:
    await room(shop)
    await start(shop, DAN, await give(shop))
    assert await enter(shop, DAN)
    await write(shop, 1, "/refund @eve_x", ROOM)
    await shop.bot.settled()
    assert not await inside(shop, DAN)
    assert any("went back, so it ends now" in t for t in await shop.bot.said(DAN))
    assert (await shop.pg.state())["stars"][str(EVE)] == 10_000


async def test_a_gift_that_was_paid_back_cannot_be_used_any_more(shop: World) -> None:
    await room(shop)
    carried = await give(shop)
    await write(shop, 1, "/refund @eve_x", ROOM)
    await shop.bot.settled()
    await start(shop, DAN, carried)
    assert "does not work" in (await shop.bot.said(DAN))[-1]


async def test_operators_can_leave_gifts_out(shop: World) -> None:
    await sells(shop, MEMBERSHIP.replace("price: 300", "price: 300, gifts: off"))
    await start(shop, EVE, "plan_monthly")
    shown = await newest(shop, EVE, words="Buy for")
    assert not any("Give it away" in b["text"] for b in buttons(shown))
