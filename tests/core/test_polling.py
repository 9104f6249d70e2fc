"""Long polling: how batches follow each other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, cast

import pytest

from bot.core import polling
from bot.core.polling import PACE, rest
from bot.platforms.telegram.calls import Gateway


class Feed:
    """A gateway that gives batches of these sizes, then nothing more; and who works on each for a time."""

    def __init__(self, *sizes: int, seconds: float = 0.0) -> None:
        self._sizes, self._next, self._seconds = list(sizes), 1, seconds
        self.taken: list[tuple[float, list[int]]] = []
        self.offsets: list[int] = []

    async def updates(self, offset: int, timeout: int, kinds: Sequence[str]) -> list[Any]:
        self.offsets.append(offset)
        if not self._sizes:
            raise asyncio.CancelledError
        first, self._next = self._next, self._next + self._sizes[0]
        return [{"update_id": n} for n in range(first, first + self._sizes.pop(0))]

    async def take(self, updates: Sequence[Any]) -> None:
        self.taken.append((time.monotonic(), [u["update_id"] for u in updates]))
        if self._seconds:
            await asyncio.sleep(self._seconds)

    async def poll(self) -> list[float]:
        """Poll until there is nothing left; the seconds between batches."""
        with pytest.raises(asyncio.CancelledError):
            await polling.poll(cast(Gateway, self), self.take)
        times = [at for at, _ in self.taken]
        return [b - a for a, b in pairwise(times)]


async def test_small_batches_that_are_work_keep_a_distance_so_that_there_are_fewer() -> None:
    feed = Feed(1, 99, 2, seconds=PACE / 2)
    assert all(gap >= PACE for gap in await feed.poll())
    assert feed.offsets == [0, 2, 101, 103]


@pytest.mark.parametrize(
    ("worked", "rests"), [(0.0, 0.0), (0.001, 0.002), (0.004, 0.008), (0.010, 0.005), (PACE, 0.0), (1.0, 0.0)]
)
def test_the_distance_grows_with_the_work_and_never_beyond_the_pace(worked: float, rests: float) -> None:
    assert rest(worked) == pytest.approx(rests)


async def test_what_takes_no_time_is_waited_for_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("bot.core.polling.asyncio.sleep", sleep)
    monkeypatch.setattr("bot.core.polling.time.monotonic", lambda: 1.0)
    await Feed(1, 1, 1).poll()
    assert set(slept) == {0.0}


async def test_full_batches_follow_each_other_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("bot.core.polling.asyncio.sleep", sleep)
    await Feed(100, 100, 3).poll()
    assert len(slept) == 1
    assert slept[0] <= PACE
