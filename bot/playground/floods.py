"""How fast a bot may send: the limits of core.telegram.org/bots/faq, on the virtual clock."""

from __future__ import annotations

import math
from collections import deque

from bot.playground.errors import flood

OVERALL, GROUP_PER_MINUTE, BURST = 30, 20, 3


class Floods:
    """Sliding windows per bot and per chat.

    30 messages in any second overall, 20 in any minute in a group or channel, 1 a second in a chat
    where three may come at once. Edits count. A refused call does not count.
    """

    def __init__(self, *, on: bool = True) -> None:
        self.on = on
        self._all: dict[int, deque[float]] = {}
        self._minute: dict[tuple[int, int], deque[float]] = {}
        self._ready: dict[tuple[int, int], float] = {}

    def take(self, bot: int, chat: int, now: float) -> None:
        """Count one message.

        Raises:
            ApiError: 429 with the whole seconds to wait.
        """
        if not self.on:
            return
        everything = _window(self._all.setdefault(bot, deque()), now - 1)
        minute = _window(self._minute.setdefault((bot, chat), deque()), now - 60)
        ready = max(self._ready.get((bot, chat), 0.0), now)
        waits = [ready - (BURST - 1) - now]
        if len(everything) >= OVERALL:
            waits.append(everything[0] + 1 - now)
        if chat < 0 and len(minute) >= GROUP_PER_MINUTE:
            waits.append(minute[0] + 60 - now)
        if max(waits) > 0:
            raise flood(max(1, math.ceil(max(waits))))
        everything.append(now)
        minute.append(now)
        self._ready[bot, chat] = ready + 1


def _window(times: deque[float], since: float) -> deque[float]:
    while times and times[0] <= since:
        times.popleft()
    return times
