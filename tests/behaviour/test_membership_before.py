"""Paid membership, from the file to Telegram: who was in before plans began, and where buyers come from."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from bot.features.membership import earlier
from rules.config.membership import Membership
from storage.entitlements import ENTITLEMENT
from storage.purchases import PURCHASE
from tests.behaviour.conftest import World
from tests.behaviour.shop import (
    DAY,
    MEMBERSHIP,
    ROOM,
    buttons,
    buy,
    enter,
    inside,
    newest,
    pass_,
    pay,
    press,
    room,
    sells,
    shop,
    start,
    write,
)

__all__ = ["shop"]  # a fixture


async def night(world: World) -> None:
    """The nightly job looks at those who were in before."""
    app = world.bot.app
    with world.bot.store.write() as connection:
        earlier.begin(connection, app.book().file(Membership), app.community, int(app.clock.now()))
    app.delivery.new_rows()
    await world.bot.settled()


async def test_who_was_in_before_stays_for_the_time_that_is_told_and_then_the_door_acts(shop: World) -> None:
    await sells(shop, f"{MEMBERSHIP}earlier_members: 10d\n")
    for user in (2, 3):
        await shop.write(user, "good morning all")
    await start(shop, 2, "")
    await night(shop)
    await night(shop)
    rows = shop.bot.rows(select(ENTITLEMENT).where(ENTITLEMENT.c.source == "earlier"))
    assert len(rows) == 2
    (told,) = [t for t in await shop.bot.said(2) if "before memberships began" in t]
    assert "you stay until" in " ".join(told.split())
    (group,) = [t for t in await shop.bot.said(shop.chat) if "is for those with a membership" in t]
    assert group
    assert "Learners: until" in await write(shop, 2, "/membership")
    await shop.pg.act({"do": "get_stars", "user": 2, "amount": 5000})
    await buy(shop, "ever", 2)
    await pass_(shop, 9 * DAY)
    assert await inside(shop, 3)
    await pass_(shop, DAY + 120)
    assert set((await shop.pg.chat(shop.chat))["present"]) & {1, 2, 3} == {1, 2}
    assert not [t for t in await shop.bot.said(2) if "you are back at once" in t]


async def test_a_link_tells_its_campaign_and_the_report_counts_it(shop: World) -> None:
    await room(shop)
    await start(shop, payload="plan_week_spring")
    await press(shop, "Buy for")
    message = await newest(shop, words="Pay ⭐")
    link = next(b["url"] for b in buttons(message) if "Pay" in b["text"])
    assert (await pay(shop, link))["state"] == "paid"
    await start(shop, 3, "plans_welcome")
    await press(shop, "Monthly", 3)
    await press(shop, "Buy for", 3)
    assert [r["source"] for r in shop.bot.rows(select(PURCHASE))] == ["spring", "welcome"]
    said = await write(shop, 1, "/memberships", ROOM)
    assert "campaign spring: 1 orders, 1 payments, ⭐ 50" in said
    assert "campaign welcome: 1 orders, 0 payments, ⭐ 0" in said


async def test_the_welcome_leads_to_the_plans_while_somebody_has_none(shop: World) -> None:
    await shop.pg.act({"do": "invite", "chat": shop.chat, "user": 1, "target": 41})
    await shop.bot.settled()
    await buy(shop)
    assert await enter(shop)
    welcomes = [
        m["message"] for m in await shop.pg.messages(shop.chat) if "Welcome" in m["message"].get("text", "")
    ]
    links = [[b["url"].partition("start=")[2] for b in buttons(m)] for m in welcomes]
    assert links == [["plans_welcome"], []]


def test_a_stay_is_counted_from_the_beginning_or_to_the_end_of_a_day() -> None:
    assert earlier.stay_until(30 * DAY, 1000, "UTC") == 1000 + 30 * DAY
    assert earlier.stay_until(date(1970, 1, 2), 0, "UTC") == 2 * DAY
