"""Paid membership, from the file to Telegram: places of a plan that its buyer gives to others."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy import select

from rules.config.schedule import Job
from storage.entitlements import ENTITLEMENT
from storage.family import PLACE
from tests.behaviour.conftest import World
from tests.behaviour.shop import (
    DAN,
    DAY,
    EVE,
    MEMBERSHIP,
    ROOM,
    buttons,
    buy,
    enter,
    inside,
    newest,
    pass_,
    press,
    room,
    sells,
    shop,
    start,
    write,
)

__all__ = ["shop"]  # a fixture
FAMILY = MEMBERSHIP.replace("trial: 2d, seats: 1}", "trial: 2d, family: 2}")


async def code(world: World) -> str:
    """The newest link that Eve made."""
    (row, *_) = world.bot.rows(select(PLACE).where(PLACE.c.state == "offered").order_by(PLACE.c.id))
    return str(row["code"])


def taken(world: World) -> list[int]:
    """The numbers of the places that somebody has."""
    query = select(PLACE.c.number).where(PLACE.c.state == "taken").order_by(PLACE.c.number)
    return [r["number"] for r in world.bot.rows(query)]


async def family(world: World) -> str:
    """Eve has the plan, and made a link."""
    await room(world)
    await sells(world, FAMILY)
    await buy(world, "week")
    assert "A week, until" in await write(world, EVE, "/family")
    await press(world, "A link for A week")
    link = await code(world)
    page = await newest(world, words="A link for A week")
    assert "https://t.me/" in page["text"]
    assert f"?start=family_{link}" in page["text"]
    assert "\u2060" not in page["text"], "whole, so that it can be sent on"
    return link


async def test_a_place_is_taken_once_by_one_and_ends_with_the_buyers_plan(shop: World) -> None:
    link = await family(shop)
    for user in (DAN, 42, 43):
        if user != DAN:
            await shop.pg.act({"do": "create_person", "person": user, "first_name": f"P{user}"})
    await start(shop, EVE, f"family_{link}")
    assert "you have the plan yourself" in (await shop.bot.said(EVE))[-1]
    both = [shop.pg.act({"do": "start", "user": u, "payload": f"family_{link}"}) for u in (DAN, 42)]
    await asyncio.gather(*both)
    await shop.bot.settled()
    assert taken(shop) == [1]
    answers = [(await shop.bot.said(u))[-1] for u in (DAN, 42)]
    assert sum("was used, or is not good any more" in a or "链接已经用过" in a for a in answers) == 1
    assert sum("Eve gives you A week" in a or "Eve 给了你" in a for a in answers) == 1
    (given,) = shop.bot.rows(select(ENTITLEMENT).where(ENTITLEMENT.c.source == "family"))
    (paid,) = shop.bot.rows(select(ENTITLEMENT).where(ENTITLEMENT.c.source == "payment"))
    assert given["ends"] == paid["ends"] + DAY  # with the buyer's time of grace
    await pass_(shop, 60)  # commands have a limit
    await write(shop, EVE, "/family")
    await press(shop, "A link for A week")
    await start(shop, 43, f"family_{await code(shop)}")
    assert taken(shop) == [1, 2]
    shown = await newest(shop, words="Take back place 2")
    assert not [b for b in buttons(shown) if "A link" in b["text"]]
    await write(shop, 1, "/refund @eve_x", ROOM)
    await shop.bot.settled()
    rows = shop.bot.rows(select(ENTITLEMENT).where(ENTITLEMENT.c.source == "family"))
    assert sum(r["cuts"] != "" for r in rows) == 2


async def test_a_place_follows_the_buyer_and_can_be_taken_back_at_a_second_press(shop: World) -> None:
    link = await family(shop)
    await start(shop, DAN, f"family_{link}")
    assert "Eve gives you A week" in "\n".join(await shop.bot.said(DAN))
    assert await enter(shop, DAN)
    assert "a place that somebody gives you" in await write(shop, DAN, "/why access")
    await pass_(shop, 5 * DAY)
    await buy(shop, "week")  # seven days more
    await pass_(shop, 4 * DAY)
    assert await inside(shop, DAN)
    await write(shop, EVE, "/family")
    await press(shop, "Take back place 1")
    assert taken(shop) == [1]
    sure = await newest(shop, words="Yes, take it back")
    data = next(b["callback_data"] for b in buttons(sure) if "Yes" in b["text"])
    act: dict[str, Any] = {"do": "press", "chat": EVE, "user": EVE, "data": data}
    act["message"] = sure["message_id"]
    await asyncio.gather(*(shop.pg.acts([act]) for _ in range(2)))
    await shop.bot.settled()
    assert taken(shop) == []
    assert not await inside(shop, DAN)
    assert any("was withdrawn by whoever gave it" in t for t in await shop.bot.said(DAN))
    await start(shop, DAN, f"family_{link}")
    assert "not good any more" in (await shop.bot.said(DAN))[-1]
    await press(shop, "A link for A week")
    await start(shop, DAN, f"family_{await code(shop)}")
    assert taken(shop) == [1]
    await pass_(shop, 8 * DAY)  # the buyer's plan is over, and its time of grace
    assert "no plan with places" in await write(shop, EVE, "/family")
    assert "over since" in await write(shop, DAN, "/membership")


async def test_pressing_often_or_anothers_buttons_makes_no_more_places(shop: World) -> None:
    await family(shop)
    page = await newest(shop, words="A link for A week")
    data = next(b["callback_data"] for b in buttons(page) if "A link" in b["text"])
    act = {"do": "press", "chat": EVE, "user": EVE, "message": page["message_id"], "data": data}
    await asyncio.gather(*(shop.pg.acts([act | {"forged": True}]) for _ in range(4)))
    await shop.bot.settled()
    numbers = shop.bot.rows(select(PLACE.c.number).order_by(PLACE.c.number))
    assert [r["number"] for r in numbers] == [1, 2]
    await start(shop, DAN, f"family_{await code(shop)}")
    await pass_(shop, 60)  # commands and presses have a limit
    await write(shop, EVE, "/family")
    assert await press(shop, "Take back place 1") == ""
    sure = await newest(shop, words="Yes, take it back")
    data = next(b["callback_data"] for b in buttons(sure) if "Yes" in b["text"])
    message = (await shop.pg.messages(DAN, limit=50))[-1]["message"]["message_id"]
    forged = {"do": "press", "chat": DAN, "user": DAN, "message": message, "data": data, "forged": True}
    await shop.pg.act(forged)
    await shop.bot.settled()
    assert taken(shop) == [1]
    await sells(shop, FAMILY.replace("family: 2", "family: 1").replace("price: 300}", "price: 301}"))
    await shop.bot.app.scheduler.run(Job(id="m", job="memberships", cron="* * * * *", timezone="UTC"), 100)
    await shop.bot.settled()
    assert taken(shop) == [1]
    (given,) = shop.bot.rows(select(ENTITLEMENT).where(ENTITLEMENT.c.source == "family"))
    assert given["cuts"] == ""
    await sells(shop, FAMILY.replace(", family: 2", ""))
    await shop.bot.app.scheduler.run(Job(id="m", job="memberships", cron="* * * * *", timezone="UTC"), 200)
    await shop.bot.settled()
    assert len(shop.bot.rows(select(ENTITLEMENT).where(ENTITLEMENT.c.source == "family"))) == 2


async def test_who_has_the_plan_needs_no_place_and_a_trial_gives_none(shop: World) -> None:
    link = await family(shop)
    await buy(shop, "week", DAN)
    await start(shop, DAN, f"family_{link}")
    assert "You have A week already" in (await shop.bot.said(DAN))[-1]
    assert taken(shop) == []
    await shop.pg.act({"do": "create_person", "person": 42, "first_name": "Tim", "language_code": "en"})
    await start(shop, 42, "plan_week")
    await press(shop, "Try it", 42)
    assert "no plan with places" in await write(shop, 42, "/family")
