"""Suggestions in a group and in private, from the job to what is pressed, in a local Telegram."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest_asyncio
from sqlalchemy import select

from bot.features.courses.enrolment_import import import_course_events
from bot.text.messages import plain
from storage.learning import COURSE_EVENT, PERSON, SUGGESTION
from tests.behaviour.conftest import World
from tests.behaviour.test_buttons import ANOTHER, ask, press
from tests.bots import running_bot, write_rules
from tests.servers import Json, community, playground

COURSES = "courses:\n" + "".join(
    f"  - {{id: c{n}, title: {{zh: 第{n}课, en: Lesson {n}}}, language: any, url: 'https://example.com/c{n}'}}\n"
    for n in range(6)
)
SCHEDULE = "quiet: {quiet}\njobs: [{{job: suggestions, cron: '0 20 * * *', options: {{group: 3}}}}]\n"
MOMENTS = count(1)
DAY = 86_400


def rules(folder: Path, quiet: str = "off") -> Path:
    """A catalogue whose courses have addresses; members may press as often as they like."""
    made = write_rules(folder / "rules", courses=COURSES, schedule=SCHEDULE.format(quiet=quiet))
    with (made / "community.yaml").open("a", encoding="utf-8") as file:
        file.write("\ncommands: {times: 1000, within: 30s}\n")
    return made


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """小明 2 and Bob 3 in a group; Bob opened his private chat."""
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules(tmp_path)) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        await populate(world)
        yield world


async def populate(world: World) -> None:
    """Both write something; Bob starts the bot."""
    await world.pg.act({"do": "profile", "user": 3, "language_code": "en"})
    await world.pg.act({"do": "start", "user": 3})
    for user in (2, 3):
        await world.write(user, "good morning everyone")
    await world.bot.settled()


async def evening(world: World) -> int:
    """The job runs; how many posts it queued."""
    app = world.bot.app
    (job,) = app.book().schedule
    posts = await app.scheduler.run(job, next(MOMENTS))
    await world.bot.settled()
    return posts


async def posts(world: World, chat: int) -> list[Json]:
    """The bot's messages with suggestions in a chat, oldest first."""
    await world.bot.settled()
    found = [m["message"] for m in await world.pg.messages(chat, limit=200) if m["author"] == world.pg.bot_id]
    return [m for m in found if "🎯" in m.get("text", "")]


def behind(message: Json, ending: str) -> str:
    """The data of the button that ends so."""
    rows = message["reply_markup"]["inline_keyboard"]
    return next(d for row in rows for b in row if (d := str(b.get("callback_data", ""))).endswith(ending))


def links(message: Json) -> list[str]:
    """Where buttons lead."""
    return [b["url"] for row in message["reply_markup"]["inline_keyboard"] for b in row if "url" in b]


def courses(world: World, user: int) -> list[str]:
    """What was suggested to somebody, oldest first."""
    rows = world.bot.rows(select(SUGGESTION).order_by(SUGGESTION.c.id))
    people = {2: "小明", 3: "Bob"}
    known = {r["id"]: r["name"] for r in world.bot.rows(select(PERSON))}
    return [r["course"] for r in rows if known[r["person_id"]] == people[user]]


async def test_the_group_names_members_and_who_started_the_bot_is_written_to_in_their_language(
    town: World,
) -> None:
    assert await evening(town) == 2
    (group,) = await posts(town, town.chat)
    (private,) = await posts(town, 3)
    assert "小明" in group["text"]
    assert "Bob" not in group["text"]
    assert private["text"].startswith("🎯 For you: Lesson ")
    assert "💡" in private["text"]


async def test_a_suggested_course_opens_with_one_press_and_others_press_for_nobody(town: World) -> None:
    await evening(town)
    (group,) = await posts(town, town.chat)
    (course,) = courses(town, 2)
    assert links(group) == [f"https://example.com/{course}"]
    liked = behind(group, ":like")
    assert await press(town, 3, group["message_id"], liked) == ANOTHER
    assert await press(town, 2, group["message_id"], liked) == plain("en", "pressed-like")
    (event,) = town.bot.rows(select(COURSE_EVENT))
    (shown,) = [r for r in town.bot.rows(select(SUGGESTION)) if r["id"] == event["suggestion_id"]]
    assert (event["kind"], event["course"], shown["course"]) == ("interested", course, course)


async def test_what_is_pressed_shapes_the_next_suggestion(town: World) -> None:
    await evening(town)
    (private,) = await posts(town, 3)
    said = await press(town, 3, private["message_id"], behind(private, ":no"), chat=3)
    assert said == plain("en", "pressed-no")
    (first,) = courses(town, 3)
    for _ in range(2):
        await evening(town)
    later = courses(town, 3)
    assert len(later) == 3
    assert first not in later[1:]
    kinds = [(e["kind"], e["course"]) for e in town.bot.rows(select(COURSE_EVENT))]
    assert kinds == [("dismissed", first)]


async def test_who_opts_out_hears_nothing_more_and_may_come_back(town: World) -> None:
    await ask(town, 3, "/optout suggestions", chat=3)
    await ask(town, 2, "/optout 推荐")
    assert await evening(town) == 0
    await ask(town, 3, "/optin suggestions", chat=3)
    assert await evening(town) == 1
    assert len(await posts(town, 3)) == 1


async def test_a_suggestion_of_the_night_comes_in_the_morning_after_a_restart(tmp_path: Path) -> None:
    folder = rules(tmp_path, "{start: '22:00', end: '08:00'}")
    night = time.time() // DAY * DAY + 2 * DAY + 23 * 3600
    async with playground(flood=False) as pg:
        clock = f"scaled:{time.time()}:{night}:1"
        async with running_bot(pg, tmp_path, folder, clock=clock) as bot:
            world = World(pg, bot, await community(pg, drain=False))
            await populate(world)
            assert await evening(world) == 0
            assert await posts(world, world.chat) == []
            await press_stop(world)
        clock = f"scaled:{time.time()}:{night + 9 * 3600 - 30}:1"
        async with running_bot(pg, tmp_path, folder, clock=clock) as bot:
            world = World(pg, bot, world.chat)
            assert await posts(world, world.chat) == []
        clock = f"scaled:{time.time()}:{night + 9 * 3600 + 1}:1"
        for _ in range(2):
            async with running_bot(pg, tmp_path, folder, clock=clock) as bot:
                world = World(pg, bot, world.chat)
                (group,) = await posts(world, world.chat)
                assert "小明" in group["text"]
                assert await posts(world, 3) == []


async def press_stop(world: World) -> None:
    """Bob stops suggestions in the night."""
    await ask(world, 3, "/optout suggestions", chat=3)


async def test_enrolments_from_the_shop_are_told_apart_by_the_suggestion_they_followed(
    town: World, tmp_path: Path
) -> None:
    await evening(town)
    (mine,) = courses(town, 3)
    other = next(f"c{n}" for n in range(6) if f"c{n}" != mine)
    file = tmp_path / "shop.csv"
    file.write_text(f"person,course\n3,{mine}\n3,{other}\n", encoding="utf-8")
    with town.bot.store.write() as connection:
        import_course_events(connection, town.bot.app.community, file, town.bot.app.clock.now() + 60)
    events = town.bot.rows(select(COURSE_EVENT))
    assert {e["course"]: bool(e["suggestion_id"]) for e in events} == {mine: True, other: False}
