"""Features as declarations: a new one is a folder and a line in the list, and nothing else is touched."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select
from typer.testing import CliRunner

import bot.features
from bot.core.command import Command
from bot.core.feature import Feature, Registry
from rules.config.book import load_book
from storage.cases import CASE
from tests.behaviour.conftest import World
from tests.behaviour.test_buttons import press
from tests.behaviour.test_commands import ask
from tests.behaviour.test_receipts import refuse
from tests.behaviour.test_schedule import run
from tests.bots import running_bot, write_rules
from tests.core.toy.action import WINK
from tests.core.toy.feature import WAVE, Hands, wave
from tests.servers import community, playground

MODERATION = """
rules:
  - id: jokes
    when: {words: [joke]}
    then: {wink: 👀}
    tests: [{text: a joke, expect: wink}]
"""
SCHEDULE = 'jobs:\n  - {job: waves, cron: "0 9 * * *"}\n'


@pytest_asyncio.fixture
async def world(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> AsyncIterator[World]:
    """A bot that has the toy feature too."""
    monkeypatch.setattr(bot.features, "FEATURES", (*bot.features.FEATURES, "tests.core.toy.feature"))
    bot.features.registry.cache_clear()
    rules = tmp_path / "rules"
    try:
        bot.features.registry()
        write_rules(rules, schedule=SCHEDULE, moderation=MODERATION, toy="hand: 👏\n")
        async with (
            playground(flood=False) as pg,
            running_bot(
                pg,
                tmp_path,
                rules,
                menus=True,
                http=f"127.0.0.1:{unused_tcp_port}",
                public_url="https://waves.example",
            ) as running,
        ):
            world = World(pg, running, await community(pg, drain=False))
            await running.settled()
            yield world
    finally:
        bot.features.registry.cache_clear()


async def test_a_feature_in_one_folder_works_by_a_line_in_the_list(world: World) -> None:
    await world.write(2, "/wave")
    said = await world.bot.said(world.chat)
    assert said == ["👋 1", "Nobody waves any more."]
    assert world.bot.app.services.of(Hands).up == 1
    (shown, _) = [m for m in await world.pg.messages(world.chat, limit=9) if m["author"] == world.pg.bot_id]
    data = shown["message"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    assert await press(world, 3, shown["message"]["message_id"], data) == "You waved back."
    rows = world.bot.rows(select(WAVE))
    assert [bool(row["person_id"]) for row in rows] == [True, False, True]
    assert [row["message_id"] > 0 for row in rows] == [False, True, False]


async def test_its_handler_of_messages_its_job_and_its_help_work_too(world: World) -> None:
    waving = await world.write(2, "hello 👋")
    await world.bot.settled()
    (call,) = await world.bot.called("setMessageReaction")
    assert (call["message_id"], call["reaction"]) == (waving, [{"type": "emoji", "emoji": "👏"}])
    assert await run(world, "waves") == 1
    await world.write(2, "/help wave")
    said = await world.bot.said(world.chat)
    assert said[0] == "Waves so far: 0"
    assert "the bot counts how often" in said[1]
    menus = await world.bot.called("setMyCommands")
    assert menus
    assert all("wave" in [c["command"] for c in menu["commands"]] for menu in menus)


async def read_case(world: World, number: int) -> str:
    """A case as the owner reads it in private."""
    for text in ("/start", f"/case {number}"):
        await world.pg.act({"do": "message", "chat": 1, "user": 1, "text": text})
        await world.bot.settled()
    return (await world.bot.said(1))[-1]


async def test_its_action_is_done_by_a_rule_told_and_undone(world: World) -> None:
    joke = await world.write(2, "what a joke")
    await world.bot.settled()
    assert [row["message_id"] for row in world.bot.rows(select(WINK))] == [joke]
    (case,) = world.bot.rows(select(CASE))
    assert "winked at" in await read_case(world, case["id"])
    assert await ask(world, 1, f"/undo {case['id']}") == "Undone: one wink taken back."
    assert world.bot.rows(select(WINK)) == []
    calls = await world.bot.called("setMessageReaction")
    emoji = [[r["emoji"] for r in c["reaction"]] for c in calls if c["message_id"] == joke]
    assert emoji == [["👀"], []]


async def test_telegram_refuses_its_action_and_the_right_is_named(world: World) -> None:
    await refuse(world, "setMessageReaction")
    await world.write(2, "what a joke")
    await world.bot.settled()
    (case,) = world.bot.rows(select(CASE))
    told = await read_case(world, case["id"])
    assert "the wink" in told
    assert "Pin messages" in told


async def test_its_own_address_takes_posts_and_nothing_else(world: World) -> None:
    assert world.bot.app.services.of(Hands).waited
    url = f"http://{world.bot.app.settings.http}/toy"

    async def asked(path: str, method: str = "POST", *, body: bytes = b"hi", **headers: str) -> Any:
        named = {"X-Word": "hello"} | {name.replace("_", "-"): value for name, value in headers.items()}
        async with world.pg.http.request(method, url + path, data=body, headers=named) as answer:
            return answer.status, await answer.read()

    assert await asked("/wave") == (200, b"hi")
    assert len(world.bot.rows(select(WAVE))) == 1
    assert await asked("/wave", X_Word="bye") == (403, b"")
    assert await asked("/wave", body=b"x" * 11) == (413, b"")
    assert await asked("/wave", "PUT") == (405, b"")
    assert await asked("/closed") == (404, b"")
    assert await asked("/wave", Host="waves.example") == (200, b"hi")
    assert (await asked("/other", Host="waves.example"))[0] == 403
    assert (await asked("/wave", Host="rebound.example"))[0] == 403
    assert (await asked("/wave", Origin="https://elsewhere.example"))[0] == 403


def test_misspelt_rules_and_files_are_named(tmp_path: Path, world: World) -> None:
    rules = write_rules(tmp_path / "others", moderation=MODERATION.replace("{wink", "{wnik"), toy="hnad: x\n")
    _, problems = load_book(rules, bot.features.extensions())
    assert [str(problem) for problem in problems] == [
        "others/moderation.yaml:5:12: unknown action 'wnik' (did you mean 'wink'?)",
        "others/toy.yaml:1:1: unknown key 'hnad' (did you mean 'hand'?)",
    ]


def test_its_commands_stand_in_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.features, "FEATURES", (*bot.features.FEATURES, "tests.core.toy.feature"))
    groups = bot.features.command_groups()
    assert CliRunner().invoke(groups["waves"], ["explain"]).output == "👋\n"
    commands = [command.name for command in groups["courses"].registered_commands]
    assert commands.count("gap") == 1
    assert "import" in commands


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
