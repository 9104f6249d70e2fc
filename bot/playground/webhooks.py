"""Webhooks: pushes updates to where a bot wants them, again and again until they are taken."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.playground.engine import Engine
from bot.playground.errors import ApiError
from bot.playground.state import JSON, Bot, Update, Webhook
from bot.playground.stats import Stats

if TYPE_CHECKING:
    from aiohttp import ClientSession

FIRST_DELAY_S, LONGEST_DELAY_S, TIMEOUT_S = 1.0, 60.0, 60.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name


# Carries out a call that a bot makes in its answer.
Perform: TypeAlias = Callable[[Bot, str, dict[str, Any]], Awaitable[JSON]]


class Webhooks:
    """One task for each update under way: at most `max_connections` a bot, one a chat, oldest first.

    A failed delivery is tried again after 1 s, doubled up to 60 s, or after what Retry-After says.
    """

    def __init__(self, engine: Engine, stats: Callable[[], Stats]) -> None:
        self._engine, self._stats = engine, stats
        self.perform: Perform | None = None  # answers are not carried out without it
        self._session: ClientSession | None = None
        self._closed = False
        self._under_way: dict[tuple[int, int], asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Start what can be started."""
        if self._closed:
            return
        for bot in self._engine.world.bots.values():
            if bot.webhook is not None and bot.queue:
                self._start(bot, bot.webhook)

    def _start(self, bot: Bot, hook: Webhook) -> None:
        busy = {lane for number, lane in self._under_way if number == bot.id}
        for update in list(bot.queue):
            if len(busy) >= hook.max_connections:
                return
            if update.lane not in busy:
                busy.add(update.lane)
                task = asyncio.create_task(self._lane(bot, hook, update))
                self._under_way[bot.id, update.lane] = task

    async def _lane(self, bot: Bot, hook: Webhook, update: Update) -> None:
        delay = FIRST_DELAY_S
        try:
            while bot.webhook is hook:
                wait = await self._deliver(bot, hook, update)
                if wait is None:
                    self._engine.delivered(bot, update.id)
                    return
                await asyncio.sleep(max(wait, delay))
                delay = min(delay * 2, LONGEST_DELAY_S)
        finally:
            del self._under_way[bot.id, update.lane]
            asyncio.get_running_loop().call_soon(self.wake)

    async def _deliver(self, bot: Bot, hook: Webhook, update: Update) -> float | None:
        """None when it was taken, else how long the receiver asks to wait."""
        import aiohttp

        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_S))
        headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: hook.secret} if hook.secret else {})
        self._stats().handed_out([update])
        try:
            async with self._session.post(hook.url, data=update.body, headers=headers) as response:
                if 200 <= response.status < 300:
                    with contextlib.suppress(ValueError, aiohttp.ContentTypeError):
                        await self._answer(bot, await response.json())
                    return None
                self._failed(hook, f"Wrong response from the webhook: {response.status} {response.reason}")
                after = response.headers.get("Retry-After", "0")
                return float(after) if after.isdecimal() else 0.0
        except (aiohttp.ClientError, TimeoutError) as error:
            self._failed(hook, f"{type(error).__name__}: {error}")
            return 0.0

    async def _answer(self, bot: Bot, reply: Any) -> None:
        """A receiver may answer with a call (Bot API, "Making requests when getting updates")."""
        if self.perform is not None and isinstance(reply, dict) and "method" in reply:
            params = {k: v for k, v in reply.items() if k != "method"}
            # The real server does not tell the receiver how such a call ended either.
            with contextlib.suppress(ApiError):
                await self.perform(bot, str(reply["method"]), params)

    def _failed(self, hook: Webhook, why: str) -> None:
        hook.last_error, hook.last_error_at = why, int(self._engine.clock.now())

    async def close(self) -> None:
        """Stop all deliveries."""
        self._closed = True
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
