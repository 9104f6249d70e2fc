"""First steps of newcomers: behind the welcome's button, in private, ticked by what they do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from rules.config.book import load_book
from storage.first_steps import STEPS
from tests.behaviour.conftest import World
from tests.behaviour.shop import pass_
from tests.bots import COMMUNITY, running_bot, write_rules
from tests.rules.make import folder
from tests.servers import Json, community, playground

EVE, DAY = 40, 86_400
ONBOARDING = """
steps:
  - {id: hello, text: Introduce yourself, done: message}
  - {id: rules, text: Read the rules, done: press, link: "https://example.org/rules"}
  - {id: first, text: Check in, done: checkin}
  - {id: like, text: Like something, done: reaction}
"""
MANY = "\ncommands: {times: 1000, within: 30s}\n"
CHECKIN = "checkin: {points: 1, words: [check in]}\n"


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """The group with first steps, and Eve outside."""
    files = {"moderation": "rules: []\n", "incentives": CHECKIN, "onboarding": ONBOARDING}
    rules = write_rules(tmp_path / "rules", **files, community=COMMUNITY + MANY)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        act = {"do": "create_person", "person": EVE, "first_name": "Eve", "language_code": "en"}
        await pg.act(act)
        await bot.settled()
        yield world


async def card(world: World) -> Json:
    """Eve's card, as it is now."""
    await world.bot.settled()
    (found,) = [
        m["message"] for m in await world.pg.messages(EVE) if "irst steps" in m["message"].get("text", "")
    ]
    return dict(found)


async def join(world: World) -> None:
    """Eve joins."""
    await world.pg.act({"do": "join", "chat": world.chat, "user": EVE})
    await world.bot.settled()


async def test_steps_open_behind_the_welcome_and_are_ticked_by_what_is_done(town: World) -> None:
    await join(town)
    welcome = [m["message"] for m in await town.pg.messages(town.chat) if "reply_markup" in m["message"]][-1]
    (row,) = welcome["reply_markup"]["inline_keyboard"]
    assert row[0]["url"].endswith("?start=steps")
    said = len(await town.bot.said(town.chat))
    await town.write(EVE, "/start steps", chat=EVE)
    assert "✅" not in (await card(town))["text"]
    first = await town.write(EVE, "hello, I am Eve and I paint")
    assert "✅ Introduce yourself" in (await card(town))["text"]
    await town.write(EVE, "check in")
    assert "✅ Check in" in (await card(town))["text"]
    shown = await card(town)
    links, (button,) = shown["reply_markup"]["inline_keyboard"]
    assert links[0]["url"] == "https://example.org/rules"
    press = {"do": "press", "chat": EVE, "user": EVE, "message": shown["message_id"]}
    for _ in range(2):
        await town.pg.act(press | {"data": button["callback_data"], "forged": True})
    assert "⬜ Like something" in (await card(town))["text"]
    await town.pg.act({"do": "react", "chat": town.chat, "user": EVE, "message": first, "emoji": "👍"})
    assert "All first steps are done" in (await card(town))["text"]
    assert len(await town.bot.said(town.chat)) == said, "the group hears nothing of it"


async def test_where_the_bot_may_write_the_card_comes_at_once_and_only_for_a_while(town: World) -> None:
    await town.pg.act({"do": "start", "user": EVE})
    await town.bot.settled()
    await join(town)
    shown = await card(town)
    await town.write(2, "hello everybody, I have been here for long")
    await pass_(town, 8 * DAY)
    await town.write(EVE, "I was away for a while")
    assert (await card(town))["text"] == shown["text"]
    assert len(town.bot.rows(select(STEPS))) == 1


async def test_without_steps_the_welcome_has_no_button_and_nothing_is_kept(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", community=COMMUNITY)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        await pg.act({"do": "create_person", "person": EVE, "first_name": "Eve", "language_code": "en"})
        await bot.settled()
        await join(world)
        assert all("reply_markup" not in m["message"] for m in await pg.messages(world.chat))
        await world.write(EVE, "/start steps", chat=EVE)
        assert "no first steps" in (await bot.said(EVE))[-1]
        assert bot.rows(select(STEPS)) == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("steps:\n  - {id: a, text: A}\n  - {id: a, text: B}\n", 1, "twice"),
        ("steps:\n  - {id: a, text: A, done: presss}\n", 2, "press"),
        ("steps:\n  - {id: a, text: A, link: example.org}\n", 2, "https://"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    from bot.features import extensions

    (problem,) = load_book(folder(tmp_path, onboarding=text), extensions())[1]
    assert (problem.line, words in problem.told("en")) == (line, True), problem.told("en")
