"""A newcomer who only chats, then takes a course, then dismisses one: the suggestions follow."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest_asyncio
from sqlalchemy import select, update

from bot.features.courses.enrolment_import import import_course_events
from bot.text.messages import plain
from storage.directory import PERSON
from storage.learning import SUGGESTION
from tests.behaviour.conftest import World
from tests.behaviour.test_buttons import ask, behind, press
from tests.behaviour.test_interests import talks
from tests.bots import running_bot, write_rules
from tests.servers import Json, community, playground

COURSES = """
courses:
  - {id: pots, title: Pottery at the wheel, tags: [pottery, clay]}
  - {id: glaze, title: Glazing}
  - {id: kiln, title: Kilns}
  - {id: verse, title: Poems, tags: [poetry]}
  - {id: secret, title: Secret pottery, tags: [pottery, clay], hidden: true}
"""
NEWCOMER = 4
MONTH = 30 * 86_400


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """A group whose learners went from pottery to glazing, and a few of them to kilns; most like poems."""
    rules = write_rules(tmp_path / "rules", courses=COURSES)
    with (rules / "community.yaml").open("a", encoding="utf-8") as file:
        file.write("\ncommands: {times: 1000, within: 30s}\n")
    past = [f"potter{n},{c},-{20 - d}" for n in range(9) for d, c in enumerate(("pots", "glaze"))]
    past += [f"potter{n},kiln,-5" for n in range(2)]
    past += [f"reader{n},verse,-3" for n in range(30)]
    (tmp_path / "taken.csv").write_text("\n".join(["person,course,at", *past]), encoding="utf-8")
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        advisor = bot.app.advisor
        advisor._explore = False  # nobody is held out, and nothing is tried out
        with bot.store.write() as connection:
            import_course_events(connection, advisor._community, tmp_path / "taken.csv")
        chat = await community(pg, drain=False)
        await pg.act({"do": "create_person", "person": NEWCOMER, "first_name": "Noor", "language_code": "en"})
        await pg.act({"do": "join", "chat": chat, "user": NEWCOMER})
        await bot.settled()
        await advisor.refresh(bot.store, bot.app.book(), bot.app.clock.now())
        yield World(pg, bot, chat)


async def suggested(town: World) -> tuple[Mapping[str, Any], Json]:
    """What the newcomer is suggested when they ask: the row, and the message."""
    message = await ask(town, NEWCOMER, "/suggest")
    query = select(SUGGESTION).join(PERSON, PERSON.c.id == SUGGESTION.c.person_id)
    query = query.where(PERSON.c.platform_id == NEWCOMER).order_by(SUGGESTION.c.id)
    return town.bot.rows(query)[-1], message


async def answer(town: World, message: Json, verb: str) -> str:
    """Press a button under a suggestion; what the newcomer is told."""
    (data,) = [d for d in behind(message) if d.endswith(f":{verb}")]
    return await press(town, NEWCOMER, message["message_id"], data)


async def test_suggestions_follow_a_newcomer_from_talk_to_courses_to_dismissals(town: World) -> None:
    row, message = await suggested(town)
    assert row["course"] == "verse"  # nothing is known: what most people take
    assert plain("en", "reason-popular", count=30) in message["text"]

    await talks(town, "I would love to try pottery, is clay hard to work with?", user=NEWCOMER)
    row, message = await suggested(town)
    assert (row["course"], row["reason"]["kind"]) == ("pots", "asked")
    assert set(row["reason"]["words"]) == {"pottery", "clay"}
    assert "you wrote about" in message["text"]
    assert "pottery" in message["text"]

    assert await answer(town, message, "taken") == plain("en", "pressed-taken")
    row, message = await suggested(town)
    assert row["course"] == "glaze"
    assert row["reason"] == {"kind": "next", "course": "pots", "count": 9, "of": 9}
    assert "9 of the 9 people who took “Pottery at the wheel” went on to it" in message["text"]

    assert await answer(town, message, "no") == plain("en", "pressed-no")
    row, message = await suggested(town)
    assert row["course"] == "kiln"
    assert row["reason"]["kind"] == "next"
    assert "it follows well on “Pottery at the wheel”" in message["text"]  # too few people for a number

    with town.bot.store.write() as connection:
        connection.execute(update(SUGGESTION).values(at=SUGGESTION.c.at - MONTH))
    again = [(await suggested(town))[0]["course"] for _ in range(2)]
    assert again == ["kiln", "verse"]  # a month later: neither what was taken nor what was dismissed
    message = await ask(town, NEWCOMER, "/suggest")
    assert message["text"] == plain("en", "suggest-none")
