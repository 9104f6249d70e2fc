"""What takes long is done beside the writer: others are decided meanwhile."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from bot.core.long_commands import BESIDE
from bot.features.content_gap import report, topics
from bot.features.courses.advisor import Advisor
from bot.features.courses.model import Model
from bot.text.messages import plain
from rules.config.schedule import Job
from storage.learning import INTERESTS
from storage.timers import TIMER
from tests.behaviour.conftest import MODERATION, World
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

OWNER, MING, OLGA = 1, 2, 3
COURSES = """
courses:
  - {id: py, title: Python from zero, tags: [python], url: "https://example.com/py"}
  - {id: pots, title: Pottery, url: "https://example.com/pots"}
"""


@pytest_asyncio.fixture
async def school(tmp_path: Path) -> AsyncIterator[World]:
    """A group with courses, in which the bot greets; its owner opened the private chat."""
    rules = write_rules(tmp_path / "rules", courses=COURSES, moderation=MODERATION)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        for person in (OWNER, MING):
            await pg.act({"do": "start", "user": person})
        await bot.settled()
        yield World(pg, bot, chat)


class Gate:
    """A function that begins, and goes on once it is let: in a thread of its own."""

    def __init__(self, work: Callable[..., Any]) -> None:
        self._work = work
        self._begun, self._goes_on = threading.Event(), threading.Event()

    def through(self) -> Callable[..., Any]:
        """The function, waiting; one that may stand in a class."""

        def wait(*given: Any, **more: Any) -> Any:
            self._begun.set()
            assert self._goes_on.wait(20)
            return self._work(*given, **more)

        return wait

    async def begun(self) -> None:
        """Wait until it was called."""
        assert await asyncio.to_thread(self._begun.wait, 20)

    def open(self) -> None:
        """Let it go on."""
        self._goes_on.set()


async def is_answered(world: World) -> None:
    """Wait until the bot has greeted somebody who writes in the group."""
    number = await world.write(OLGA, "hello bot")

    async def greeted() -> bool:
        messages = await world.pg.messages(world.chat, limit=50)
        return any(m["message"].get("reply_to_message", {}).get("message_id") == number for m in messages)

    await world.pg.wait_for(greeted)


async def test_members_are_answered_while_questions_are_clustered(
    school: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (MING, OLGA):
        await school.write(person, "how do I start soldering?")
    gate = Gate(topics.grouped)
    monkeypatch.setattr(report, "grouped", gate.through())
    await school.pg.act({"do": "message", "chat": OWNER, "user": OWNER, "text": "/gap"})
    await gate.begun()
    await is_answered(school)
    gate.open()
    assert "soldering: 2 members" in (await school.bot.said(OWNER))[-1]


@pytest.mark.parametrize("words", ["/suggest", "recommend me a course"])
async def test_members_are_answered_while_a_model_is_fitted_for_somebody(
    school: World, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    advisor = school.bot.app.services.of(Advisor)
    advisor._catalogue = ()  # as after a change of the files, before anybody has learned
    gate = Gate(advisor._learn_here)
    monkeypatch.setattr(advisor, "_learn_here", gate.through())
    await school.pg.act({"do": "message", "chat": MING, "user": MING, "text": words})
    await gate.begun()
    await is_answered(school)
    gate.open()
    said = (await school.bot.said(MING))[-1]
    assert "Python from zero" in said or "Pottery" in said


async def test_members_are_answered_while_a_job_reads_what_they_wrote(
    school: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await school.write(MING, "python is what I want to learn")
    await school.bot.settled()
    gate = Gate(Model.hear)
    monkeypatch.setattr(Model, "hear", gate.through())
    now = school.bot.app.clock.now
    monkeypatch.setattr(school.bot.app.scheduler, "_clock", Later(now))
    job = Job(id="profiles", job="profiles", cron="0 3 * * *", timezone="UTC", options={})
    running = asyncio.create_task(school.bot.app.scheduler.run(job, 1))
    await gate.begun()
    await is_answered(school)
    gate.open()
    await running
    (row,) = school.bot.rows(select(INTERESTS.c.terms))
    assert "python" in row["terms"]


class Later:
    """The same clock an hour later: a job reads no texts of the last minute."""

    rate = 1.0

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now

    def now(self) -> float:
        """Unix seconds."""
        return self._now() + 3600


async def test_work_that_fails_or_was_lost_is_told_and_the_next_one_goes_well(
    school: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(report, "grouped", None)
        await school.pg.act({"do": "message", "chat": OWNER, "user": OWNER, "text": "/gap"})
        assert (await school.bot.said(OWNER))[-1] == plain("en", "gap-away")
    beside = school.bot.app.services.beside
    monkeypatch.setattr(beside, "hand_over", lambda _key, _work: None)  # as when the process ends
    await school.pg.act({"do": "message", "chat": OWNER, "user": OWNER, "text": "/gap"})
    waiting = select(TIMER).where(TIMER.c.kind == BESIDE, TIMER.c.fired_at == 0)

    async def waits() -> bool:
        return bool(school.bot.rows(waiting))

    await school.pg.wait_for(waits)
    with school.bot.store.write() as connection:
        connection.execute(update(TIMER).where(TIMER.c.kind == BESIDE).values(due_at=1))
    assert [plain("en", "gap-away")] * 2 == (await school.bot.said(OWNER))[-2:]
    monkeypatch.undo()
    await school.pg.act({"do": "message", "chat": OWNER, "user": OWNER, "text": "/gap"})
    assert (await school.bot.said(OWNER))[-1] == plain("en", "gap-none", days=14, questions=0)
