"""Fetch ahead when more waits at Telegram than is decided at once, so that whoever pays is answered in time.

By polls, updates come in their order and a hundred at a time, and the next hundred only when these are
confirmed. Where something is sold, a full batch is therefore written down as it came, in one commit, and
confirmed; it is decided in its turn, while polls go on. Whatever comes meanwhile waits behind it: order is
kept. Rows go when their updates are decided; a kill in between decides some again, which their ids prevent.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, TypeAlias

import msgspec
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.core.checkout import Checkouts
from bot.platforms.telegram.calls import MOST_UPDATES
from bot.runtime import logs, metrics
from bot.runtime.clock import Clock
from storage import spool
from storage.event_log import Raced
from storage.store import Store

LONGEST = 20_000  # updates that may wait here; the others wait at Telegram
AHEAD = 1.0  # seconds for which fetching comes first, once there is much to fetch
_QUIET = 0.1  # seconds without a batch after which nothing more is expected soon
_AGAIN = 1.0  # seconds after trouble with the database

log = logs.get("spool")

Take: TypeAlias = Callable[[Sequence[Any]], Awaitable[None]]


class Spool:
    """Stands between polls and pipeline, and is empty but for busy times.

    Args:
        store: the database.
        clock: the bot's.
        checkouts: answers those who are about to pay, as soon as their query is here.
        decide: decides and commits a batch.
    """

    def __init__(self, store: Store, clock: Clock, checkouts: Checkouts, decide: Take) -> None:
        self._store, self._clock = store, clock
        self._checkouts, self._decide = checkouts, decide
        self._behind = False  # whatever comes waits behind what is here
        self._length = 0
        self._appending = self._appended = 0  # batches on their way into the table, and those that were
        self._changed = asyncio.Event()
        self._began = self._came = 0.0  # monotonic: of the busy time, and of its newest batch

    async def begin(self) -> None:
        """See what an earlier process left, and answer those of it who may still wait for an answer."""
        left = await self._store.look(lambda connection: [row.body for row in spool.every(connection)])
        self._behind = bool(left)
        self._count(len(left))
        self._checkouts.begin(left)
        if left:
            log.info("updates wait from before", count=len(left))

    async def take(self, raws: Sequence[bytes | dict[str, Any]], *, polled: bool = True) -> None:
        """Take over a batch: when this returns, nothing of it can be lost any more.

        Raises:
            OperationalError: the database is busy, full or away; the batch is to come again.
        """
        self._checkouts.begin(raws)
        more = polled and len(raws) >= MOST_UPDATES and self._checkouts.expected
        if not self._behind and not more:
            await self._decide(raws)
            return
        while self._length + len(raws) > LONGEST:
            self._changed.clear()
            await self._changed.wait()
        self._came = time.monotonic()
        self._began = self._began if self._behind else self._came
        self._behind = True
        self._appending += 1
        try:
            bodies = [raw if isinstance(raw, bytes) else msgspec.json.encode(raw) for raw in raws]
            now = int(self._clock.now())
            await self._store.change(lambda connection: spool.append(connection, bodies, now))
            self._count(len(bodies))
        finally:
            self._appending -= 1
            self._appended += 1
            self._changed.set()

    async def run(self) -> None:
        """Decide what waits, in its order, until cancelled."""
        while True:
            try:
                await self._work_off()
            except (OperationalError, InterfaceError, Raced) as error:
                log.warning("what waits is not decided", error=error)
                metrics.ERRORS.labels("spool").inc()
                await asyncio.sleep(_AGAIN)

    async def _work_off(self) -> None:
        while True:
            while not self._behind or self._appending or self._fetching():
                self._changed.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(_QUIET if self._behind else None):
                        await self._changed.wait()
            seen = self._appended
            rows = await self._store.look(lambda connection: spool.first(connection, MOST_UPDATES))
            if rows:
                await self._decide([row.body for row in rows])
                await self._store.change(partial(spool.remove, last=rows[-1].id))
                self._count(-len(rows))
            elif seen == self._appended and not self._appending:
                self._behind = False
                self._count(-self._length)

    def _count(self, more: int) -> None:
        self._length = max(0, self._length + more)
        metrics.SPOOLED.set(self._length)
        self._changed.set()

    def _fetching(self) -> bool:
        """Whether what waits elsewhere is to be brought here first."""
        now = time.monotonic()
        return now - self._came < _QUIET and now - self._began < AHEAD and self._length < LONGEST
