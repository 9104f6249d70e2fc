"""A word to members who are likely to go quiet: seldom, in private, and not to those who want none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import delete, update

from rules.config.schedule import Job
from storage.chats import MEMBER
from storage.course_notices import NOTICE
from tests.behaviour.conftest import World
from tests.behaviour.test_atrisk import answer, opened, score

DAY = 86_400
JOB = Job(id="winback", job="winback", cron="0 19 * * *", timezone="UTC", options={})


@pytest_asyncio.fixture
async def quiet_town(tmp_path: Path) -> AsyncIterator[World]:
    """The group; members 11 and 12 are likely to go quiet, and 12 opened the private chat."""
    async with opened(tmp_path, "quiet: off\n") as world:
        score(world)
        away(world, 12)
        yield world


def away(world: World, days: int) -> None:
    """Let everybody have been seen last so long ago."""
    now = int(world.bot.app.clock.now())
    with world.bot.store.write() as connection:
        connection.execute(update(MEMBER).values(last_seen=now - days * DAY))


async def run(world: World, planned_at: int, options: dict[str, int] | None = None) -> list[str]:
    """What member 12 reads in private because of one run of the job."""
    before = len(await world.bot.said(12))
    job = JOB.model_copy(update={"options": options or {}})
    await world.bot.app.scheduler.run(job, planned_at)
    await world.bot.settled()
    return (await world.bot.said(12))[before:]


async def test_a_member_who_was_away_gets_one_word_and_no_second_one(quiet_town: World) -> None:
    (said,) = await run(quiet_town, 7)
    assert "has not heard from you for 12 days" in said
    assert "Learners" in said
    posts = [int(c["chat_id"]) for c in await quiet_town.bot.called("sendMessage")]
    assert 11 not in posts  # who never opened the private chat
    assert await run(quiet_town, 8) == []


async def test_whoever_was_there_lately_is_left_alone(quiet_town: World) -> None:
    away(quiet_town, 5)
    assert await run(quiet_town, 7) == []
    assert len(await run(quiet_town, 8, {"away": 4})) == 1


@pytest.mark.parametrize("by", ["command", "button"])
async def test_whoever_wants_none_gets_none(quiet_town: World, by: str) -> None:
    if by == "command":
        assert await answer(quiet_town, "/optout greetings", 12, user=12)
    else:
        await run(quiet_town, 7)
        rows = [m["message"] for m in await quiet_town.pg.messages(12)]
        shown = next(m for m in reversed(rows) if "reply_markup" in m)
        data = shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        press = {"do": "press", "chat": 12, "user": 12, "message": shown["message_id"], "data": data}
        await quiet_town.pg.act(press)
    await quiet_town.bot.settled()
    with quiet_town.bot.store.write() as connection:
        connection.execute(delete(NOTICE))  # as if long ago
    assert await run(quiet_town, 8) == []
    assert await answer(quiet_town, "/optin 问候", 12, user=12)
    await quiet_town.bot.settled()
    away(quiet_town, 12)  # they wrote, but in private
    assert len(await run(quiet_town, 9)) == 1


async def test_nobody_is_written_to_at_night(tmp_path: Path) -> None:
    async with opened(tmp_path, "quiet: {start: '00:00', end: '23:59'}\n") as world:
        score(world)
        away(world, 12)
        assert await run(world, 7) == []


async def test_whoever_refused_scoring_is_not_written_to(quiet_town: World) -> None:
    await answer(quiet_town, "/optout scoring", 12, user=12)
    await quiet_town.bot.settled()
    assert await run(quiet_town, 7) == []
