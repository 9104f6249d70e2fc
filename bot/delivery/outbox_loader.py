"""Load rows of the outbox into memory: urgent ones at once, of the others as many as fit."""

from __future__ import annotations

import heapq
from collections.abc import Collection
from functools import partial

from sqlalchemy import Connection

from bot.delivery.addresses import Addresses, Asked
from bot.delivery.lanes import Lanes
from bot.platforms.telegram.calls import Priority, references
from storage.directory import find_platform_ids
from storage.outbox import Waiting, page, pending_among
from storage.store import Store

# Rows kept in memory by priority; the rest waits in the outbox. What may not wait has room of its own.
ROOM = {Priority.MODERATION: 2_000, Priority.REPLY: 1_000, Priority.SCHEDULED: 1_000}
_SOON = 10  # seconds: what is due later than that is only noted
_PAGE = 500  # rows in a query


class OutboxLoader:
    """Fills the lanes. A row that is due later leaves nothing here but its number and time."""

    def __init__(self, store: Store, lanes: Lanes, addresses: Addresses) -> None:
        self._store, self._lanes, self._addresses = store, lanes, addresses
        self._after = dict.fromkeys(map(int, ROOM), 0)  # highest id that was looked at
        self._more = dict.fromkeys(map(int, ROOM), True)
        self._planned: list[tuple[int, int]] = []  # not_before, id

    @property
    def planned(self) -> int:
        """How many rows are due later."""
        return len(self._planned)

    def look_again(self) -> None:
        """Rows were committed to the outbox."""
        self._more = dict.fromkeys(map(int, ROOM), True)

    def next_due(self) -> float | None:
        """When the next planned row has to be brought in, a little before it is due; None without room."""
        if not self._planned or not self._room(Priority.SCHEDULED):
            return None
        return self._planned[0][0] - _SOON

    def _room(self, priority: Priority) -> int:
        """How many rows to ask for: a page, or none before half of what was there is gone."""
        size, most = self._lanes.size(priority), ROOM[priority]
        return min(_PAGE, most - size) if size <= most // 2 else 0

    async def fill(self, now: float) -> bool:
        """Bring in what there is room for, and the addresses of what is urgent; whether that was anything."""
        wanted = {
            int(p): (self._after[p], room) for p in ROOM if self._more[p] and (room := self._room(p)) > 0
        }
        due = self._due(now)
        if not wanted and not due:
            return False
        # A page is asked for before it is read: rows that are committed meanwhile are asked for anew.
        for priority in wanted:
            self._more[priority] = False
        version = self._addresses.version
        try:
            rows, asked, found = await self._store.look(partial(_read, wanted, due))
        except BaseException:
            self._note_again(wanted, due, now)
            raise
        self._addresses.remember(asked, found, version)
        self._take_in(rows, wanted, now)
        return bool(rows)

    def _due(self, now: float) -> list[int]:
        """Planned rows that have to come in now, as far as the last priority has room for them."""
        found: list[int] = []
        room = self._room(Priority.SCHEDULED)
        while self._planned and self._planned[0][0] <= now + _SOON and len(found) < room:
            found.append(heapq.heappop(self._planned)[1])
        return found

    def _note_again(self, wanted: Collection[int], due: list[int], now: float) -> None:
        for priority in wanted:
            self._more[priority] = True
        for number in due:
            heapq.heappush(self._planned, (int(now), number))

    def _take_in(self, rows: list[Waiting], wanted: dict[int, tuple[int, int]], now: float) -> None:
        counts = dict.fromkeys(wanted, 0)
        for row in rows:
            if row.priority in wanted and row.id > self._after[row.priority]:
                self._after[row.priority] = row.id
                counts[row.priority] += 1
            if row.not_before > now + _SOON:
                heapq.heappush(self._planned, (row.not_before, row.id))
            else:
                self._lanes.add(row, now)
        for priority, (_, limit) in wanted.items():
            self._more[priority] |= counts[priority] == limit


def _read(
    wanted: dict[int, tuple[int, int]], due: list[int], connection: Connection
) -> tuple[list[Waiting], Asked, tuple[dict[int, int], dict[int, int]]]:
    rows = [
        row for priority, (after, most) in wanted.items() for row in page(connection, priority, after, most)
    ]
    rows += pending_among(connection, due)
    asked = named_in([row for row in rows if row.priority == Priority.MODERATION])
    return rows, asked, find_platform_ids(connection, *asked)


def named_in(calls: Collection[Waiting]) -> Asked:
    """The chats and people whose platform ids these calls need, by own id."""
    chats, people = {c.lane for c in calls}, set[int]()
    for call in calls:
        more_chats, more_people = references(call.params)
        chats |= more_chats
        people |= more_people
    return chats, people
