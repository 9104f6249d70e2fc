"""getUpdates: hands the queue over, waits when it is empty, lets only one poll wait."""

from __future__ import annotations

import asyncio

from bot.playground.engine import Engine
from bot.playground.errors import OTHER_POLL, WEBHOOK_ACTIVE, conflict
from bot.playground.state import JSON, Bot, Update
from bot.playground.updates import batch

LONGEST, MOST = 50, 100


class Polling:
    """The polls that wait, one a bot."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: dict[int, asyncio.Future[None]] = {}

    async def get_updates(self, bot: Bot, p: JSON) -> list[Update]:
        """The updates after those that `offset` confirms.

        Raises:
            ApiError: 409 when a webhook is set, or when a newer poll takes over.
        """
        self._check(bot)
        self.interrupt(bot)
        self._engine.confirm(bot, p.get("offset", 0), p.get("allowed_updates"))
        timeout = min(p.get("timeout", 0), LONGEST)
        if not bot.queue and timeout > 0:
            await self._wait(bot, timeout)
            self._check(bot)
        limit = p.get("limit", MOST)
        return batch(bot, limit if 1 <= limit <= MOST else MOST)

    def _check(self, bot: Bot) -> None:
        if bot.webhook is not None:
            raise conflict(WEBHOOK_ACTIVE)

    def interrupt(self, bot: Bot) -> None:
        """End the older poll with a 409, as the real server does."""
        waiting = self._waiting.pop(bot.id, None)
        if waiting is not None and not waiting.done():
            waiting.set_exception(conflict(OTHER_POLL))

    async def _wait(self, bot: Bot, timeout: float) -> None:
        waiting = asyncio.get_running_loop().create_future()
        self._waiting[bot.id] = waiting
        try:
            await asyncio.wait_for(waiting, timeout)
        except TimeoutError:
            pass
        finally:
            if self._waiting.get(bot.id) is waiting:
                del self._waiting[bot.id]

    def wake(self) -> None:
        """Let go of the polls whose bots have updates."""
        for number, waiting in self._waiting.items():
            if self._engine.world.bots[number].queue and not waiting.done():
                waiting.set_result(None)

    def close(self) -> None:
        """Let go of all polls: the server ends."""
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_result(None)
