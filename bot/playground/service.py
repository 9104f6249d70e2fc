"""Everything one local Telegram consists of, put together."""

from __future__ import annotations

import asyncio
from pathlib import Path

import orjson

from bot.playground.clock import Clock
from bot.playground.engine import Engine
from bot.playground.faults import Faults
from bot.playground.journal import Journal
from bot.playground.polling import Polling
from bot.playground.state import JSON
from bot.playground.stats import Stats, lane_of
from bot.playground.stream import Stream
from bot.playground.webhooks import Webhooks
from bot.playground.world import World

CHUNK = 100
RENEWING = 0.1  # real seconds between looks at what is to be charged


class Service:
    """A world with its engine, polls, webhooks, faults, figures and watchers.

    Args:
        world: where everything happens.
        clock: its time.
        state: the journal's file; nothing outlives the process without one.

    Raises:
        ValueError: the journal belongs to another world.
    """

    def __init__(self, world: World, clock: Clock | None = None, state: Path | None = None) -> None:
        self.world = world
        self.clock = clock or Clock()
        journal = Journal(state) if state is not None else None
        self.engine = Engine(world, self.clock, journal)
        self.polling = Polling(self.engine)
        self.stats = Stats()
        self.webhooks = Webhooks(self.engine, lambda: self.stats)
        self.faults = Faults(world.seed)
        self.stream = Stream()
        world.listener = self.stream.publish

    async def acts(self, raw: list[bytes | memoryview]) -> list[JSON]:
        """Let people act, in order; the results are safe before they are returned."""
        results: list[JSON] = []
        for start in range(0, len(raw), CHUNK):
            results += [self._act(one) for one in raw[start : start + CHUNK]]
            self.engine.flush()
            self.wake()
            await asyncio.sleep(0)
        return results

    def _act(self, raw: bytes | memoryview) -> JSON:
        result = self.engine.act(raw)
        if self.engine.last is not None and result["ok"]:
            self.stats.acted(result, *lane_of(self.world, self.engine.last))
        return result

    async def renewing(self) -> None:
        """Let subscriptions renew as the time goes on."""
        while True:
            await asyncio.sleep(RENEWING)
            if self.engine.renew():
                self.wake()

    def wake(self) -> None:
        """Let waiting polls and webhooks look at their queues."""
        self.polling.wake()
        self.webhooks.wake()

    async def close(self) -> None:
        """End what waits and let go of the journal."""
        self.polling.close()
        self.stream.close()
        await self.webhooks.close()
        if self.engine.journal is not None:
            self.engine.journal.close()

    def load(self, path: Path) -> None:
        """Let the acts of a file happen: `{"acts": […]}`.

        Raises:
            ValueError: an act is refused.
        """
        for act in orjson.loads(path.read_bytes())["acts"]:
            result = self.engine.act(orjson.dumps(act))
            if not result["ok"]:
                raise ValueError(f"{path}: {act}: {result['error']}")
        self.engine.flush()
