"""The time of the local Telegram: the machine's, a faster one, or that of the acts themselves."""

from __future__ import annotations

import time


class Clock:
    """Unix seconds that never run back.

    Spelled `system`, `scaled:<real unix>:<virtual unix>:<rate>` or `events:<rate>`. The last starts
    at 0, jumps to each act's `ts` and runs on at `rate` in between.
    """

    def __init__(self, spelling: str = "system") -> None:
        kind, *numbers = spelling.split(":")
        try:
            values = [float(n) for n in numbers]
        except ValueError:
            values = []
        wanted = {"system": 0, "scaled": 3, "events": 1}.get(kind, -1)
        if len(values) != wanted or (values and values[-1] <= 0):
            message = "write system, scaled:<real>:<virtual>:<rate> or events:<rate>"
            raise ValueError(f"'{spelling}' is no clock: {message}")
        self.spelling = spelling
        self.kind = kind
        self._rate = values[-1] if values else 1.0
        self._origin = (values[0], values[1]) if kind == "scaled" else (0.0, 0.0)
        self._anchor = (time.monotonic(), 0.0)

    def now(self) -> float:
        """The virtual time, unix seconds."""
        if self.kind == "events":
            real, virtual = self._anchor
            return virtual + (time.monotonic() - real) * self._rate if virtual else 0.0
        shift = self._anchor[1]
        if self.kind == "system":
            return time.time() + shift
        real, virtual = self._origin
        return virtual + (time.time() - real) * self._rate + shift

    def observe(self, at: float) -> None:
        """An act of the time `at` happened: an `events` clock jumps forward to it."""
        if self.kind == "events" and at > self.now():
            self._anchor = (time.monotonic(), at)

    def advance(self, seconds: float) -> None:
        """Jump forward.

        Raises:
            ValueError: `seconds` is negative.
        """
        if seconds < 0:
            raise ValueError("time does not run back")
        if self.kind == "events":
            self._anchor = (time.monotonic(), self.now() + seconds)
        else:
            self._anchor = (self._anchor[0], self._anchor[1] + seconds)
