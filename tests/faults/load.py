"""The shape most scenarios share: members write, something goes wrong in waves, and then all is compared."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from tests.faults.scenario import Found
from tests.faults.stage import Stage

RATE = 60.0  # messages a second

Wave = Callable[[int], Awaitable[int]]  # does its worst, and gives how many faults that were


@asynccontextmanager
async def talking(on: Stage, rate: float = RATE) -> AsyncIterator[None]:
    """Members write meanwhile."""
    task = asyncio.create_task(on.crowd.talk(rate))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def waves(on: Stage, found: Found, count: int, wave: Wave) -> None:
    """Let `wave` happen `count` times under load; after each the bot has to answer members again."""
    async with talking(on):
        for number in range(count):
            faults = await wave(number)
            found.injected += faults
            with suppress(TimeoutError):
                found.recovery.append(await on.answered(time.monotonic()))
                found.survived += faults


async def compared(on: Stage, found: Found, *, refusals: bool = False) -> Found:
    """Wait for the end of all that is under way, and compare."""
    if not await on.settled():
        found.verdict.problems.append("the bot was not done in time")
    found.verdict += on.verdict(refusals=refusals)
    return found
