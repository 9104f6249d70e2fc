"""A second bot comes to the same database by another way: links of both kinds to the file or its folder."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

from tests.faults.load import compared, talking
from tests.faults.scenario import Found, Options
from tests.faults.stage import Stage, stage, until
from tests.processes import BotProcess, Nursery


async def linked(options: Options) -> Found:
    """Every other one ends with status 2 and a sentence; when the first has ended, a link serves as well."""
    found = Found()
    async with AsyncExitStack() as stack:
        on = await stack.enter_async_context(stage(options, "linked-database"))
        nursery = await stack.enter_async_context(Nursery(on.folder))
        bot = await nursery.fork(**on.settings)
        async with talking(on, 30):
            await until(lambda: on.witness.answers > 0)
            ways = dict(_ways(on))
            others = {
                how: await nursery.fork(**on.settings | {"database": f"sqlite:///{way}"})
                for how, way in ways.items()
            }
            for how, other in others.items():
                found.injected += 1
                found.survived += await _refused(found, how, other)
            found.recovery.append(await on.answered(time.monotonic()))
        if not bot.lives:
            found.verdict.problems.append("the first one ended")
        _told(on, found, len(ways))
        bot.send(signal.SIGTERM)
        await bot.ended()
        before = on.witness.answers
        last = await nursery.fork(**on.settings | {"database": f"sqlite:///{ways['a hard link']}"})
        async with talking(on, 30):
            await until(lambda: on.witness.answers > before or not last.lives)
        found.injected += 1
        found.survived += last.lives
        await compared(on, found)
        last.send(signal.SIGTERM)
        await last.ended()
    return found


def _ways(on: Stage) -> Iterator[tuple[str, Path]]:
    file, elsewhere = on.database, on.folder / "elsewhere"
    elsewhere.mkdir()
    (on.folder / "folder").symlink_to(on.folder, target_is_directory=True)
    yield "a linked folder", on.folder / "folder" / file.name
    for how, link in (("a symbolic link", os.symlink), ("a hard link", os.link)):
        for place, folder in (("", on.folder), (" in another folder", elsewhere)):
            way = folder / f"{how.split()[1]}.db"
            link(file, way)
            yield f"{how}{place}", way
    way = elsewhere / "both.db"
    way.symlink_to(elsewhere / "hard.db")
    yield "a symbolic link to a hard link", way


async def _refused(found: Found, how: str, other: BotProcess) -> bool:
    try:
        status = await asyncio.wait_for(other.ended(), 60)
    except TimeoutError:
        found.verdict.problems.append(f"a second bot works by {how}")
        await other.kill()
        return False
    if status != 2:
        found.verdict.problems.append(f"by {how} it ended with {status}")
    return status == 2


def _told(on: Stage, found: Found, times: int) -> None:
    """Each was refused in a sentence."""
    log = (on.folder / "bot.log").read_text("utf-8", "replace")
    told = sum(line.startswith("a bot works on this database") for line in log.splitlines())
    if told != times or "Traceback" in log:
        found.verdict.problems.append(f"{told} of {times} said why they end: {log[-1000:]}")
