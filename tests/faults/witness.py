"""What the local Telegram saw: every update it had for the bot, and every call that came in."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable

from bot.playground.state import JSON, Bot, Update
from bot.playground.stats import Stats


class _Kept(deque[Update]):
    """A bot's queue that remembers all it ever held."""

    def __init__(self, before: Iterable[Update]) -> None:
        super().__init__(before)
        self.ever = list(before)

    def append(self, update: Update) -> None:
        """Queue an update."""
        self.ever.append(update)
        super().append(update)


class Witness(Stats):
    """The figures of a local Telegram, and the testimony about one bot."""

    def __init__(self, bot: Bot) -> None:
        super().__init__()
        self._queue = _Kept(bot.queue)
        bot.queue = self._queue
        self.handed: dict[bytes, int] = {}  # how often each body went out
        self.answers = 0  # messages of the bot that the server took

    @property
    def sent(self) -> list[bytes]:
        """The bodies of all updates there ever were for the bot, in order."""
        return [update.body for update in self._queue.ever]

    def handed_out(self, updates: list[Update]) -> None:
        """A bot received these updates."""
        super().handed_out(updates)
        for update in updates:
            self.handed[update.body] = self.handed.get(update.body, 0) + 1

    def called(self, entry: JSON) -> None:
        """A bot called."""
        super().called(entry | {"monotonic": time.monotonic()})
        self.answers += entry["method"] == "sendMessage" and entry["ok"]
