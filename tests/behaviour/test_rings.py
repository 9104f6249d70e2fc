"""Rings: shown to moderators, judged by those who are not in them, void and back again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest_asyncio
from sqlalchemy import select

from rules.config.schedule import Job
from storage import integrity_checks
from storage.ledger import STANDING
from storage.rings import RING
from tests.behaviour.conftest import World
from tests.behaviour.shop import ROOM, buttons, newest, room
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

INCENTIVES = """
givers: {member_for: 0s, messages: 0}
thanks: {points: 5, words: [thanks], per_pair: 9, gives_per_day: 9}
rings: {points: 20}
"""
MOMENTS = count(100)


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Ming and Bob thank each other all day; the moderators have a group."""
    rules = write_rules(tmp_path / "rules", incentives=INCENTIVES)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        await bot.settled()
        world = World(pg, bot, chat)
        await room(world)
        said = {user: await world.write(user, f"something of {user}") for user in (2, 3)}
        for _ in range(3):
            await world.write(2, "thanks", reply_to=said[3])
            await world.write(3, "thanks", reply_to=said[2])
        await bot.settled()
        yield world


async def look(world: World) -> list[str]:
    """A night's look; the cards that moderators have."""
    await world.bot.settled()
    job = Job(id="rings", job="rings", cron="* * * * *", timezone="UTC", options={})
    await world.bot.app.scheduler.run(job, next(MOMENTS))
    return [t for t in await world.bot.said(ROOM) if "Ring" in t]


async def press(world: World, words: str, user: int) -> str:
    """Somebody presses a button of the newest card."""
    message = await newest(world, ROOM, words=words)
    data = next(b["callback_data"] for b in buttons(message) if words in b["text"])
    act = {"do": "press", "chat": ROOM, "user": user, "message": message["message_id"], "data": data}
    pressed = await world.pg.act(act | {"forged": True})
    answer = (await world.pg.get(f"/sim/answers/{pressed['callback_id']}", timeout=25))["answer"]
    await world.bot.settled()
    return str((answer or {}).get("text", ""))


def xp(world: World) -> list[int]:
    """Everybody's points, the most first."""
    with world.bot.store.read() as connection:
        assert integrity_checks.check_points(connection, 0) == []
    return sorted((r["xp"] for r in world.bot.rows(select(STANDING.c.xp))), reverse=True)


async def test_a_ring_is_shown_once_void_by_a_moderator_and_given_back(world: World) -> None:
    before = xp(world)
    (card,) = await look(world)
    assert "30 points" in card
    assert await look(world) == [card]  # the next nights say nothing new
    await world.pg.act({"do": "join", "chat": ROOM, "user": 3})
    assert "Only moderators" in await press(world, "Make void", 3)
    assert xp(world) == before
    assert await press(world, "Make void", 1) == ""
    assert sum(xp(world)) == 0
    assert await press(world, "Give back", 1) == ""
    assert xp(world) == before
    (row,) = world.bot.rows(select(RING))
    assert row["state"] == "fine"


async def test_a_moderator_in_the_ring_does_not_judge_it(world: World) -> None:
    await look(world)
    await world.pg.act({"do": "promote", "chat": world.chat, "user": 1, "target": 3})
    await world.pg.act({"do": "join", "chat": ROOM, "user": 3})
    before = xp(world)
    assert "Only moderators" in await press(world, "It is fine", 3)
    assert await press(world, "It is fine", 1) == ""
    assert xp(world) == before
