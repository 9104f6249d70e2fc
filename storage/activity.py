"""The recent past of each chat, kept in memory and refilled from the events after a restart."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.engine.state import Activity, Seen
from storage.store import table
from storage.tables import EventRow

EVENT = table(EventRow)
_MOST_CHATS = 5_000


class _Window:
    """The last events of one chat, and the same by member."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.chat: deque[Seen] = deque()
        self.members: dict[int, deque[Seen]] = {}

    def add(self, seen: Seen) -> None:
        self.chat.append(seen)
        self.members.setdefault(seen.person, deque()).append(seen)
        if len(self.chat) > self.size:
            oldest = self.chat.popleft()
            own = self.members[oldest.person]
            own.popleft()
            if not own:
                del self.members[oldest.person]


class ActivityLog:
    """Windows of `size` events a chat; the chats used longest ago are dropped from memory first."""

    def __init__(self, size: int = 500, chats: int = _MOST_CHATS) -> None:
        self._size = size
        self._chats = chats
        self._windows: OrderedDict[int, _Window] = OrderedDict()

    def forget(self) -> None:
        """Drop everything: after a rollback memory is ahead of the rows."""
        self._windows.clear()

    async def load(self, connection: AsyncConnection, chats: Iterable[int]) -> None:
        """Make `of` answer for these chats."""
        for chat in chats:
            if chat in self._windows:
                self._windows.move_to_end(chat)
                continue
            window = self._windows[chat] = _Window(self._size)
            query = (
                select(
                    EVENT.c.at,
                    EVENT.c.person_id,
                    EVENT.c.message_id,
                    EVENT.c.kind,
                    EVENT.c.digest,
                    EVENT.c.media,
                )
                .where(EVENT.c.chat_id == chat, EVENT.c.person_id.is_not(None))
                .order_by(EVENT.c.id.desc())
                .limit(self._size)
            )
            for row in reversed((await connection.execute(query)).all()):
                window.add(Seen(*row))
            while len(self._windows) > self._chats:
                self._windows.popitem(last=False)

    def of(self, chat: int, person: int) -> Activity:
        """The past of this chat and of this person in it."""
        window = self._windows[chat]
        return Activity(chat=window.chat, member=window.members.get(person, ()))

    def add(self, chat: int, seen: Seen) -> None:
        """Remember one more event of a loaded chat."""
        self._windows[chat].add(seen)
