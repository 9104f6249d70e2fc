"""Looking at timers: it ends when it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, cast

import pytest

from bot.core.pipeline import Pipeline
from bot.core.timekeeping import Timekeeper
from bot.platforms.telegram.decode import Me
from bot.runtime.clock import SystemClock
from storage.store import Store


class Quiet:
    """A store and a pipeline in which nothing is due; a round is two looks."""

    def __init__(self) -> None:
        self.looks, self.twice = 0, asyncio.Event()

    def take_timers(self) -> None:
        """Find nothing."""

    async def in_turn(self, *_: object) -> int:
        """Look."""
        self.looks += 1
        if self.looks == 2:
            self.twice.set()
        return 0


async def as_it_is(work: Coroutine[Any, Any, Any]) -> Any:
    """Do the work."""
    return await work


async def test_it_ends_also_when_it_is_told_so_in_the_moment_in_which_timers_come() -> None:
    quiet, came = Quiet(), asyncio.Event()
    store, pipeline = cast(Store, quiet), cast(Pipeline, quiet)
    keeper = Timekeeper(store, SystemClock(), pipeline, None, Me(1, "zq_bot"), as_it_is, came)
    task = asyncio.create_task(keeper.run())
    await quiet.twice.wait()
    await asyncio.sleep(0)
    came.set()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        async with asyncio.timeout(5):
            await task
