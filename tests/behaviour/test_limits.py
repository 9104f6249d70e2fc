"""How many commands and presses one member gets answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.runtime.metrics import LIMITED
from bot.text.messages import plain
from rules.config.rule_book_store import load_book
from storage.outbox import OUTBOX
from tests.behaviour.conftest import World
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

NOTE = plain("en", "too-quick")


ADS = "rules:\n  - {id: ads, title: advertising, when: {words: [buy now]}, then: [delete]}\n"


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A group without a rule against floods; its answers stay twice as long as usual (`tests.bots`)."""
    rules = write_rules(tmp_path / "rules", moderation=ADS)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        await bot.settled()
        yield World(pg, bot, chat)


async def ask(world: World, user: int, text: str, times: int) -> list[str]:
    """What the bot says while somebody asks so many times at once."""
    before = len(await world.bot.said(world.chat))
    for _ in range(times):
        await world.write(user, text)
    return (await world.bot.said(world.chat))[before:]


def limited(kind: str) -> float:
    """The figure in /metrics."""
    return float(LIMITED.labels(kind)._value.get())


async def test_six_are_answered_then_one_note_and_then_nothing(world: World) -> None:
    before = limited("message")
    said = await ask(world, 2, "/rules", 12)
    assert said == ["Be kind."] * 6 + [NOTE]
    assert limited("message") - before == 6


async def test_the_note_removes_itself(world: World) -> None:
    await ask(world, 2, "/rules", 7)
    rows = await world.pg.messages(world.chat, limit=200)
    (note,) = [m["message"]["message_id"] for m in rows if m["message"].get("text") == NOTE]
    waiting = [r for r in world.bot.rows(select(OUTBOX)) if r["method"] == "deleteMessage"]
    (row,) = [r for r in waiting if r["params"]["message_id"] == note]
    assert row["not_before"] - row["at"] == pytest.approx(30, abs=1)


async def test_others_are_answered_meanwhile_and_the_same_member_later(world: World) -> None:
    await ask(world, 2, "/rules", 9)
    assert await ask(world, 3, "/rules", 1) == ["Be kind."]
    await world.pg.post("/sim/clock", {"advance": 31})
    assert await ask(world, 2, "/rules", 1) == ["Be kind."]


async def test_moderators_get_five_times_as_many(world: World) -> None:
    assert await ask(world, 1, "/rules", 31) == ["Be kind."] * 30 + [NOTE]


async def test_who_may_not_anyway_is_limited_too(world: World) -> None:
    said = await ask(world, 2, "/ban @bob_builds", 9)
    assert said[-1] == NOTE
    assert len(said) == 7


async def test_points_and_rules_are_not_limited(world: World) -> None:
    await ask(world, 2, "/rules", 9)
    spam = await world.write(2, "buy now")
    assert spam in await world.deleted()


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("commands: {times: 0, within: 30s}", "2:19"),
        ("commands: {times: 6, within: soon}", "2:30"),
        ("commands: {times: 6, with: 30s}", "2:22"),
        ("commands: {within: 2h}", "2:20"),
    ],
)
def test_a_limit_that_makes_no_sense_is_named_with_its_place(tmp_path: Path, line: str, place: str) -> None:
    book, problems = load_book(write_rules(tmp_path / "rules", community=f"name: Test\n{line}\n"))
    assert book is None
    assert str(problems[0]).startswith(f"rules/community.yaml:{place}: ")


async def test_the_limit_is_the_operators_to_set(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", community="name: Test\ncommands: {times: 2, within: 1m}\n")
    book, _ = load_book(rules)
    assert book is not None
    assert (book.community.commands.times, book.community.commands.within) == (2, 60)
