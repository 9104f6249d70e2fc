"""The recent past of each chat, kept in memory and refilled from the newest events after a restart."""

from __future__ import annotations

from collections import deque

from sqlalchemy import bindparam, select

from rules.engine.state import Activity, Seen
from storage.direct import Statement, Trip
from storage.store import table
from storage.tables import EventRow

EVENT = table(EventRow)
_NOTHING: tuple[Seen, ...] = ()
_NEWEST = Statement(
    lambda _: (
        select(
            EVENT.c.chat_id,
            EVENT.c.at,
            EVENT.c.person_id,
            EVENT.c.message_id,
            EVENT.c.kind,
            EVENT.c.digest,
            EVENT.c.media,
            EVENT.c.carried,
        )
        .where(EVENT.c.person_id.is_not(None), EVENT.c.kind != "other", EVENT.c.update_id > 0)
        .order_by(EVENT.c.id.desc())
        .limit(bindparam("most"))
    ),
    ["most"],
)


class _Window:
    """The last events of one chat, the same by member, and how often each text stands among them."""

    __slots__ = ("chat", "digests", "members", "size")

    def __init__(self, size: int) -> None:
        self.size = size
        self.chat: deque[Seen] = deque()
        self.members: dict[int, deque[Seen]] = {}
        self.digests: dict[int, int] = {}

    def add(self, seen: Seen) -> None:
        self.chat.append(seen)
        own = self.members.get(seen.person)
        if own is None:
            own = self.members[seen.person] = deque()
        own.append(seen)
        if seen.digest:
            self.digests[seen.digest] = self.digests.get(seen.digest, 0) + 1
        if len(self.chat) > self.size:
            self.drop()

    def drop(self) -> None:
        """Forget the oldest event."""
        oldest = self.chat.popleft()
        own = self.members[oldest.person]
        own.popleft()
        if not own:
            del self.members[oldest.person]
        if oldest.digest:
            left = self.digests[oldest.digest] - 1
            if left:
                self.digests[oldest.digest] = left
            else:
                del self.digests[oldest.digest]


class ActivityLog:
    """The newest `most` events of all chats, of which at most `size` of each chat are kept."""

    def __init__(self, size: int = 500, most: int = 100_000) -> None:
        self._size, self._most = size, most
        self._windows: dict[int, _Window] = {}
        self._order: deque[int] = deque()  # the chats of the newest events, oldest first
        self._passed: dict[int, int] = {}  # by chat: events that left its window for its size alone
        self._loaded = False

    @property
    def loaded(self) -> bool:
        """Whether `load` has been called."""
        return self._loaded

    def forget(self) -> None:
        """Drop everything: after a rollback memory is ahead of the rows."""
        self._windows.clear()
        self._order.clear()
        self._passed.clear()
        self._loaded = False

    def load(self, trip: Trip) -> None:
        """Read the newest events, after a start or a rollback."""
        self.forget()
        for chat, *seen in reversed(trip.rows(_NEWEST, (self._most,))):
            self.add(chat, Seen(*seen))
        self._loaded = True

    def of(self, chat: int, person: int) -> Activity:
        """The past of this chat and of this person in it."""
        window = self._windows.get(chat)
        if window is None:
            return Activity(digests=())
        return Activity(window.chat, window.members.get(person, _NOTHING), window.digests)

    def add(self, chat: int, seen: Seen) -> None:
        """Remember one more event."""
        window = self._windows.get(chat)
        if window is None:
            window = self._windows[chat] = _Window(self._size)
        if len(window.chat) == self._size:
            self._passed[chat] = self._passed.get(chat, 0) + 1
        window.add(seen)
        self._order.append(chat)
        if len(self._order) > self._most:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        chat = self._order.popleft()
        passed = self._passed.get(chat, 0)
        if passed > 1:
            self._passed[chat] = passed - 1
        elif passed:
            del self._passed[chat]
        else:
            window = self._windows[chat]
            window.drop()
            if not window.chat:
                del self._windows[chat]
