"""Tell what time it is: the machine's, a faster one, or that of the events themselves.

Three spellings, the same for the bot and the local Telegram beside it:

* `system`;
* `scaled:<real>:<virtual>:<rate>`: at the real unix time `real` it was `virtual`, and since then it
  runs `rate` times as fast;
* `events:<rate>`: the time of the newest event seen, running on at `rate` in between.
"""

from __future__ import annotations

import asyncio
import time
from typing import Protocol

from rules.sentences import say


class Clock(Protocol):
    """Unix seconds, and waiting in them. `rate`: how many of them pass in one second of the machine's."""

    rate: float

    def now(self) -> float:
        """The time."""

    def observe(self, at: float) -> None:
        """An event of this time was seen."""

    async def sleep(self, seconds: float) -> None:
        """Wait for `seconds` of this clock."""


class SystemClock:
    """The machine's time."""

    rate = 1.0

    def now(self) -> float:
        """The time."""
        return time.time()

    def observe(self, at: float) -> None:
        """Nothing: events do not move this clock."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(max(0.0, seconds))


class ScaledClock:
    """A time that runs `rate` times as fast as the machine's."""

    def __init__(self, real: float, virtual: float, rate: float) -> None:
        self._real, self._virtual, self.rate = real, virtual, rate

    def now(self) -> float:
        """The time."""
        return self._virtual + (time.time() - self._real) * self.rate

    def observe(self, at: float) -> None:
        """Nothing: events do not move this clock."""

    async def sleep(self, seconds: float) -> None:
        """Wait for virtual seconds."""
        await asyncio.sleep(max(0.0, seconds / self.rate))


class EventClock:
    """The time of the newest event; it runs on at `rate` and never back."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self._virtual = 0.0
        self._real = time.monotonic()

    def now(self) -> float:
        """The time; 0 before the first event."""
        if not self._virtual:
            return 0.0
        return self._virtual + (time.monotonic() - self._real) * self.rate

    def observe(self, at: float) -> None:
        """Jump forward to `at` when it is later."""
        if at > self.now():
            self._virtual, self._real = at, time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait for virtual seconds, in short naps because events may bring them at once."""
        until = self.now() + seconds
        while (left := until - self.now()) > 0:  # noqa: ASYNC110  # events move it, unannounced
            await asyncio.sleep(min(left / self.rate, 0.05))


def parse_clock(text: str) -> Clock:
    """The clock a setting describes.

    Raises:
        ValueError: the text is none of the three spellings.
    """
    kind, *numbers = text.split(":")
    try:
        values = [float(n) for n in numbers]
    except ValueError:
        values = []
    match kind, values:
        case "system", []:
            return SystemClock()
        case "scaled", [real, virtual, rate] if rate > 0:
            return ScaledClock(real, virtual, rate)
        case "events", [rate] if rate > 0:
            return EventClock(rate)
    raise ValueError(say("setting-clock"))
