"""What levels bring and badges, taken back with what they stand on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from rules.config.schedule import Job
from storage import badges
from storage.entitlements import ENTITLEMENT
from storage.trust import TRUSTED
from tests.behaviour.conftest import World
from tests.behaviour.shop import MEMBERSHIP, write
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

INCENTIVES = """
givers: {member_for: 0s, messages: 0}
message: {points: 5, cooldown: 0s, shortest: 3, per_day: 500}
thanks: {points: 5, words: [thanks]}
checkin: {points: 1, words: [check in]}
levels:
  - {from: 10, name: Helper, trust: true, plan: ever}
"""
BADGES = """
badges:
  - {id: kind, name: {zh: 热心, en: Kind}, takes: {thanks: 1, thankers: 1}}
  - {id: daily, name: Daily, takes: {streak: 1}}
  - {id: mentor, name: Mentor, emoji: 🎓}
"""
MOMENTS = count(100)


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A group with badges, and a level that brings trust and a plan."""
    rules = write_rules(tmp_path / "rules", incentives=INCENTIVES, badges=BADGES, membership=MEMBERSHIP)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        await pg.act({"do": "profile", "user": 3, "language_code": "en"})
        await bot.settled()
        yield World(pg, bot, chat)


async def run(world: World, name: str) -> None:
    """One run of a job."""
    await world.bot.settled()
    job = Job(id=name, job=name, cron="* * * * *", timezone="UTC", options={})
    await world.bot.app.scheduler.run(job, next(MOMENTS))
    await world.bot.settled()


async def test_trust_and_a_plan_come_with_a_level_and_go_with_it(world: World) -> None:
    first = await world.write(2, "good morning everyone")
    await world.write(2, "how was your weekend")
    await run(world, "levels")
    assert len(world.bot.rows(select(TRUSTED))) == 1
    assert "For good" in await write(world, 2, "/membership")
    await world.write(1, "/warn", reply_to=first)
    await run(world, "levels")
    await run(world, "levels")
    assert world.bot.rows(select(TRUSTED)) == []
    given, cut = world.bot.rows(select(ENTITLEMENT).order_by(ENTITLEMENT.c.id))
    assert (given["plan"], cut["cuts"]) == ("ever", given["key"])
    assert 2 not in (await world.pg.chat(world.chat))["present"]  # the plan had opened this group


async def test_what_moderators_trust_outlives_a_level(world: World) -> None:
    first = await world.write(2, "good morning everyone")
    await world.write(1, "/trust", reply_to=first)
    await world.write(2, "how was your weekend")
    await run(world, "levels")
    await world.write(1, "/warn", reply_to=first)
    await run(world, "levels")
    assert len(world.bot.rows(select(TRUSTED))) == 1


async def test_a_badge_goes_with_what_it_stands_on_and_comes_back_with_it(world: World) -> None:
    asked = await world.write(2, "this is how it is done")
    thanks = await world.write(3, "thanks", reply_to=asked)
    await world.write(2, "check in")
    await run(world, "badges")
    assert "Kind" in await write(world, 2, "/badges")
    me = await write(world, 2, "/me")
    assert "Kind" in me
    assert "Daily" in me
    await world.write(1, "/del", reply_to=thanks)
    await run(world, "badges")
    assert "Kind" not in await write(world, 2, "/badges")
    assert "Daily" in await write(world, 2, "/badges")
    await world.write(3, "thanks", reply_to=asked)
    await run(world, "badges")
    assert "Kind" in await write(world, 2, "/badges")


async def test_a_badge_by_hand_stands_on_its_message_and_members_give_none(world: World) -> None:
    deed = await world.write(2, "look at what I made for you all")
    await world.write(3, "/badge mentor", reply_to=deed)
    with world.bot.store.read() as connection:
        assert badges.held(connection, 1) == []
    await world.write(1, "/badge mentor", reply_to=deed)
    assert "Mentor" in await write(world, 2, "/badges")
    await world.write(1, "/badge kind", reply_to=deed)
    assert "is earned" in (await world.bot.said(world.chat))[-1]
    await world.write(1, "/badge mentr", reply_to=deed)
    assert "did you mean" in (await world.bot.said(world.chat))[-1]
    await world.write(1, "/del", reply_to=deed)
    await run(world, "badges")
    assert "no badges" in await write(world, 2, "/badges")
    await world.write(1, "/badge @bob_builds mentor")
    assert "Mentor" in await write(world, 3, "/badges")
    await world.write(1, "/unbadge @bob_builds mentor")
    assert "no badges" in await write(world, 3, "/badges")


@pytest.mark.parametrize("name", ["badges", "levels"])
async def test_a_job_without_anything_to_do_changes_nothing(world: World, name: str) -> None:
    await run(world, name)
    assert world.bot.rows(select(ENTITLEMENT)) == []
