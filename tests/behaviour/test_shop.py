"""Coins, orders and gifts as members and moderators meet them, and every way round the limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from rules.config.schedule import Job
from storage import integrity_checks, shop
from storage.codes import CODE as PLAN_CODE
from storage.coins import COIN
from storage.coupons import COUPON
from storage.ledger import LEDGER, STANDING
from tests.behaviour.conftest import World
from tests.behaviour.shop import (
    DAN,
    DAY,
    EVE,
    MEMBERSHIP,
    ROOM,
    buttons,
    newest,
    pass_,
    people,
    press,
    room,
    write,
)
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

INCENTIVES = """
per_day: 1000
message: {points: 100, cooldown: 0s, shortest: 3, per_day: 1000}
coins:
  share: 0.5
  gifts: {per_day: 30, received_per_day: 40, per_pair: 25, people: 2, member_for: MEMBER_FOR}
"""
SHOP = """
goods:
  - {id: sticker, name: {zh: 贴纸, en: Stickers}, price: 20, stock: 2, per_member: 1}
  - {id: book, name: Book, price: 10, delivery: codes}
  - {id: week, name: A free week, price: 30, delivery: plan, plan: week, days: 3}
  - {id: tenth, name: A tenth off, price: 5, delivery: coupon, coupon: tenth}
"""
COUPONS = "coupons: [{id: tenth, name: A tenth, percent: 10}]\n"
LIMITS = "\ncommands: {times: 1000, within: 30s}\n"


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """A group with a shop: Ming 2 and Bob 3 opened the private chat and have 50 coins each."""
    incentives = INCENTIVES.replace("MEMBER_FOR", "0s")
    rules = write_rules(tmp_path / "rules", incentives=incentives, shop=SHOP, membership=MEMBERSHIP + COUPONS)
    with (rules / "community.yaml").open("a", encoding="utf-8") as file:
        file.write(LIMITS)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        await pg.act({"do": "profile", "user": 3, "language_code": "en"})
        for user in (2, 3):
            await pg.act({"do": "start", "user": user, "payload": "hello"})
            await world.write(user, f"good morning everyone, says {user}")
        await room(world)
        yield world


def coins(world: World, name: str) -> int:
    """What the ledger says somebody has."""
    from storage.directory import PERSON

    query = select(func.coalesce(func.sum(LEDGER.c.granted), 0).label("sum")).join(
        PERSON, PERSON.c.id == LEDGER.c.person_id
    )
    (row,) = world.bot.rows(query.where(LEDGER.c.currency == COIN, PERSON.c.name == name))
    return int(row["sum"])


def proved(world: World) -> None:
    """Balances, coins and the ledger add up."""
    with world.bot.store.read() as connection:
        assert integrity_checks.check_points(connection, 0) == []


async def on_page(world: World, user: int, good: str) -> None:
    """Somebody turns to a good's page."""
    await write(world, user, "/shop")
    await press(world, good, user)


async def test_an_order_is_made_once_delivered_once_and_its_coins_come_back_once(town: World) -> None:
    assert "50 coins" in await write(town, 2, "/shop")
    await press(town, "Stickers", 2)
    page = await newest(town, 2, words="Order for 20")
    data = next(b["callback_data"] for b in buttons(page) if "Order" in b["text"])
    act = {"do": "press", "chat": 2, "user": 2, "message": page["message_id"], "data": data, "forged": True}
    await asyncio.gather(*(town.pg.act(act) for _ in range(12)))
    await town.bot.settled()
    (order,) = town.bot.rows(select(shop.ORDER))
    assert (order["state"], order["price"], coins(town, "小明")) == ("ordered", 20, 30)
    # Another page is another order: the limit of one each stands in its way.
    await on_page(town, 2, "Stickers")
    assert "as many of these" in await press(town, "Order for 20", 2)
    cards = [t for t in await town.bot.said(ROOM) if "Stickers" in t]
    assert len(cards) == 1
    assert "小明" in cards[0]
    await _staff(town, "Delivered", 1)
    assert "was delivered" in (await town.bot.said(2))[-1]
    assert "was delivered" in await write(town, 2, "/orders")
    await _staff(town, "Coins back", 1)
    assert coins(town, "小明") == 50
    assert "came back" in await write(town, 2, "/orders")
    (order,) = town.bot.rows(select(shop.ORDER))
    assert order["state"] == "refunded"
    proved(town)
    assert "50 coins" in await write(town, 2, "/me")
    assert "shop" in await write(town, 2, "/why")
    assert {r["xp"] for r in town.bot.rows(select(STANDING.c.xp))} >= {100}


async def _staff(world: World, words: str, user: int) -> str:
    message = await newest(world, ROOM, words=words)
    data = next(b["callback_data"] for b in buttons(message) if words in b["text"])
    act = {"do": "press", "chat": ROOM, "user": user, "message": message["message_id"], "data": data}
    pressed = await world.pg.act(act | {"forged": True})
    answer = (await world.pg.get(f"/sim/answers/{pressed['callback_id']}", timeout=25))["answer"]
    await world.bot.settled()
    return str((answer or {}).get("text", ""))


async def test_who_is_no_moderator_ends_no_order_not_even_in_their_room(town: World) -> None:
    await on_page(town, 3, "Stickers")
    await press(town, "Order for 20", 3)
    await town.pg.act({"do": "join", "chat": ROOM, "user": 3})
    assert "Only moderators" in await _staff(town, "Coins back", 3)
    assert coins(town, "Bob") == 30
    message = await newest(town, ROOM, words="Coins back")
    data = next(b["callback_data"] for b in buttons(message) if "back" in b["text"])
    page = await newest(town, 3, words="To the shop")
    act = {"do": "press", "chat": 3, "user": 3, "message": page["message_id"], "data": data, "forged": True}
    await town.pg.act(act)  # the same data in another chat
    await town.bot.settled()
    (order,) = town.bot.rows(select(shop.ORDER))
    assert order["state"] == "ordered"


async def test_codes_are_delivered_once_each_and_never_logged(
    town: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with town.bot.store.write() as connection:
        assert shop.add_codes(connection, 1, "book", ["AAA-1", "AAA-1"], 0) == 1
    await on_page(town, 2, "Book")
    await on_page(town, 3, "Book")
    await press(town, "Order for 10", 2)
    assert "AAA-1" in (await write(town, 2, "/orders"))
    assert "none left" in await press(town, "Order for 10", 3)
    assert (coins(town, "小明"), coins(town, "Bob")) == (40, 50)
    assert "AAA-1" not in await write(town, 3, "/orders")
    said = capsys.readouterr()
    assert "AAA-1" not in said.out + said.err


async def test_a_plan_is_delivered_as_a_code_for_redeem_and_points_buy_nothing(town: World) -> None:
    await on_page(town, 2, "A free week")
    await press(town, "Order for 30", 2)
    (code,) = [r["code"] for r in town.bot.rows(select(PLAN_CODE))]
    assert code in await write(town, 2, "/orders")
    assert "A week" in await write(town, 2, f"/redeem {code}")
    # 100 points, but 20 coins are left.
    await on_page(town, 2, "A free week")
    assert "too few coins" in await press(town, "Order for 30", 2)
    proved(town)


async def test_a_coupon_is_there_at_once_once_each(town: World) -> None:
    await on_page(town, 2, "A tenth off")
    await press(town, "Order for 5", 2)
    (held,) = town.bot.rows(select(COUPON))
    assert (held["coupon"], held["source"], held["state"]) == ("tenth", "shop", "open")
    assert "was delivered" in await write(town, 2, "/orders")
    await on_page(town, 2, "A tenth off")
    assert "as many of these as one may have" in await press(town, "Order for 5", 2)
    proved(town)


async def test_gifts_keep_to_their_limits_whichever_way_one_tries(town: World) -> None:
    assert "50 coins" in await write(town, 3, "/me")
    assert "for you" in await write(town, 2, "/gift @bob_builds 20", town.chat)
    assert (coins(town, "小明"), coins(town, "Bob")) == (30, 70)
    assert "in a day" in await write(town, 2, "/gift @bob_builds 11", town.chat)
    mings = await town.write(2, "ok")
    await town.write(3, "/gift 6", reply_to=mings)  # back again: the same pair
    assert "each other" in (await town.bot.said(town.chat))[-1]
    assert "another member" in await write(town, 3, "/gift @bob_builds 5", town.chat)
    assert "Please write" in await write(town, 3, "/gift @olga_owner -5", town.chat)
    assert "You have 70" in await write(town, 3, "/gift @olga_owner 0", town.chat)
    proved(town)
    assert (coins(town, "小明"), coins(town, "Bob")) == (30, 70)


async def newcomers(world: World) -> None:
    """Eve and Dan come, and have 50 coins each."""
    await people(world.pg)
    for user in (EVE, DAN):
        await world.pg.act({"do": "join", "chat": world.chat, "user": user})
        await world.write(user, f"good evening everyone, says {user}")


async def test_gifts_end_with_what_one_is_given_and_with_whom_one_gives_to(town: World) -> None:
    await newcomers(town)
    for user in (3, DAN):
        await write(town, user, "/me", town.chat)
    assert "for you" in await write(town, 2, "/gift @bob_builds 20", town.chat)
    assert "for you" in await write(town, EVE, "/gift @bob_builds 20", town.chat)
    assert "given enough for today" in await write(town, DAN, "/gift @bob_builds 1", town.chat)
    assert "for you" in await write(town, 2, "/gift @eve_x 5", town.chat)
    assert "enough people" in await write(town, 2, "/gift @dan_x 1", town.chat)
    assert "for you" in await write(town, 2, "/gift @eve_x 1", town.chat), "whom one gave to before"
    await pass_(town, DAY)
    assert "enough people" in await write(town, 2, "/gift @dan_x 1", town.chat), "a week is a week"
    assert (coins(town, "Bob"), coins(town, "Dan")) == (90, 50)
    proved(town)


async def test_neither_forwards_nor_edits_give_coins_and_many_at_once_keep_to_the_limit(town: World) -> None:
    assert "50 coins" in await write(town, 3, "/me")
    number = await town.write(2, "/gift @bob_builds 10")
    await town.bot.settled()
    act = {"do": "edit", "chat": town.chat, "user": 2, "message": number, "text": "/gift @bob_builds 11"}
    await town.pg.act(act)
    await town.write(2, "/gift @bob_builds 12", forward_from=2)
    await town.write(3, "/gift @bob_builds 13", forward_from=2)
    await town.bot.settled()
    assert (coins(town, "小明"), coins(town, "Bob")) == (40, 60)
    await asyncio.gather(*(town.write(2, "/gift @bob_builds 10") for _ in range(4)))
    await town.bot.settled()
    assert coins(town, "Bob") == 70, "of those at once only what a week allows"
    proved(town)


async def test_whoever_came_just_now_neither_gives_nor_is_given_coins(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", incentives=INCENTIVES.replace("MEMBER_FOR", "1d"))
    with (rules / "community.yaml").open("a", encoding="utf-8") as file:
        file.write(LIMITS)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        town = World(pg, bot, await community(pg, drain=False))
        for user in (1, 2):
            await town.write(user, f"good morning everyone, says {user}")
        await pass_(town, DAY + 60)
        await newcomers(town)
        assert "be here for a while" in await write(town, EVE, "/gift @olga_owner 1", town.chat)
        assert "be here for a while" in await write(town, 1, "/gift @eve_x 1", town.chat)
        await town.pg.act({"do": "leave", "chat": town.chat, "user": EVE})
        await town.pg.act({"do": "join", "chat": town.chat, "user": EVE})
        assert "be here for a while" in await write(town, EVE, "/gift @olga_owner 1", town.chat)
        assert coins(town, "Eve") == 50


async def test_of_the_last_one_there_is_one_order_whoever_presses_first(town: World) -> None:
    rules = town.bot.app.settings.rules / "shop.yaml"
    book = town.bot.app.book().hash
    rules.write_text(SHOP.replace("stock: 2", "stock: 1"), encoding="utf-8")

    async def taken() -> bool:
        return town.bot.app.book().hash != book

    await town.pg.wait_for(taken)
    pages = []
    for user in (2, 3):
        await on_page(town, user, "Stickers")
        pages.append(await newest(town, user, words="Order for 20"))
    acts = [
        {
            "do": "press",
            "chat": user,
            "user": user,
            "message": page["message_id"],
            "data": next(b["callback_data"] for b in buttons(page) if "Order" in b["text"]),
        }
        for user, page in zip((2, 3), pages, strict=True)
    ]
    await asyncio.gather(*(town.pg.act(act) for act in acts))
    await town.bot.settled()
    assert len(town.bot.rows(select(shop.ORDER))) == 1
    assert sorted((coins(town, "小明"), coins(town, "Bob"))) == [30, 50]
    proved(town)


async def test_coins_go_with_the_points_they_came_from_at_night(town: World) -> None:
    first = await town.write(3, "buy now, buy now")
    await write(town, 3, "/shop")
    assert coins(town, "Bob") == 100
    await town.pg.act({"do": "message", "chat": town.chat, "user": 1, "text": "/warn", "reply_to": first})
    await town.bot.settled()
    job = Job(id="coins", job="coins", cron="* * * * *", timezone="UTC", options={})
    await town.bot.app.scheduler.run(job, 100)
    assert coins(town, "Bob") == 50
    assert "50 coins" in await write(town, 3, "/me")
    proved(town)
