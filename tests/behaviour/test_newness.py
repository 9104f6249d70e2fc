"""Accounts that nobody has seen before, under the rules that ship: what their word is worth."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from storage.cache_invalidations import EVERYBODY, mark
from storage.cases import CASE
from storage.chats import MEMBER
from storage.ledger import LEDGER
from tests.behaviour.conftest import World
from tests.bots import default_rules, running_bot
from tests.servers import Json, community, playground

BOB, NEWS = 3, -1009
FRESH = range(100, 110)


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """A channel's discussion group with the rules that ship, and ten accounts that are not in it."""
    rules = default_rules(tmp_path / "rules")
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        channel = {"do": "create_chat", "type": "channel", "owner": 1, "title": "News", "chat": NEWS}
        await pg.act(channel | {"linked": chat})
        for number in FRESH:
            await pg.act({"do": "create_person", "person": number, "first_name": f"P{number}"})
        await bot.settled()
        await before_the_bot(bot_world := World(pg, bot, chat))
        yield bot_world


async def before_the_bot(world: World) -> None:
    """Let Bob be somebody who has been here for long and wrote much."""
    await world.write(BOB, "good morning, what did you learn today?")
    await world.bot.settled()
    with world.bot.store.write() as connection:
        seen = update(MEMBER).where(MEMBER.c.messages > 0).values(first_seen=1, messages=50)
        connection.execute(seen)
        mark(connection, [EVERYBODY])


async def join(world: World) -> None:
    """All of the ten join."""
    for number in FRESH:
        await world.pg.act({"do": "join", "chat": world.chat, "user": number})
    await world.bot.settled()


async def paid(world: World, source: str) -> int:
    """The points that Bob got for what others said of him."""
    await world.bot.settled()
    rows = world.bot.rows(select(LEDGER).where(LEDGER.c.source == source))
    return sum(row["granted"] for row in rows if row["currency"] == "xp")


@pytest.mark.parametrize("comes", ["to comment", "to stay"])
async def test_whoever_was_never_seen_advertises_as_a_newcomer(town: World, comes: str) -> None:
    if comes == "to stay":
        await join(town)
    number = await town.write(FRESH[0], "look at https://best-signals.example now")
    assert number in await town.deleted()


async def test_a_veteran_may_link(town: World) -> None:
    number = await town.write(BOB, "the slides: https://slides.example")
    assert number not in await town.deleted()


@pytest.mark.parametrize("joins", [True, False])
async def test_reactions_of_fresh_accounts_pay_nobody(town: World, joins: bool) -> None:
    if joins:
        await join(town)
    number = await town.write(BOB, "here is how to solve the third exercise")
    for who in FRESH:
        act = {"do": "react", "chat": town.chat, "user": who, "message": number, "emoji": "👍"}
        await town.pg.act(act)
    assert await paid(town, "reaction") == 0


@pytest.mark.parametrize("joins", [True, False])
async def test_thanks_of_fresh_accounts_pay_nobody(town: World, joins: bool) -> None:
    if joins:
        await join(town)
    number = await town.write(BOB, "here is how to solve the third exercise")
    for who in FRESH:
        await town.write(who, "谢谢，讲得很清楚", reply_to=number)
    assert await paid(town, "thanks") == 0


async def test_the_same_thanks_of_a_veteran_pay(town: World) -> None:
    number = await town.write(2, "here is how to solve the third exercise")
    await town.write(BOB, "谢谢，讲得很清楚", reply_to=number)
    assert await paid(town, "thanks") > 0


@pytest.mark.parametrize("joins", [True, False])
async def test_reports_of_fresh_accounts_remove_nothing(town: World, joins: bool) -> None:
    if joins:
        await join(town)
    number = await town.write(BOB, "here is how to solve the third exercise")
    for who in FRESH:
        await town.write(who, "/report", reply_to=number)
    assert number not in await town.deleted()
    assert town.bot.rows(select(CASE).where(CASE.c.rule == "reported")) == []


async def asks_in_private(world: World, user: int) -> str:
    """What the bot answers somebody in private."""
    await world.pg.act({"do": "start", "user": user})
    await world.bot.settled()
    await world.pg.act({"do": "message", "chat": user, "user": user, "text": "/top"})
    return (await world.bot.said(user))[-1]


async def test_whoever_comments_without_being_in_the_group_gets_the_invitation(town: World) -> None:
    await town.write(FRESH[0], "what a good lecture that was")
    for _ in range(2):  # Telegram is asked at the first time
        assert "只为群内成员" in await asks_in_private(town, FRESH[0])


async def test_whoever_is_in_the_group_without_a_told_join_is_known_after_telegram_was_asked(
    town: World,
) -> None:
    await town.write(2, "what a good lecture that was")
    await asks_in_private(town, 2)
    assert "🏆" in await asks_in_private(town, 2) or "points" in await asks_in_private(town, 2)


@pytest_asyncio.fixture
async def closed(tmp_path: Path) -> AsyncIterator[World]:
    """A group that asks whoever wants to join, and nobody waits at its door."""
    rules = default_rules(tmp_path / "rules")
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False, asks=True)
        await pg.act({"do": "create_person", "person": 77, "first_name": "Outside"})
        await bot.settled()
        yield World(pg, bot, chat)


@pytest.mark.parametrize(
    "came", ["asked to join", "was banned ahead", "was restricted ahead", "was muted and left"]
)
async def test_a_row_of_somebody_outside_opens_nothing_in_private(closed: World, came: str) -> None:
    who: Json = {"chat": closed.chat, "user": 77}
    moderator: Json = {"chat": closed.chat, "user": 1, "target": 77}
    acts = {
        "asked to join": [who | {"do": "request_join"}],
        "was banned ahead": [moderator | {"do": "remove"}],
        "was restricted ahead": [moderator | {"do": "restrict", "permissions": {}}],
        "was muted and left": [
            who | {"do": "request_join"},
            moderator | {"do": "approve"},
            moderator | {"do": "restrict", "permissions": {}},
            who | {"do": "leave"},
        ],
    }
    for act in acts[came]:
        await closed.pg.acts([act])
        await closed.bot.settled()
    for _ in range(2):
        assert "只为群内成员" in await asks_in_private(closed, 77)
