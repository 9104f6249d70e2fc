"""Reminders of lessons in a local Telegram: by the schedule, through restarts, as the catalogue changes."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.features.courses.enrolment_import import import_course_events
from bot.text.messages import plain
from tests.behaviour.conftest import World
from tests.behaviour.test_buttons import press
from tests.bots import running_bot, write_rules
from tests.servers import Json, Playground, community, playground

DAY, HOUR, MINUTE = 86_400, 3600, 60
RATE = 40  # a minute of the bot's clock is a second and a half here
SCHEDULE = """
quiet: off
reminders: {before: [1d, 15m], group: live}
jobs: [{job: reminders, cron: "* * * * *"}]
"""
COURSES = """
courses:
  - {{id: talk, title: {{zh: 口语课, en: Talking}}, kind: live, url: 'https://example.com/talk',
      language: any, lessons: [{{id: one, at: '{at}', cancelled: {cancelled}}}]}}
"""


def rules(folder: Path, starts_at: float, cancelled: str = "false") -> Path:
    """A course with one lesson, minutes counted from midnight UTC."""
    at = datetime.fromtimestamp(starts_at, UTC).strftime("%Y-%m-%d %H:%M")
    return write_rules(
        folder / "rules", schedule=SCHEDULE, courses=COURSES.format(at=at, cancelled=cancelled)
    )


@asynccontextmanager
async def bot_at(
    pg: Playground, folder: Path, now: float, *, chat: int = -1001, schedule: bool = True
) -> AsyncIterator[World]:
    """The bot, started at a moment of its own clock."""
    clock = f"scaled:{time.time()}:{now}:{RATE}"
    async with running_bot(pg, folder, folder / "rules", clock=clock, schedule=schedule) as bot:
        yield World(pg, bot, chat)


async def said(world: World, chat: int, mark: str) -> list[Json]:
    """The bot's messages in a chat that begin so."""
    found = [m["message"] for m in await world.pg.messages(chat, limit=200)]
    return [m for m in found if m.get("text", "").startswith(mark)]


async def passes(world: World, moment: float) -> None:
    """Wait until the bot's clock has passed a moment, and what was due is sent."""

    async def later() -> bool:
        return world.bot.app.clock.now() > moment

    await world.pg.wait_for(later)
    await world.bot.settled()


async def test_a_learner_is_reminded_once_through_restarts_and_hears_of_changes(tmp_path: Path) -> None:
    start = (time.time() // DAY + 3) * DAY + 12 * HOUR
    rules(tmp_path, start)
    async with playground(flood=False) as pg:
        async with bot_at(pg, tmp_path, start - DAY - 10 * MINUTE, schedule=False) as world:
            await community(pg, drain=False)
            await pg.act({"do": "profile", "user": 3, "language_code": "en"})
            for user in (2, 3):
                await pg.act({"do": "start", "user": user})
            await world.bot.settled()
            file = tmp_path / "shop.csv"
            file.write_text("person,course,at\n3,talk,-1\n", encoding="utf-8")
            with world.bot.store.write() as connection:
                import_course_events(connection, world.bot.app.community, file, start - 2 * DAY)
        async with bot_at(pg, tmp_path, start - DAY - MINUTE) as world:
            (reminder,) = await pg.wait_for(lambda: said(world, 3, "⏰"))
            assert "Talking begins in 1 day" in reminder["text"]
        async with bot_at(pg, tmp_path, start - DAY + 3 * MINUTE) as world:
            await passes(world, start - DAY + 6 * MINUTE)
            assert len(await said(world, 3, "⏰")) == 1
        rules(tmp_path, start + HOUR)
        async with bot_at(pg, tmp_path, start - 2 * HOUR) as world:
            (moved,) = await pg.wait_for(lambda: said(world, 3, "🔁"))
            assert "13:00 (UTC)" in moved["text"]
        async with bot_at(pg, tmp_path, start + HOUR - 16 * MINUTE) as world:
            (announced,) = await pg.wait_for(lambda: said(world, world.chat, "⏰"))
            assert "Talking" in announced["text"]
            await passes(world, start + HOUR - 12 * MINUTE)
            (_, reminder) = await said(world, 3, "⏰")
            assert "minutes: " in reminder["text"]
            assert await said(world, 2, "⏰") == []
            stop = reminder["reply_markup"]["inline_keyboard"][1][0]["callback_data"]
        rules(tmp_path, start + HOUR, cancelled="true")
        async with bot_at(pg, tmp_path, start + HOUR - 10 * MINUTE) as world:
            (cancelled,) = await pg.wait_for(lambda: said(world, 3, "✖️"))
            assert "does not take place" in cancelled["text"]
            assert len(await pg.wait_for(lambda: said(world, world.chat, "✖️"))) == 1
            pressed = await press(world, 3, reminder["message_id"], stop, chat=3)
            assert pressed == plain("en", "pressed-no-reminders")
