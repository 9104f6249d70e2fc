"""Let happen what its time has come for: timers that are stored, jobs, and letters to be decided again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from bot.core import dead_letters
from bot.core.pipeline import TIMERS_AT_ONCE, Pipeline
from bot.core.scheduler import Scheduler
from bot.platforms.telegram.decode import Me
from bot.runtime.clock import Clock, EventClock
from storage.store import Store

TICK = 0.5  # real seconds between looks at the timers
_LATE = 2.0  # real seconds after which a scheduled job was forgotten

Whole = Callable[[Coroutine[Any, Any, Any]], Coroutine[Any, Any, Any]]


class Timekeeper:
    """Looks at the timers now and then, and at once when it is told that some are due.

    Args:
        store: the database.
        clock: the bot's.
        pipeline: lets timers happen.
        scheduler: lets jobs happen; None when there are to be none.
        me: the bot's own account.
        whole: does something to the end, whoever is cancelled meanwhile.
        came: is set when timers may be due.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        pipeline: Pipeline,
        scheduler: Scheduler | None,
        me: Me,
        whole: Whole,
        came: asyncio.Event,
    ) -> None:
        self._store, self._clock, self._pipeline, self._me = store, clock, pipeline, me
        self._scheduler, self._whole, self._came = scheduler, whole, came

    async def run(self) -> None:
        """Work until cancelled."""
        leaps = self._scheduler if isinstance(self._clock, EventClock) else None
        while True:
            while await self._whole(self._store.in_turn(self._pipeline.take_timers)) == TIMERS_AT_ONCE:
                pass
            letters = self._store.in_turn(dead_letters.retry, self._store, self._pipeline, self._me)
            await self._whole(letters)
            if leaps is not None:
                await self._whole(leaps.catch_up())
            # `wait_for` of Python 3.11 forgets that it was cancelled when what it waits for comes just then.
            with suppress(TimeoutError):
                async with asyncio.timeout(TICK):
                    await self._came.wait()
            self._came.clear()

    def decided(self) -> None:
        """Updates were decided: a clock that events move may have leapt by them."""
        if isinstance(self._clock, EventClock):
            self._came.set()

    async def schedule(self, stop: asyncio.Event) -> None:
        """Let jobs happen at their time until `stop` is set."""
        assert self._scheduler is not None
        await self._scheduler.start()
        try:
            while not stop.is_set():
                with suppress(TimeoutError):
                    async with asyncio.timeout(TICK):
                        await stop.wait()
                # A clock that was put forward, or a machine that slept, passes moments unannounced.
                await self._whole(self._scheduler.catch_up(_LATE * self._clock.rate))
        finally:
            await self._scheduler.stop()
