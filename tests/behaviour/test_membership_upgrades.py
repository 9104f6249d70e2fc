"""Paid membership, from the file to Telegram: a plan in the place of another."""

from __future__ import annotations

from sqlalchemy import select

from storage.entitlements import ENTITLEMENT
from storage.purchases import SUBSCRIPTION
from tests.behaviour.conftest import World
from tests.behaviour.shop import (
    DAY,
    EVE,
    MEMBERSHIP,
    ROOM,
    buy,
    enter,
    inside,
    pass_,
    room,
    sells,
    shop,
    start,
    write,
)

__all__ = ["shop"]  # a fixture
SEASON = "  - {id: season, name: Season, price: 500, period: 70d, includes: [monthly], upgrades: [monthly]}\n"


async def test_what_is_left_of_a_plan_counts_and_a_refund_gives_it_back(shop: World) -> None:
    await room(shop)
    await sells(shop, MEMBERSHIP + SEASON)
    await buy(shop)
    assert await enter(shop)
    await pass_(shop, 15 * DAY)
    await start(shop, payload="plan_season")
    # 15 of 30 days for 300 Stars are worth 150: almost 21 of 70 days for 500.
    assert (
        "What you paid for and have not used yet of what you have counts: 2" in (await shop.bot.said(EVE))[-1]
    )
    await buy(shop, "season")
    rows = shop.bot.rows(select(ENTITLEMENT).where(ENTITLEMENT.c.key.startswith("upgrade:")))
    (length,) = [r["ends"] - r["begins"] for r in rows]
    assert 21 * DAY - 600 < length <= 21 * DAY
    assert any("What was left of Monthly counts" in t for t in await shop.bot.said(EVE))
    (renewal,) = shop.bot.rows(select(SUBSCRIPTION))
    assert renewal["state"] == "ended"
    assert await inside(shop)
    shown = await write(shop, EVE, "/membership")
    assert "Season: until" in shown
    await write(shop, 1, "/refund @eve_x", ROOM)
    await shop.bot.settled()
    assert await inside(shop)  # the rest of the month is theirs again
    shown = await write(shop, EVE, "/membership")
    assert "Monthly: until" in shown
    assert "Season: over" in shown
    await pass_(shop, 19 * DAY)
    assert not await inside(shop)
