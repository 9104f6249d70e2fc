"""Watch all connections of a listener: who may come in, who has to go."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from enum import IntEnum
from typing import Protocol

from bot.runtime.listening.limits import Limits

SWEEP_S = 0.5
log = logging.getLogger("listening")


class Claim(IntEnum):
    """How much a connection deserves to stay, where not all can."""

    ASKING = 0  # its request is not complete
    IDLE = 1
    HEARING = 2  # its answer is under way
    WAITING = 3  # it is being served


class Connection(Protocol):
    """What the gate has to know of a connection."""

    address: str

    @property
    def since(self) -> float:
        """When it began what it does."""

    @property
    def claim(self) -> Claim:
        """How much it deserves to stay."""

    def overdue(self, now: float) -> str:
        """Why it has to end now; "" while it may stay."""

    def end(self) -> None:
        """Close it, without waiting for anybody."""


class Gate:
    """Keeps the connections fewer than the limits, and ends those that are overdue.

    A new one is let in at the cost of the one that deserves it least, the oldest among equals: those who
    connect without ever asking anything cannot keep others out.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._most, self._most_of_one = limits.most, limits.most_of_one
        self._all: dict[Connection, None] = {}
        self._of: Counter[str] = Counter()
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._all)

    def enter(self, new: Connection) -> bool:
        """Whether it may stay."""
        if self._of[new.address] >= self._most_of_one and not self._make_room(new.address):
            return False
        if len(self._all) >= self._most and not self._make_room(None):
            return False
        self._all[new] = None
        self._of[new.address] += 1
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(SWEEP_S, self._sweep)
        return True

    def leave(self, one: Connection) -> None:
        """It is closed, or about to be."""
        if one in self._all:
            del self._all[one]
            self._of[one.address] -= 1
            if not self._of[one.address]:
                del self._of[one.address]

    def _make_room(self, address: str | None) -> bool:
        found = [c for c in self._all if address in (None, c.address) and c.claim < Claim.WAITING]
        if not found:
            log.warning("a connection was refused: all others are being served")
            return False
        self._end(min(found, key=lambda c: (c.claim, c.since)), "there were too many")
        return True

    def _end(self, one: Connection, why: str) -> None:
        log.warning("a connection was closed: %s", why)
        self.leave(one)
        one.end()

    def sweep(self, now: float) -> None:
        """End what is overdue."""
        for one in list(self._all):
            if why := one.overdue(now):
                self._end(one, why)

    def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        self.sweep(loop.time())
        self._timer = loop.call_later(SWEEP_S, self._sweep) if self._all else None
