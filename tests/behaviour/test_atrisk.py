"""Who is likely to go quiet: told to moderators alone, and not of those who refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest_asyncio
from sqlalchemy import select, update

from bot.text.messages import plain
from rules.config.schedule import Job
from storage import risks
from storage.chats import CHAT
from storage.directory import PERSON
from storage.preferences import PREFERENCE
from tests.behaviour.conftest import World
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

ROOM = -1002
WHY = [
    {"key": "away-usual", "values": {"days": 12, "usual": 2}},
    {"key": "slower", "values": {"before": 5, "now": 0}},
    {"key": "of a later version", "values": {}},
]
MOST = "\ncommands: {times: 1000, within: 30s}\n"


@asynccontextmanager
async def opened(tmp_path: Path, schedule: str | None = None) -> AsyncIterator[World]:
    """A group with members 10 to 12, and a moderators' group in which member 2 is no moderator."""
    rules = write_rules(tmp_path / "rules")
    if schedule is not None:
        (rules / "schedule.yaml").write_text(schedule, encoding="utf-8")
    with (rules / "community.yaml").open("a", encoding="utf-8") as file:
        file.write(MOST)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        for person in (10, 11, 12):
            await pg.act({"do": "create_person", "person": person, "first_name": f"<Member>{person}"})
            await pg.act({"do": "join", "chat": chat, "user": person})
        room = {"do": "create_chat", "chat": ROOM, "title": "Moderators", "owner": 1, "members": [2]}
        await pg.act(room | {"bot": True})
        await bot.settled()
        with bot.store.write() as connection:
            connection.execute(update(CHAT).where(CHAT.c.title == "Moderators").values(role="moderators"))
        bot.app.pipeline.directory.forget()
        for user in (1, 3, 12):
            await pg.act({"do": "start", "user": user})
        yield World(pg, bot, chat)


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """The same for a test."""
    async with opened(tmp_path) as world:
        yield world


async def answer(world: World, text: str, chat: int, user: int = 1) -> list[str]:
    """What the bot says to a command."""
    before = len(await world.bot.said(chat))
    await world.pg.act({"do": "message", "chat": chat, "user": user, "text": text})
    return (await world.bot.said(chat))[before:]


def score(world: World, figures: dict[str, Any] | None = None, method: str = "boosting") -> None:
    """Store what a nightly run might have found of members 10 (guest), 11 and 12."""
    now = int(world.bot.app.clock.now())
    with world.bot.store.write() as connection:
        query = select(PERSON.c.platform_id, PERSON.c.id).where(PERSON.c.platform_id.in_([10, 11, 12]))
        own: dict[int, int] = {row[0]: row[1] for row in connection.execute(query)}
        rows = [
            {"person_id": own[person], "quiet": quiet, "engages": 0.1, "weekly": weekly, "days": days}
            for person, quiet, weekly, days in ((10, 0.9, 1, 1), (11, 0.8, 2, 20), (12, 0.7, 6, 30))
        ]
        risks.save(connection, 1, [row | {"reasons": WHY} for row in rows], now)
        risks.finish(connection, 1, method, figures or {}, now)


async def test_moderators_read_in_their_room_whom_they_would_miss_and_why(town: World) -> None:
    score(town, {"precision_at_20": 0.85})
    (said,) = await answer(town, "/atrisk", ROOM)
    first, second = said.index("<Member>12"), said.index("<Member>11")
    assert first < second  # six acts a week are missed more than two
    assert "<Member>10" not in said
    why = "12 days without a word, usually here every 2 days; used to write 5 a week, lately hardly any"
    assert f"<Member>12, 70%: {why}" in said
    assert "85% did go quiet" in said
    assert "later version" not in said
    (one,) = await answer(town, "/atrisk 1", ROOM)
    assert "<Member>12" in one
    assert "<Member>11" not in one


async def test_nobody_else_is_told(town: World) -> None:
    score(town)
    assert "<Member>11" in (await answer(town, "/atrisk", 1))[0]
    refused = [plain("en", "command-moderators-only")]
    assert await answer(town, "/atrisk", 3, user=3) == refused
    assert await answer(town, "/atrisk", ROOM, user=2) == refused
    assert await answer(town, "/atrisk", town.chat, user=1) == []
    assert await answer(town, "/atrisk", town.chat, user=3) == []


async def test_who_opts_out_is_removed_at_once_and_may_come_back(town: World) -> None:
    score(town)
    assert await answer(town, "/optout scoring", 12, user=12) == [plain("en", "opt-scoring-off")]
    await town.bot.settled()
    (said,) = await answer(town, "/atrisk", ROOM)
    assert "<Member>12" not in said
    rows = town.bot.rows(select(risks.RISK.c.person_id))
    assert len(rows) == 2
    score(town)
    assert len(town.bot.rows(select(risks.RISK.c.person_id))) == 2
    assert await answer(town, "/optin 预测", 12, user=12) == [plain("en", "opt-scoring-on")]
    await town.bot.settled()
    assert town.bot.rows(select(PREFERENCE.c.value)) == [{"value": "on"}]
    score(town)
    assert "<Member>12" in (await answer(town, "/atrisk", ROOM))[0]


async def test_it_says_so_when_there_is_nothing(town: World) -> None:
    assert await answer(town, "/atrisk", ROOM) == [plain("en", "atrisk-not-yet")]
    for words in ("x", "0", "31", "-1", "999"):
        assert await answer(town, f"/atrisk {words}", ROOM) == [plain("en", "atrisk-how", most=30)]
    score(town, method="")
    assert await answer(town, "/atrisk", ROOM) == [plain("en", "atrisk-too-little")]
    score(town)
    with town.bot.store.write() as connection:
        connection.execute(update(risks.RISK).values(quiet=0.2))
    (said,) = await answer(town, "/atrisk", ROOM)
    assert said.startswith("Nobody who takes part is likely to go quiet")


async def test_a_short_past_is_said_to_be_one(town: World) -> None:
    score(town)
    assert (
        plain("en", "atrisk-untried").removeprefix("<i>").removesuffix("</i>")
        in (await answer(town, "/atrisk", ROOM))[0]
    )


async def test_the_nightly_job_leaves_a_young_community_alone(town: World) -> None:
    job = Job(id="risks", job="risks", cron="45 4 * * *", timezone="UTC", options={})
    assert await town.bot.app.scheduler.run(job, 7) == 0

    async def told() -> bool:
        return bool(town.bot.rows(select(risks.MODEL.c.method)))

    await town.pg.wait_for(told, timeout=90)
    assert town.bot.rows(select(risks.MODEL.c.method)) == [{"method": ""}]
    assert await answer(town, "/atrisk", ROOM) == [plain("en", "atrisk-too-little")]
