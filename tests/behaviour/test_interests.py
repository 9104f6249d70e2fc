"""/interests: a member sees what the bot takes from their talk, and has the last word on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest_asyncio

from bot.text.messages import plain
from rules.config.schedule import Job
from tests.behaviour.conftest import World
from tests.behaviour.test_buttons import ask, behind, press
from tests.bots import running_bot, write_rules
from tests.servers import Json, community, playground

COURSES = "courses: [{id: py, title: Python}, {id: pots, title: Pottery and clay}]"
MOMENTS = count(1)


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """Bob opened his private chat and wrote of python, long enough ago to be read."""
    rules = write_rules(tmp_path / "rules", courses=COURSES)
    with (rules / "community.yaml").open("a", encoding="utf-8") as file:
        file.write("\ncommands: {times: 1000, within: 30s}\n")
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        await pg.act({"do": "profile", "user": 3, "language_code": "en"})
        await pg.act({"do": "start", "user": 3})
        await bot.settled()
        yield world


async def talks(world: World, text: str, user: int = 3) -> None:
    """Somebody, Bob unless named, writes something in the group, and it becomes interests."""
    await world.write(user, text)
    await world.bot.settled()
    job = Job(id="profiles", job="profiles", cron="0 20 * * *", timezone="UTC")
    app = world.bot.app
    before = app.scheduler._clock.now
    app.scheduler._clock.now = lambda: before() + 61  # type: ignore[method-assign]  # the job reads a minute late
    await app.scheduler.run(job, next(MOMENTS))
    app.scheduler._clock.now = before  # type: ignore[method-assign]  # as it was


async def interests(world: World, words: str = "") -> Json:
    """What Bob is told of his interests."""
    return await ask(world, 3, f"/interests {words}".strip(), chat=3)


async def test_what_was_talked_about_is_shown_and_a_pressed_word_stays_away(town: World) -> None:
    assert plain("en", "interests-none") in (await interests(town))["text"]
    await talks(town, "python python pottery")
    message = await interests(town)
    assert "python" in message["text"]
    (away,) = [d for d in behind(message) if d.endswith("no:python")]
    assert await press(town, 3, message["message_id"], away, chat=3) == plain("en", "pressed-interests")
    (edit,) = await town.bot.called("editMessageText")
    assert "python" not in edit["text"]
    assert "pottery" in edit["text"]
    await talks(town, "python again")
    assert "python" not in (await interests(town))["text"]


async def test_words_are_added_taken_away_and_cleared_in_private_alone(town: World) -> None:
    assert "clay (your own word)" in (await interests(town, "clay, Glazing"))["text"]
    assert "glazing" not in (await interests(town, "-glazing"))["text"]
    assert plain("en", "interests-none") in (await interests(town, "clear"))["text"]
    in_group = await ask(town, 3, "/interests")
    assert in_group["text"] == plain("en", "command-only-private")


async def test_more_words_than_are_shown_are_counted_and_too_many_at_once_named(town: World) -> None:
    await interests(town, "clay")
    words = [f"word{n}x" for n in range(12)]
    said = (await interests(town, " ".join(words)))["text"]
    assert "… and 3 more" in said  # eight of eleven are shown
    assert "At most 10 words at once, so these are left out: word10x word11x" in said
    gone = (await interests(town, "clear " + " ".join(words[:5])))["text"]
    assert "word1x" not in gone
    assert "more" not in gone.partition("A button")[0]
    assert "clear" not in gone


async def test_who_stopped_suggestions_is_told_that_nothing_is_looked_at(town: World) -> None:
    await ask(town, 3, "/optout suggestions", chat=3)
    await talks(town, "python python")
    assert plain("en", "interests-off") in (await interests(town))["text"]
