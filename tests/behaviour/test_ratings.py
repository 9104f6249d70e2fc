"""A finished course, its stars and the catalogue, in a local Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from sqlalchemy import select

from bot.features.courses.enrolment_import import import_course_events
from bot.text.messages import plain
from storage.learning import COURSE_EVENT
from tests.behaviour.conftest import World
from tests.behaviour.test_buttons import ANOTHER, UNKNOWN, ask, behind, press
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

COURSES = "courses: [{id: py, title: {zh: 编程, en: Programming}, language: any}]"
SCHEDULE = "quiet: off\njobs: [{job: ratings, cron: '10 * * * *'}]\n"


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """小明 2 and Bob 3; Bob opened his private chat."""
    rules = write_rules(tmp_path / "rules", courses=COURSES, schedule=SCHEDULE)
    with (rules / "community.yaml").open("a", encoding="utf-8") as file:
        file.write("\ncommands: {times: 1000, within: 30s}\n")
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        await pg.act({"do": "profile", "user": 3, "language_code": "en"})
        await pg.act({"do": "start", "user": 3})
        await bot.settled()
        yield world


def stars(world: World) -> list[int]:
    """All ratings, in order."""
    query = select(COURSE_EVENT).where(COURSE_EVENT.c.kind == "rated").order_by(COURSE_EVENT.c.id)
    return [row["value"] for row in world.bot.rows(query)]


async def test_a_course_is_finished_in_the_group_and_rated_in_private(town: World) -> None:
    said = await ask(town, 3, "/done py")
    assert said["text"] == plain("en", "done", course="Programming")
    question = (await town.pg.messages(3))[-1]["message"]
    assert question["text"] == plain("en", "rate-ask", course="Programming")
    assert [d.rpartition(":")[2] for d in behind(question)] == ["1", "2", "3", "4", "5"]
    thanked = plain("en", "pressed-rated")
    assert await press(town, 3, question["message_id"], behind(question)[4], chat=3) == thanked
    await town.bot.settled()
    edited = (await town.pg.messages(3))[-1]["message"]
    assert edited["text"].startswith("★★★★★ for “Programming”")
    assert stars(town) == [5]
    assert await press(town, 3, edited["message_id"], behind(edited)[0], chat=3) == thanked
    assert stars(town) == [5, 1]


async def test_stars_of_another_chat_or_made_up_are_no_stars(town: World) -> None:
    await ask(town, 3, "/done py")
    question = (await town.pg.messages(3))[-1]["message"]
    await town.pg.act({"do": "start", "user": 2})
    mine = await ask(town, 2, "/help", chat=2)
    for data in (behind(question)[4], "rt:1:5", behind(question)[4][:-1] + "4"):
        assert await press(town, 2, mine["message_id"], data, chat=2) not in (
            "",
            plain("en", "pressed-rated"),
        )
    group = await ask(town, 2, "/rules")
    assert await press(town, 3, group["message_id"], behind(question)[4]) in (UNKNOWN, ANOTHER)
    assert stars(town) == []


async def test_who_finished_in_the_shop_is_asked_and_five_ratings_are_told(
    town: World, tmp_path: Path
) -> None:
    file = tmp_path / "shop.csv"
    crowd = "".join(f"learner {n},py,rated,5\n" for n in range(4))
    file.write_text(f"person,course,kind,value\n3,py,finished,\n{crowd}", encoding="utf-8")
    app = town.bot.app
    with town.bot.store.write() as connection:
        import_course_events(connection, app.community, file, app.clock.now())
    assert "★" not in (await ask(town, 3, "/courses"))["text"]
    (job,) = app.book().schedule
    for moment in (1, 2):
        await app.scheduler.run(job, moment)
    await town.bot.settled()
    questions = [
        m["message"] for m in await town.pg.messages(3) if m["message"].get("text", "").startswith("🎓")
    ]
    assert len(questions) == 1
    await press(town, 3, questions[0]["message_id"], behind(questions[0])[2], chat=3)
    await town.bot.settled()
    assert "★ 4.6 (5)" in (await ask(town, 3, "/courses"))["text"]
