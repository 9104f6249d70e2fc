"""Levels beside members' names: up, down, in their language, and only where they may stand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from rules.config.schedule import Job
from rules.engine.policy import IncentivesPolicy, LevelPolicy, level_name, level_of
from storage.ledger import STANDING
from tests.behaviour.conftest import World
from tests.bots import running_bot, write_rules
from tests.rules.make import problems
from tests.servers import community, playground

INCENTIVES = """
message: {points: 5, cooldown: 1s, shortest: 3}
levels:
  - {from: 10, name: {zh: 热心人, en: Helper}}
  - {from: 5, name: {zh: 学员, en: Learner}}
tags: TAGS
"""
MOMENTS = count(100)


@pytest_asyncio.fixture(params=["true", "false"])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """A group with levels, which are shown beside names or not."""
    incentives = INCENTIVES.replace("TAGS", request.param)
    rules = write_rules(tmp_path / "rules", moderation="rules: []", incentives=incentives)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        await bot.settled()
        yield World(pg, bot, chat)


async def tags(world: World) -> list[str]:
    """The tags that the job asked Telegram for, so far."""
    await world.bot.settled()
    job = Job(id="levels", job="levels", cron="* * * * *", timezone="UTC", options={})
    await world.bot.app.scheduler.run(job, next(MOMENTS))
    await world.bot.settled()
    return [call["tag"] for call in await world.bot.called("setChatMemberTag")]


async def test_a_level_is_shown_once_when_it_is_reached_and_goes_with_its_points(world: World) -> None:
    shown = bool(world.bot.app.book().incentives.tags)
    first = await world.write(2, "good morning everyone")
    assert await tags(world) == ["Learner"] * shown
    assert await tags(world) == ["Learner"] * shown
    await world.write(1, "/warn", reply_to=first)
    assert await tags(world) == ["Learner", ""] * shown
    assert {r["level"] for r in world.bot.rows(select(STANDING.c.level))} == {0}


async def test_administrators_get_no_tag_and_me_tells_the_level(world: World) -> None:
    await world.write(1, "good morning everyone")
    assert await tags(world) == []
    await world.write(1, "/me")
    said = (await world.bot.said(world.chat))[-1]
    assert "Learner" in said
    assert "5 more to the next level" in said


def test_levels_have_names_in_both_languages_and_one_for_each_height() -> None:
    names = (("zh", "学员"), ("en", "Learner"))
    policy = IncentivesPolicy(levels=(LevelPolicy(5, names), LevelPolicy(10, (("zh", "达人"),))))
    assert [level_of(policy, xp) for xp in (-3, 4, 5, 9, 10, 99)] == [0, 0, 1, 1, 2, 2]
    assert [level_name(policy, n, "en") for n in (0, 1, 2, 3)] == ["", "Learner", "达人", ""]
    assert level_name(policy, 1, "zh") == "学员"


def test_a_name_that_telegram_would_refuse_is_a_problem_of_its_line(tmp_path: Path) -> None:
    incentives = "levels:\n  - {from: 5, name: {en: A very long name of a level}}\n"
    (problem,) = problems(tmp_path, incentives=incentives)
    assert "1 to 16 characters" in problem
