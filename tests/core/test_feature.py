"""Features as declarations: a new one is a folder and a line in the list, and nothing else is touched."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

import bot.features
from bot.core.command import Command
from bot.core.feature import Feature, Registry
from tests.behaviour.conftest import World
from tests.behaviour.test_buttons import press
from tests.behaviour.test_schedule import run
from tests.bots import running_bot, write_rules
from tests.core.toy.feature import WAVE, wave
from tests.servers import community, playground

SCHEDULE = 'jobs:\n  - {job: waves, cron: "0 9 * * *"}\n'


@pytest_asyncio.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A bot that has the toy feature too."""
    monkeypatch.setattr(bot.features, "FEATURES", (*bot.features.FEATURES, "tests.core.toy.feature"))
    bot.features.registry.cache_clear()
    rules = tmp_path / "rules"
    try:
        bot.features.registry()
        write_rules(rules, schedule=SCHEDULE)
        async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as running:
            world = World(pg, running, await community(pg, drain=False))
            await running.settled()
            yield world
    finally:
        bot.features.registry.cache_clear()


async def test_a_feature_in_one_folder_works_by_a_line_in_the_list(world: World) -> None:
    await world.write(2, "/wave")
    said = await world.bot.said(world.chat)
    assert said == ["👋 1", "Nobody waves any more."]
    (shown, _) = [m for m in await world.pg.messages(world.chat, limit=9) if m["author"] == world.pg.bot_id]
    data = shown["message"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    assert await press(world, 3, shown["message"]["message_id"], data) == "You waved back."
    rows = world.bot.rows(select(WAVE))
    assert [bool(row["person_id"]) for row in rows] == [True, False, True]
    assert [row["message_id"] > 0 for row in rows] == [False, True, False]


async def test_its_handler_of_messages_its_job_and_its_help_work_too(world: World) -> None:
    waving = await world.write(2, "hello 👋")
    await world.bot.settled()
    assert [c["message_id"] for c in await world.bot.called("setMessageReaction")] == [waving]
    assert await run(world, "waves") == 1
    await world.write(2, "/help wave")
    said = await world.bot.said(world.chat)
    assert said[0] == "Waves so far: 0"
    assert "the bot counts how often" in said[1]
    menus = await world.bot.called("setMyCommands")
    assert all("wave" in [c["command"] for c in menu["commands"]] for menu in menus)


def test_what_two_features_declare_is_refused() -> None:
    command = Command("wave", wave)
    with pytest.raises(ValueError, match="feature b declares what another one has: wave"):
        Registry([Feature("a", commands=(command,)), Feature("b", commands=(command,))])


def test_features_that_need_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="a, b"):
        Registry([Feature("a", needs=("b",)), Feature("b", needs=("a",))])


def test_features_come_after_those_they_need() -> None:
    found = Registry([Feature("a", needs=("c",)), Feature("b"), Feature("c", needs=("b",))])
    assert [f.name for f in found.features] == ["b", "c", "a"]
