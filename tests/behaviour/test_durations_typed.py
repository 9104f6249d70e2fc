"""Durations as people type them, in groups of both languages: read, or refused with an example."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from bot.text.messages import plain
from rules.engine.state import FOREVER
from storage.cases import CASE
from tests.behaviour.conftest import World
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

OWNER, BOB = 1, 3
MINUTE, HOUR, DAY = 60, 3600, 86_400
READ = [
    ("10 minutes", 10 * MINUTE),
    ("30分钟", 30 * MINUTE),
    ("1小时", HOUR),
    ("forever", FOREVER),
    ("永久", FOREVER),
    ("7天", 7 * DAY),
    ("7 days", 7 * DAY),
    ("1.5h", 5400),
    ("７ｄ", 7 * DAY),
    ("1个月", 30 * DAY),
    ("一天", DAY),
    ("半小时", HOUR // 2),
]
UNREAD = ["2x", "-1h"]
NAMED = ["/mute", "/tmute", "/ban", "/tban"]
ANSWERED = [*NAMED, "/dmute", "/dban", "/smute", "/sban"]


@pytest_asyncio.fixture(params=["en", "zh"])
async def town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[World, str]]:
    """A group with this language, in which moderators may say much in a row."""
    language = request.param
    rules = write_rules(tmp_path / "rules", moderation="rules: []\n")
    path = rules / "community.yaml"
    lines = [x for x in path.read_text(encoding="utf-8").splitlines() if not x.startswith("language:")]
    more = [f"language: {language}", "commands: {times: 1000, within: 30s}"]
    path.write_text("\n".join([*lines, *more, ""]), encoding="utf-8")
    async with AsyncExitStack() as stack:
        pg = await stack.enter_async_context(playground(flood=False))
        bot = await stack.enter_async_context(running_bot(pg, tmp_path, rules))
        chat = await community(pg, drain=False)
        for person in (OWNER, BOB):
            await pg.act({"do": "profile", "user": person, "language_code": language})
        world = World(pg, bot, chat)
        await world.write(BOB, "hello, I am new to this")
        await bot.settled()
        yield world, language


async def newest(world: World, after: int) -> list[tuple[str, int, str]]:
    """What cases after this one did, for how long, and why."""
    await world.bot.settled()
    rows = world.bot.rows(select(CASE).where(CASE.c.id > after).order_by(CASE.c.id))
    done = [(action, row["reason"]) for row in rows for action in row["actions"]]
    return [(a["type"], a.get("seconds", 0), why) for a, why in done if a["type"] in ("mute", "ban", "kick")]


def cases(world: World) -> int:
    """The number of the newest case."""
    (row,) = world.bot.rows(select(func.max(CASE.c.id).label("newest")))
    return row["newest"] or 0


async def give(world: World, text: str, **more: object) -> list[tuple[str, int, str]]:
    """Give a command; what it did."""
    before = cases(world)
    await world.write(OWNER, text, **more)
    return await newest(world, before)


async def test_what_is_written_is_how_long_it_lasts(town: tuple[World, str]) -> None:
    world, _ = town
    for turn, command in enumerate(NAMED):
        kind = command.removeprefix("/").removeprefix("t")
        for number, (time, seconds) in enumerate(READ[turn % 2 :: 2]):
            reason = ("", "吵", "too loud")[number % 3]
            said = f"{command} @bob_builds {time} {reason}".strip()
            assert await give(world, said) == [(kind, seconds, reason)], said


async def test_what_begins_like_a_duration_and_is_none_sanctions_nobody(town: tuple[World, str]) -> None:
    world, language = town
    for command in NAMED:
        for time in UNREAD:
            assert await give(world, f"{command} @bob_builds {time} spam") == []
            said = (await world.bot.said(world.chat))[-1]
            assert said == plain(language, "duration-unreadable", command=command[1:]), said
    assert await give(world, "/kick @bob_builds 1d") == []
    assert (await world.bot.said(world.chat))[-1] == plain(language, "duration-useless", command="kick")


async def test_an_answer_takes_the_time_before_the_reason_and_never_a_harsher_one(
    town: tuple[World, str],
) -> None:
    world, language = town
    for turn, command in enumerate(ANSWERED):
        kind = command.removeprefix("/").lstrip("tds")
        for time, seconds in READ[turn % 6 :: 6]:
            victim = await world.write(BOB, f"la la la {command} {time}")
            told = await give(world, f"{command} {time} 发广告", reply_to=victim)
            assert told == [(kind, seconds, "发广告")], (command, time)
            await give(world, "/unmute @bob_builds" if kind == "mute" else "/unban @bob_builds")
            if kind == "ban":
                await world.pg.acts([{"do": "join", "chat": world.chat, "user": BOB}])
        victim = await world.write(BOB, f"la la {command}")
        assert await give(world, f"{command} {UNREAD[turn % 2]} spam", reply_to=victim) == []
        behind = ("spam 7d", "发广告 7天", "spam for 7 days", "发广告7天")[turn % 4]
        assert await give(world, f"{command} {behind}", reply_to=victim) == [], behind
        said = (await world.bot.said(world.chat))[-1]
        assert said == plain(language, "duration-last", command=command[1:]), said
