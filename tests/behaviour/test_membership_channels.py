"""Paid membership, from the file to Telegram: channels that plans open, bought here or paid there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from sqlalchemy import select

from storage.channel_links import LINK
from storage.entitlements import ENTITLEMENT
from tests.behaviour.conftest import World
from tests.behaviour.shop import (
    DAN,
    DAY,
    EVE,
    MONTH,
    NIGHT_OFF,
    ROOM,
    buttons,
    buy,
    enter,
    inside,
    newest,
    pass_,
    people,
    room,
    sells,
    start,
)
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

CLUB = -1006
MEMBERSHIP = """
terms: What you buy is yours alone.
support: Ask @olga_owner.
plans:
  - {id: club, name: The club, price: 300, grace: 1d, channels: [-1006], channel_link: true}
  - {id: week, name: A week, price: 50, period: 7d, grace: 1d, channels: -1006}
"""


@pytest_asyncio.fixture
async def shop(tmp_path: Path) -> AsyncIterator[World]:
    """A group and a channel that plans open, a moderators' group, and Eve and Dan outside."""
    rules = write_rules(tmp_path / "rules", membership=MEMBERSHIP, schedule=NIGHT_OFF)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False, asks=True))
        await people(pg)
        await room(world)
        club = {"do": "create_chat", "chat": CLUB, "type": "channel", "title": "Club", "owner": 1}
        await pg.act(club | {"bot": True})
        await bot.settled()
        yield world


async def subscribes(world: World, user: int = EVE) -> None:
    """Somebody pays Telegram at the link under the plan."""
    await start(world, user, "plan_club")
    message = await newest(world, user, words="Subscribe to Club: ⭐ 300")
    link = next(b["url"] for b in buttons(message) if "Subscribe" in b["text"])
    await world.pg.act({"do": "join", "chat": CLUB, "user": user, "invite_link": link})
    await world.bot.settled()


async def in_club(world: World, user: int = EVE) -> bool:
    """Whether somebody is in the channel."""
    return user in (await world.pg.chat(CLUB))["present"]


def ends(world: World) -> list[int]:
    """Until when channels were paid for."""
    query = select(ENTITLEMENT.c.ends).where(ENTITLEMENT.c.source == "channel")
    return [r["ends"] for r in world.bot.rows(query.order_by(ENTITLEMENT.c.id))]


async def test_a_plan_that_was_bought_leads_into_the_channel_and_ends_there(shop: World) -> None:
    await buy(shop, "week")
    message = await newest(shop, words="Enter Club")
    link = next(b["url"] for b in buttons(message) if b["text"] == "Enter Club")
    for user in (DAN, EVE):
        await shop.pg.act({"do": "join", "chat": CLUB, "user": user, "invite_link": link})
        await shop.bot.settled()
    assert (await in_club(shop), await in_club(shop, DAN)) == (True, False)  # Dan has no plan
    await pass_(shop, 7 * DAY + 60)
    await pass_(shop, DAY)
    assert not await in_club(shop)
    assert (await shop.pg.chat(CLUB))["members"][str(EVE)]["status"] == "left"


async def test_who_pays_telegram_for_the_channel_has_the_plan_and_its_groups(shop: World) -> None:
    assert len(await shop.bot.called("createChatSubscriptionInviteLink")) == 1
    await subscribes(shop)
    assert any("Telegram says that you paid for Club" in t for t in await shop.bot.said(EVE))
    assert await enter(shop)
    assert await shop.bot.said(CLUB) == []  # nobody reads of it there


async def test_who_is_charged_again_keeps_it_though_no_update_tells_that(shop: World) -> None:
    await subscribes(shop)
    assert await enter(shop)
    (first,) = ends(shop)
    for _ in range(2):
        await pass_(shop, MONTH)
        await pass_(shop, 120)
    assert ends(shop) == [first, first + MONTH, first + 2 * MONTH]
    assert await inside(shop)
    assert not [t for t in await shop.bot.said(EVE) if "is over" in t or "ends in" in t]


async def test_who_pays_no_more_is_out_of_the_groups_too_after_the_grace(shop: World) -> None:
    await subscribes(shop)
    assert await enter(shop)
    await shop.pg.act({"do": "cancel_subscription", "user": EVE, "chat": CLUB})
    await pass_(shop, MONTH + 120)
    assert not await in_club(shop)
    assert await inside(shop)
    await pass_(shop, DAY)
    assert not await inside(shop)


async def test_a_stay_that_telegram_does_not_date_grants_nothing(shop: World) -> None:
    await shop.pg.act({"do": "join", "chat": CLUB, "user": EVE})
    await shop.bot.settled()
    assert ends(shop) == []


async def test_another_price_is_another_link_and_the_old_one_leads_nowhere(shop: World) -> None:
    await sells(shop, MEMBERSHIP.replace("price: 300", "price: 400"))
    await start(shop, EVE, "plan_club")
    await shop.bot.settled()
    prices = [(r["price"], r["ended_at"] > 0) for r in shop.bot.rows(select(LINK).order_by(LINK.c.price))]
    assert prices == [(300, True), (400, False)]
    assert len(await shop.bot.called("revokeChatInviteLink")) == 1
    assert not [t for t in await shop.bot.said(ROOM) if "Telegram charges" in t]
