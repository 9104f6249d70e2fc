"""Queue pictures to be looked at: not many at once, and not many a minute of one chat."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any, NamedTuple

from bot.runtime import metrics
from rules.engine.events import Event
from rules.engine.pictures import picture_in

PICTURE = "picture"  # kind of the timers by which what was found comes back
A_MINUTE, LARGEST = 20, 2 << 20
_WAITING = 200  # pictures, of all chats
_MINUTE = 60.0
_PATIENCE = 2 * _MINUTE  # beyond this a picture is left out, and no longer waits for its turn
_REMEMBERED = 2_000  # pictures, and chats

Later = Callable[[float, Callable[[], None]], object]


class Wanted(NamedTuple):
    """A message with a picture; its chat and author by own ids."""

    event: Event
    chat: int
    person: int


def _later(seconds: float, act: Callable[[], None]) -> object:
    return asyncio.get_running_loop().call_later(seconds, act)


class Pictures:
    """What waits, and the limits: pictures of a chat `a_minute` (0: none at all), bytes of the `largest`."""

    def __init__(
        self,
        a_minute: int = A_MINUTE,
        largest: int = LARGEST,
        now: Callable[[], float] = time.monotonic,
        later: Later = _later,
    ) -> None:
        self.a_minute, self.largest, self._now, self._later = a_minute, largest, now, later
        self.waiting: asyncio.Queue[Wanted] = asyncio.Queue()
        self._ahead = 0  # not looked at yet
        self._seen: OrderedDict[tuple[int, int, str], None] = OrderedDict()
        self._turns: OrderedDict[int, deque[float]] = OrderedDict()  # of each chat, in order

    def offer(self, wanted: Wanted) -> bool:
        """Let a picture be looked at in its turn; False when it was before, or too many wait."""
        picture = (wanted.chat, wanted.event.message_id, picture_in(wanted.event))
        if not self.a_minute or picture in self._seen:
            return False
        wait = self._turn(wanted.chat)
        if wait is None:
            metrics.PICTURES.labels("left_out").inc()
            return False
        self._ahead += 1
        self._seen[picture] = None
        _shrink(self._seen)
        if wait:
            self._later(wait, lambda: self.waiting.put_nowait(wanted))
        else:
            self.waiting.put_nowait(wanted)
        return True

    def done(self) -> None:
        """One of those that waited was looked at."""
        self._ahead -= 1
        self.waiting.task_done()

    def _turn(self, chat: int) -> float | None:
        """In how many seconds it is another picture's turn; None when that is too long."""
        if self._ahead >= _WAITING:
            return None
        now, turns = self._now(), self._turns.setdefault(chat, deque())
        self._turns.move_to_end(chat)
        _shrink(self._turns)
        while turns and turns[0] <= now - _MINUTE:
            turns.popleft()
        at = max(now, turns[-self.a_minute] + _MINUTE) if len(turns) >= self.a_minute else now
        if at - now > _PATIENCE:
            return None
        turns.append(at)
        return at - now


def _shrink(memory: OrderedDict[Any, Any]) -> None:
    while len(memory) > _REMEMBERED:
        memory.popitem(last=False)
