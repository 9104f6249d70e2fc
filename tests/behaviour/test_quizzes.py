"""A quiz by Telegram's own polls, and those who try to earn more than once by it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from sqlalchemy import select

from storage.ledger import LEDGER
from storage.quizzes import ANSWER, POLL
from tests.behaviour.conftest import World
from tests.behaviour.shop import pass_
from tests.behaviour.test_schedule import run
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

HOUR, ELSEWHERE = 3_600, -1009
LIVELY = "name: Test\nlanguage: en\ntimezone: UTC\ncommands: {times: 100, within: 1s}\nanswer_seconds: 0\n"
QUIZZES = """quizzes:
  - id: python
    title: Python
    points: 4
    open_for: 1h
    questions:
      - {ask: "What is 1 + 1?", options: ["1", "2", "3"], right: 2, why: Count on your fingers}
      - {ask: "What is 2 + 2?", options: ["4", "5"], right: 1}
"""


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """A group with two members, Ming 2 and Bob 3, and a quiz of two questions."""
    rules = write_rules(
        tmp_path / "rules",
        quizzes=QUIZZES,
        incentives="per_day: 100\n",
        community=LIVELY,
        schedule="jobs: []\n",
    )
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        for user in (1, 2, 3):
            await world.write(user, f"good morning to you all from {user}")
        await bot.settled()
        yield world


async def polls(world: World) -> list[tuple[int, str]]:
    """The polls in the group: message and question."""
    await world.bot.settled()
    found = [m["message"] for m in await world.pg.messages(world.chat, limit=200)]
    return [(m["message_id"], m["poll"]["question"]) for m in found if "poll" in m]


async def vote(world: World, user: int, message: int, option: int, chat: int = 0) -> bool:
    """Somebody answers; whether Telegram took it."""
    act = {"do": "vote", "chat": chat or world.chat, "user": user, "message": message, "option": option}
    (result,) = await world.pg.acts([act])
    await world.bot.settled()
    return bool(result["ok"])


async def paid(world: World) -> list[int]:
    """What was paid for quizzes."""
    await world.bot.settled()
    rows = world.bot.rows(select(LEDGER).where(LEDGER.c.source == "quiz").order_by(LEDGER.c.id))
    return [r["granted"] for r in rows]


async def test_right_answers_pay_once_and_the_results_are_told(town: World) -> None:
    await town.write(2, "/quiz python")
    assert await polls(town) == [], "members ask none"
    await town.write(1, "/quiz")
    assert "python</code> — Python (2)" in (await town.bot.called("sendMessage"))[-1]["text"]
    await town.write(1, "/quiz python")
    ((message, question),) = await polls(town)
    assert question == "What is 1 + 1?"
    assert await vote(town, 2, message, 1)
    assert not await vote(town, 2, message, 1), "an answer stands"
    assert await vote(town, 3, message, 0)
    assert await vote(town, 1, message, 1), "whoever asks may answer …"
    assert await paid(town) == [4], "… and earns nothing"
    await pass_(town, HOUR + 1)
    await pass_(town, 5)
    assert "🏁 2 of 3 were right. First: 小明." in (await town.bot.said(town.chat))[-1]
    assert not await vote(town, 3, message, 1), "it is closed"
    await town.write(2, "/why")
    assert "quiz" in (await town.bot.said(town.chat))[-1]
    await town.write(1, "/quiz python 2")
    assert [q for _, q in await polls(town)] == ["What is 1 + 1?", "What is 2 + 2?", "What is 1 + 1?"]
    again = (await polls(town))[-1][0]
    assert await vote(town, 2, again, 1)
    assert await paid(town) == [4], "a question pays once, however often it is asked"
    assert await vote(town, 3, again, 1)
    assert await paid(town) == [4, 4]


async def test_outsiders_with_a_forwarded_poll_are_not_counted(town: World) -> None:
    await town.pg.act({"do": "create_person", "person": 40, "first_name": "Eve"})
    act = {
        "do": "create_chat",
        "chat": ELSEWHERE,
        "title": "Elsewhere",
        "owner": 40,
        "members": [3],
        "bot": False,
    }
    await town.pg.act(act)
    assert await run(town, "quiz", count=1) == 1
    ((message, _),) = await polls(town)
    carried = {"do": "message", "chat": ELSEWHERE, "user": 3, "fields": {"poll": await _poll(town, message)}}
    copy = int((await town.pg.act(carried))["message_id"])
    assert await vote(town, 40, copy, 1, ELSEWHERE)
    assert await vote(town, 3, copy, 1, ELSEWHERE)
    assert await paid(town) == [4]
    assert len(town.bot.rows(select(ANSWER))) == 1
    assert len(town.bot.rows(select(POLL))) == 1


async def _poll(world: World, message: int) -> dict[str, object]:
    found = [m["message"] for m in await world.pg.messages(world.chat, limit=200)]
    return dict(next(m["poll"] for m in found if m["message_id"] == message))
