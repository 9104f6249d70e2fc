"""While the recommender learns, in a process of its own, members are served as ever."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.features.courses import advisor as advisor_module
from bot.features.courses.experiment import MEANWHILE
from storage.learning import SUGGESTION
from tests.behaviour.conftest import World
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

COURSES = """
courses:
  - {id: first, title: First steps}
  - {id: second, title: Second steps}
  - {id: third, title: Third steps}
"""
MOST = "\ncommands: {times: 1000, within: 30s}\n"


class Fits:
    """The processes that fit a model; each stands still until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.started: asyncio.Queue[Any] = asyncio.Queue()
        self._make = asyncio.create_subprocess_exec
        monkeypatch.setattr(asyncio, "create_subprocess_exec", self._start)
        monkeypatch.setattr(advisor_module, "_EVENTS", -1)
        monkeypatch.delattr(os, "SCHED_IDLE", raising=False)  # one that stands still would be started anew

    async def _start(self, *arguments: Any, **more: Any) -> Any:
        process = await self._make(*arguments, **more)
        if "bot.features.courses.training_worker" in arguments:
            os.kill(process.pid, signal.SIGSTOP)
            self.started.put_nowait(process)
        return process

    async def go(self, process: Any) -> None:
        """Let it go, and wait until it is done."""
        os.kill(process.pid, signal.SIGCONT)
        assert await process.wait() == 0


@pytest.fixture
def fits(monkeypatch: pytest.MonkeyPatch) -> Fits:
    """Every model counts as a large one."""
    return Fits(monkeypatch)


@pytest_asyncio.fixture
async def town(tmp_path: Path, fits: Fits) -> AsyncIterator[World]:
    """A group whose recommender is about to learn for the first time."""
    rules = write_rules(tmp_path / "rules", courses=COURSES)
    with (rules / "community.yaml").open("a", encoding="utf-8") as file:
        file.write(MOST)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        await bot.settled()
        yield World(pg, bot, chat)


async def suggested(town: World, user: int) -> tuple[str, str]:
    """Which course somebody is suggested when they ask, and by which model."""
    before = len(town.bot.rows(select(SUGGESTION)))
    await town.write(user, "/suggest")
    await town.bot.settled()
    rows = town.bot.rows(select(SUGGESTION).order_by(SUGGESTION.c.id))
    assert len(rows) == before + 1
    return rows[-1]["course"], rows[-1]["model"]


async def test_members_are_served_while_another_process_fits_the_model(town: World, fits: Fits) -> None:
    process = await asyncio.wait_for(fits.started.get(), 60)
    assert process.pid != os.getpid()
    await town.pg.wait_for(lambda: _stands_still(process))
    assert (await suggested(town, 2))[1].endswith(f":{MEANWHILE}")
    assert process.returncode is None
    await fits.go(process)
    await town.pg.wait_for(lambda: _has_model(town))
    _, model = await suggested(town, 3)
    assert model.startswith("v2:0:")
    assert not model.endswith(MEANWHILE)


async def _stands_still(process: Any) -> bool:
    return psutil.Process(process.pid).status() == psutil.STATUS_STOPPED


async def _has_model(town: World) -> bool:
    return town.bot.app.advisor._model is not None


async def test_new_rules_are_in_force_before_the_model_has_learned_them(town: World, fits: Fits) -> None:
    first = await asyncio.wait_for(fits.started.get(), 60)
    rules = town.bot.app.settings.rules
    (rules / "courses.yaml").write_text("courses: [{id: fresh, title: Fresh}]", encoding="utf-8")
    await town.pg.wait_for(lambda: _knows(town, "fresh"))
    assert (await suggested(town, 2))[0] == "fresh"
    assert first.returncode is None
    await fits.go(first)
    assert await asyncio.wait_for(fits.started.get(), 60) is not first


async def _knows(town: World, course: str) -> bool:
    return [c.id for c in town.bot.app.book().courses] == [course]


async def test_a_bot_that_ends_ends_the_process_too(tmp_path: Path, fits: Fits) -> None:
    rules = write_rules(tmp_path / "rules", courses=COURSES)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules):
        process = await asyncio.wait_for(fits.started.get(), 60)
    assert process.returncode is not None
