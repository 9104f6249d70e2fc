"""The content gap: gathered from what members write, told to moderators alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from itertools import count
from pathlib import Path

import pytest_asyncio
from sqlalchemy import select, update

from bot.text.messages import plain
from rules.config.schedule import Job
from storage.chats import CHAT
from storage.event_log import TEXT
from storage.questions import QUESTION
from storage.store import table
from storage.tables import Watermark
from tests.behaviour.conftest import World
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

COURSES = """
courses:
  - {id: py, title: Python from zero, tags: [python], url: "https://example.com/py"}
  - {id: pots, title: Pottery}
"""
ROOM = -1002
ASKERS = range(10, 16)
MOMENTS = count(1)
MOST = "\ncommands: {times: 1000, within: 30s}\n"


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """A group of nine with a moderators' group beside it, in which member 2 is no administrator."""
    rules = write_rules(tmp_path / "rules", courses=COURSES)
    with (rules / "community.yaml").open("a", encoding="utf-8") as file:
        file.write(MOST)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        for person in ASKERS:
            await pg.act({"do": "create_person", "person": person, "first_name": f"Asker{person}"})
            await pg.act({"do": "join", "chat": chat, "user": person})
        room = {"do": "create_chat", "chat": ROOM, "title": "Moderators", "owner": 1, "members": [2]}
        await pg.act(room | {"bot": True})
        await bot.settled()
        with bot.store.write() as connection:
            connection.execute(update(CHAT).where(CHAT.c.title == "Moderators").values(role="moderators"))
        bot.app.pipeline.directory.forget()
        yield World(pg, bot, chat)


async def ask_about(world: World, text: str, people: Iterable[int] = ASKERS) -> list[int]:
    """Let people ask something in the group; the numbers of their messages."""
    numbers = [await world.write(person, f"{text}?") for person in people]
    await world.bot.settled()
    return numbers


async def answer(world: World, text: str, chat: int, user: int = 1) -> list[str]:
    """What the bot says to a command."""
    before = len(await world.bot.said(chat))
    await world.pg.act({"do": "message", "chat": chat, "user": user, "text": text})
    return (await world.bot.said(chat))[before:]


async def run(world: World, name: str, **options: object) -> int:
    """Run a job now."""
    app = world.bot.app
    job = Job(id=name, job=name, cron="0 20 * * *", timezone="UTC", options=options)
    posts = await app.scheduler.run(job, next(MOMENTS))
    await world.bot.settled()
    return posts


async def test_moderators_read_in_their_room_what_no_course_covers_and_who_asked_is_not_named(
    town: World,
) -> None:
    first, *_ = await ask_about(town, "how do I start soldering @ann https://example.com/x")
    await ask_about(town, "which python course", [2, 3])
    await town.write(3, "get a cheap iron", reply_to=first)
    (said,) = await answer(town, "/gap", ROOM)
    gap = said[said.index("soldering") :]
    assert gap.startswith("soldering: 6 members, 6 questions")
    assert "No course speaks of it." in said
    assert "how do I start soldering … …”" in said
    assert "python (2, Python from zero)" in said
    assert "8 questions from 8 members" in said
    assert "Asker" not in said


async def test_in_private_it_is_for_those_who_moderate(town: World) -> None:
    await ask_about(town, "how do I start soldering")
    for user in (1, 3):
        await town.pg.act({"do": "start", "user": user})
    assert "soldering" in (await answer(town, "/gap", 1))[0]
    assert await answer(town, "/gap", 3, user=3) == [plain("en", "command-moderators-only")]


async def test_in_the_room_too_it_is_for_administrators(town: World) -> None:
    assert await answer(town, "/gap", ROOM, user=2) == [plain("en", "command-moderators-only")]


async def test_where_members_read_along_there_is_silence(town: World) -> None:
    await ask_about(town, "how do I start soldering")
    assert await answer(town, "/gap", town.chat, user=1) == []
    assert await answer(town, "/gap", town.chat, user=3) == []


async def test_who_moderated_once_is_looked_up_again_and_told_nothing(town: World) -> None:
    await town.pg.act({"do": "start", "user": 3})
    await town.pg.act({"do": "promote", "chat": town.chat, "user": 1, "target": 3})
    await town.bot.settled()
    await answer(town, "/gap", 3, user=3)
    with town.bot.store.write() as connection:
        connection.execute(update(CHAT).values(administrators_at=1))
    asked = len(await town.bot.called("getChatAdministrators"))
    await town.pg.act({"do": "message", "chat": 3, "user": 3, "text": "/gap"})

    async def told() -> bool:
        return len(await town.bot.said(3)) == 3

    await town.pg.wait_for(told)
    assert len(await town.bot.called("getChatAdministrators")) == asked + 1
    await town.pg.act({"do": "demote", "chat": town.chat, "user": 1, "target": 3})
    await town.bot.settled()
    assert await answer(town, "/gap", 3, user=3) == [plain("en", "command-moderators-only")]


async def test_a_time_that_is_none_is_explained_and_without_questions_it_says_so(town: World) -> None:
    for words in ("0", "91", "soon", "٣", "-1"):
        assert await answer(town, f"/gap {words}", ROOM) == [plain("en", "gap-how", most=90)]
    assert await answer(town, "/gap", ROOM) == [plain("en", "gap-none", days=14, questions=0)]


async def test_the_report_comes_into_the_moderators_room_alone(town: World) -> None:
    assert await run(town, "gap") == 0  # nothing was asked
    await ask_about(town, "how do I start soldering")
    assert await run(town, "gap", days=3) == 1
    assert "last 3 days" in (await town.bot.said(ROOM))[-1]
    assert not any("soldering" in text for text in await town.bot.said(town.chat))


async def test_a_text_whose_time_is_over_is_not_quoted_but_still_counted(town: World) -> None:
    await ask_about(town, "how do I start soldering quietly")
    await run(town, "questions")
    with town.bot.store.write() as connection:
        connection.execute(update(TEXT).values(expires_at=5, text=""))
        connection.execute(update(QUESTION).values(expires_at=5))
    (said,) = await answer(town, "/gap", ROOM)
    assert "soldering · quietly: 6 members" in said or "quietly · soldering: 6 members" in said
    assert "how do I" not in said


async def test_once_the_text_is_gone_only_words_of_many_remain(town: World) -> None:
    await ask_about(town, "how do I start soldering")
    await ask_about(town, "does anyone know Bartholomew from soldering", [2])
    await run(town, "questions")
    with town.bot.store.write() as connection:
        connection.execute(update(QUESTION).values(expires_at=5))
    await run(town, "questions")
    rows = town.bot.rows(select(QUESTION))
    assert [row["words"] for row in rows] == [["soldering"]] * 7
    assert {row["expires_at"] for row in rows} == {0}


async def test_the_words_of_those_who_stopped_suggestions_are_not_looked_at(town: World) -> None:
    await answer(town, "/optout suggestions", town.chat, user=10)
    await ask_about(town, "how do I start soldering")
    await run(town, "questions")
    assert len(town.bot.rows(select(QUESTION))) == 5


async def test_what_the_bot_removed_does_not_count(town: World) -> None:
    numbers = await ask_about(town, "how do I start soldering")
    await run(town, "questions")
    with town.bot.store.write() as connection:
        removed = update(TEXT).where(TEXT.c.message_id.in_(numbers[:3]))
        connection.execute(removed.values(deleted_at=1))
    assert "soldering: 3 members" in (await answer(town, "/gap", ROOM))[0]


async def test_every_message_is_read_once(town: World) -> None:
    await ask_about(town, "how do I start soldering")
    for _ in range(2):
        await run(town, "questions")
    before = town.bot.rows(select(table(Watermark)))
    with town.bot.store.write() as connection:
        connection.execute(QUESTION.delete())
    await run(town, "questions")
    assert town.bot.rows(select(QUESTION)) == []
    assert town.bot.rows(select(table(Watermark))) == before
