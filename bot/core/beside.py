"""Do long work beside the writer, one after the other."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

from bot.runtime import logs, metrics
from storage import timers
from storage.store import Store

_KEPT = 100  # results that nobody has come for

T = TypeVar("T")
Work = Callable[[Store], T]

log = logs.get("beside")


class Lost(Exception):
    """The work failed, or its result went with the process that did it."""


class Beside:
    """Work that waits for a thread beside the writer, and what it found; `run` does one after the other."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[tuple[str, Work[Any]]] = asyncio.Queue()
        self._found: OrderedDict[str, Any] = OrderedDict()
        self.open = False  # whether somebody does it
        self.left = 0  # works that are not done yet

    def hand_over(self, key: str, work: Work[Any]) -> None:
        """Let a work be done for which the timer with this key waits."""
        self.left += 1
        self._waiting.put_nowait((key, work))

    def take(self, key: str) -> Any:
        """Give what a work found, once.

        Raises:
            Lost: there is nothing.
        """
        try:
            return self._found.pop(key)
        except KeyError:
            raise Lost from None

    async def run(self, store: Store, now: Callable[[], float], woken: Callable[[], object]) -> None:
        """Do what waits until cancelled; `woken` is told when a command is to come again."""
        self.open = True
        try:
            while True:
                key, work = await self._waiting.get()
                try:
                    await self._do(store, key, work)
                    await store.change(lambda c, key=key: timers.move(c, key, int(now())))  # type: ignore[misc]  # mypy takes no default of a lambda
                finally:
                    self.left -= 1
                woken()
        finally:
            self.open = False

    async def _do(self, store: Store, key: str, work: Work[Any]) -> None:
        try:
            self._found[key] = await store.aside(work, store)
        except Exception as error:
            log.error("failed beside the writer", exc_info=error)
            metrics.ERRORS.labels("beside").inc()
        while len(self._found) > _KEPT:
            self._found.popitem(last=False)
