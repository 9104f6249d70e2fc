"""Order calls that wait in memory: one lane per chat, the most urgent call first."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator

from bot.platforms.telegram.calls import Priority
from storage.outbox import Waiting

_Item = tuple[int, int, Waiting]  # priority, id, call: ids keep the order within a priority


class Lanes:
    """Calls by lane. A lane whose call is under way is busy and offers nothing."""

    def __init__(self) -> None:
        self._lanes: dict[int, list[_Item]] = {}
        self._urgent: set[int] = set()  # lanes that begin with a moderation call
        self._later: list[tuple[int, int, Waiting]] = []  # not_before, id, call
        self._busy: set[int] = set()
        self._sizes: Counter[int] = Counter()

    def __len__(self) -> int:
        return self._sizes.total()

    def size(self, priority: int) -> int:
        """How many calls of a priority wait here."""
        return self._sizes[priority]

    @property
    def under_way(self) -> int:
        """How many lanes have a call under way."""
        return len(self._busy)

    def add(self, call: Waiting, now: float) -> None:
        """Queue a call; one with a later `not_before` joins its lane then."""
        self._sizes[call.priority] += 1
        if call.not_before > now:
            heapq.heappush(self._later, (call.not_before, call.id, call))
        else:
            self._join(call)

    def _join(self, call: Waiting) -> None:
        heapq.heappush(self._lanes.setdefault(call.lane, []), (call.priority, call.id, call))
        if call.priority == Priority.MODERATION:
            self._urgent.add(call.lane)

    def wake(self, now: float) -> bool:
        """Let the calls whose time has come join their lanes; whether there were any."""
        woken = False
        while self._later and self._later[0][0] <= now:
            self._join(heapq.heappop(self._later)[2])
            woken = True
        return woken

    def next_due(self) -> float | None:
        """When the next later call is due."""
        return self._later[0][0] if self._later else None

    def urgent(self) -> Iterator[Waiting]:
        """The first call of every free lane that begins with moderation, the oldest first."""
        return self._heads(self._urgent)

    def ordinary(self) -> Iterator[Waiting]:
        """The first call of every other free lane, the most urgent lanes first."""
        return self._heads(self._lanes.keys() - self._urgent)

    def _heads(self, lanes: set[int]) -> Iterator[Waiting]:
        free = [(*self._lanes[lane][0][:2], lane) for lane in lanes - self._busy]
        for _, _, lane in sorted(free):
            yield self._lanes[lane][0][2]

    def head(self, lane: int) -> Waiting | None:
        """The first call of a lane, None of an empty one."""
        return self._lanes[lane][0][2] if lane in self._lanes else None

    def take(self, lane: int, most_deletes: int = 100) -> list[Waiting]:
        """Remove the head of a lane, which is busy from now on.

        When the head deletes a message, the lane's other waiting deletions come along, but for those of
        messages that are to be copied before.
        """
        taken = [self.drop(lane)]
        self._busy.add(lane)
        items = self._lanes.get(lane)
        if taken[0].method == "deleteMessage" and items:
            copied = {i[2].params["message_id"] for i in items if i[2].method == "copyMessage"}
            more = sorted(
                i for i in items if i[2].method == "deleteMessage" and i[2].params["message_id"] not in copied
            )[: most_deletes - 1]
            gone = {i[1] for i in more}
            items[:] = [i for i in items if i[1] not in gone]
            heapq.heapify(items)
            for _, _, call in more:
                taken.append(call)
                self._sizes[call.priority] -= 1
            self._look_again(lane)
        return taken

    def drop(self, lane: int) -> Waiting:
        """Remove the head of a lane, which stays free."""
        call = heapq.heappop(self._lanes[lane])[2]
        self._sizes[call.priority] -= 1
        self._look_again(lane)
        return call

    def _look_again(self, lane: int) -> None:
        items = self._lanes[lane]
        if not items or items[0][0] != Priority.MODERATION:
            self._urgent.discard(lane)
        if not items:
            del self._lanes[lane]

    def free(self, lane: int) -> None:
        """The lane's call is over."""
        self._busy.discard(lane)
