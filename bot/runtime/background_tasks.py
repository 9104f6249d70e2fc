"""Run tasks as long as the bot does: one that fails is begun again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.runtime import logs, metrics

_FIRST, _LONGEST = 0.5, 30.0  # seconds before a work that failed is begun again: longer each time

log = logs.get("app")


async def keep(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Run `work` until it ends; when it fails, say so and begin it again."""
    wait = _FIRST
    while True:
        try:
            await work()
        except Exception as error:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                log.error("failed while ending", work=name, exc_info=error)
                return
            log.error("failed and begins again", work=name, wait_seconds=wait, exc_info=error)
            metrics.ERRORS.labels(name).inc()
        else:
            return
        await asyncio.sleep(wait)
        wait = min(_LONGEST, wait * 2)
