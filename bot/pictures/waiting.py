"""Pictures that wait to be looked at: few, and not many a minute of one chat."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any, NamedTuple

from bot import metrics
from rules.engine.events import Event
from rules.engine.pictures import picture_in

PICTURE = "picture"  # kind of the timers by which what was found comes back
A_MINUTE, LARGEST = 20, 2 << 20
_WAITING = 100
_REMEMBERED = 2_000  # pictures, and chats
_MINUTE = 60.0


class Wanted(NamedTuple):
    """A message with a picture; its chat and author by own ids."""

    event: Event
    chat: int
    person: int


class Pictures:
    """What waits, and the limits: pictures of a chat `a_minute` (0: none at all), bytes of the `largest`."""

    def __init__(
        self,
        a_minute: int = A_MINUTE,
        largest: int = LARGEST,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.a_minute, self.largest, self._now = a_minute, largest, now
        self.waiting: asyncio.Queue[Wanted] = asyncio.Queue(_WAITING)
        self._seen: OrderedDict[tuple[int, int, str], None] = OrderedDict()
        self._lately: OrderedDict[int, deque[float]] = OrderedDict()

    def offer(self, wanted: Wanted) -> bool:
        """Let a picture be looked at, unless it was before or there are too many; whether it will be."""
        picture = (wanted.chat, wanted.event.message_id, picture_in(wanted.event))
        if not self.a_minute or picture in self._seen:
            return False
        if self.waiting.full() or not self._may(wanted.chat):
            metrics.PICTURES.labels("left_out").inc()
            return False
        self._seen[picture] = None
        _shrink(self._seen)
        self.waiting.put_nowait(wanted)
        return True

    def _may(self, chat: int) -> bool:
        now, lately = self._now(), self._lately.setdefault(chat, deque())
        self._lately.move_to_end(chat)
        _shrink(self._lately)
        while lately and lately[0] <= now - _MINUTE:
            lately.popleft()
        if len(lately) >= self.a_minute:
            return False
        lately.append(now)
        return True


def _shrink(memory: OrderedDict[Any, Any]) -> None:
    while len(memory) > _REMEMBERED:
        memory.popitem(last=False)
