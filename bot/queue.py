"""What waits to be sent, in memory: one ordered lane per chat, the most urgent call first."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from storage.outbox import Waiting

_Item = tuple[int, int, Waiting]  # priority, id, call: ids keep the order within a priority


class Lanes:
    """Calls by lane. A lane whose call is under way is busy and offers nothing."""

    def __init__(self) -> None:
        self._lanes: dict[int, list[_Item]] = {}
        self._later: list[tuple[int, int, Waiting]] = []  # not_before, id, call
        self._busy: set[int] = set()

    def __len__(self) -> int:
        return sum(map(len, self._lanes.values())) + len(self._later)

    @property
    def under_way(self) -> int:
        """How many lanes have a call under way."""
        return len(self._busy)

    def add(self, call: Waiting, now: float) -> None:
        """Queue a call; one with a later `not_before` joins its lane then."""
        if call.not_before > now:
            heapq.heappush(self._later, (call.not_before, call.id, call))
        else:
            heapq.heappush(self._lanes.setdefault(call.lane, []), (call.priority, call.id, call))

    def wake(self, now: float) -> None:
        """Let the calls whose time has come join their lanes."""
        while self._later and self._later[0][0] <= now:
            self.add(heapq.heappop(self._later)[2], now)

    def next_due(self) -> float | None:
        """When the next later call is due."""
        return self._later[0][0] if self._later else None

    def heads(self) -> Iterator[Waiting]:
        """The first call of every free lane, the most urgent lanes first."""
        free = [
            (items[0][0], items[0][1], lane) for lane, items in self._lanes.items() if lane not in self._busy
        ]
        for _, _, lane in sorted(free):
            yield self._lanes[lane][0][2]

    def take(self, lane: int, most_deletes: int = 100) -> list[Waiting]:
        """Remove the head of a lane, which is busy from now on.

        When the head deletes a message, the lane's other waiting deletions come along.
        """
        items = self._lanes[lane]
        head = heapq.heappop(items)[2]
        taken = [head]
        if head.method == "deleteMessage":
            more = sorted(i for i in items if i[2].method == "deleteMessage")[: most_deletes - 1]
            taken += [i[2] for i in more]
            gone = {i[1] for i in more}
            items[:] = [i for i in items if i[1] not in gone]
            heapq.heapify(items)
        if not items:
            del self._lanes[lane]
        self._busy.add(lane)
        return taken

    def free(self, lane: int) -> None:
        """The lane's call is over."""
        self._busy.discard(lane)
