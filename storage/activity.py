"""Keep each chat's recent past in memory, refilled from the newest events after a restart."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, func, select

from rules.engine.state import Activity, PastEvent
from storage.prepared_statements import Statement, rows_of
from storage.store import table
from storage.tables import EventRow, MessageText

EVENT, TEXT = table(EventRow), table(MessageText)
_NOTHING: tuple[PastEvent, ...] = ()
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
            func.coalesce(TEXT.c.album, 0),
        )
        .outerjoin(
            TEXT,
            and_(
                EVENT.c.media != "",
                EVENT.c.kind == "message",
                TEXT.c.chat_id == EVENT.c.chat_id,
                TEXT.c.message_id == EVENT.c.message_id,
            ),
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
        self.chat: deque[PastEvent] = deque()
        self.members: dict[int, deque[PastEvent]] = {}
        self.digests: dict[int, int] = {}

    def add(self, seen: PastEvent) -> PastEvent | None:
        """Remember an event; the oldest, when that has to go for it."""
        self.chat.append(seen)
        self._count(seen).append(seen)
        return self.drop() if len(self.chat) > self.size else None

    def drop(self) -> PastEvent:
        """Forget the oldest event."""
        oldest = self.chat.popleft()
        self._discount(oldest).popleft()
        self._clear(oldest)
        return oldest

    def take_back(self) -> None:
        """Forget the newest event."""
        newest = self.chat.pop()
        self._discount(newest).pop()
        self._clear(newest)

    def put_back(self, oldest: PastEvent) -> None:
        """Remember an event that was the oldest."""
        self.chat.appendleft(oldest)
        self._count(oldest).appendleft(oldest)

    def _count(self, seen: PastEvent) -> deque[PastEvent]:
        if seen.digest:
            self.digests[seen.digest] = self.digests.get(seen.digest, 0) + 1
        own = self.members.get(seen.person)
        if own is None:
            own = self.members[seen.person] = deque()
        return own

    def _discount(self, seen: PastEvent) -> deque[PastEvent]:
        if seen.digest:
            left = self.digests[seen.digest] - 1
            if left:
                self.digests[seen.digest] = left
            else:
                del self.digests[seen.digest]
        return self.members[seen.person]

    def _clear(self, seen: PastEvent) -> None:
        if not self.members[seen.person]:
            del self.members[seen.person]


class _Added(NamedTuple):
    """What one event did to the log: which events went for it."""

    chat: int
    full: bool  # the chat's window was
    dropped: PastEvent | None  # of the same chat, for its size
    oldest: int | None  # chat of the event that is the oldest no more
    passed: int  # what was counted of that chat's events that had gone before
    lost: PastEvent | None  # that event, if it was still there


class ActivityLog:
    """The newest `most` events of all chats, of which at most `size` of each chat are kept."""

    def __init__(self, size: int = 500, most: int = 100_000) -> None:
        self._size, self._most = size, most
        self._windows: dict[int, _Window] = {}
        self._order: deque[int] = deque()  # the chats of the newest events, oldest first
        self._passed: dict[int, int] = {}  # by chat: events that left its window for its size alone
        self._loaded = False
        self._added: list[_Added] = []  # since `begin`

    @property
    def loaded(self) -> bool:
        """Whether `load` has been called."""
        return self._loaded

    def begin(self) -> None:
        """A transaction begins: what is added from now on may be rolled back."""
        self._added.clear()

    def roll_back(self) -> None:
        """Take back what was added since `begin`: memory is ahead of the rows."""
        while self._added:
            self._undo(self._added.pop())

    def forget(self) -> None:
        """Drop everything."""
        self._added.clear()
        self._windows.clear()
        self._order.clear()
        self._passed.clear()
        self._loaded = False

    def load(self, connection: Connection) -> None:
        """Read the newest events, after a start."""
        self.forget()
        for chat, *seen in reversed(rows_of(connection, _NEWEST, (self._most,))):
            self.add(chat, PastEvent(*seen))
        self._added.clear()
        self._loaded = True

    def of(self, chat: int, person: int) -> Activity:
        """The past of this chat and of this person in it."""
        window = self._windows.get(chat)
        if window is None:
            return Activity(digests=())
        return Activity(window.chat, window.members.get(person, _NOTHING), window.digests)

    def add(self, chat: int, seen: PastEvent) -> None:
        """Remember one more event."""
        window = self._windows.get(chat)
        if window is None:
            window = self._windows[chat] = _Window(self._size)
        full = len(window.chat) == self._size
        if full:
            self._passed[chat] = self._passed.get(chat, 0) + 1
        dropped = window.add(seen)
        self._order.append(chat)
        oldest = self._drop_oldest() if len(self._order) > self._most else (None, 0, None)
        self._added.append(_Added(chat, full, dropped, *oldest))

    def _drop_oldest(self) -> tuple[int, int, PastEvent | None]:
        """Forget the oldest event of all: its chat, how many had passed there, and itself if it was there."""
        chat = self._order.popleft()
        passed = self._passed.get(chat, 0)
        if passed:
            self._set_passed(chat, passed - 1)
            return chat, passed, None
        window = self._windows[chat]
        lost = window.drop()
        if not window.chat:
            del self._windows[chat]
        return chat, 0, lost

    def _set_passed(self, chat: int, passed: int) -> None:
        if passed:
            self._passed[chat] = passed
        else:
            self._passed.pop(chat, None)

    def _undo(self, added: _Added) -> None:
        """Take the newest event back, and let those be there again that went for it."""
        if added.oldest is not None:
            self._order.appendleft(added.oldest)
            if added.lost is not None:
                self._windows.setdefault(added.oldest, _Window(self._size)).put_back(added.lost)
            else:
                self._set_passed(added.oldest, added.passed)
        self._order.pop()
        window = self._windows[added.chat]
        window.take_back()
        if added.dropped is not None:
            window.put_back(added.dropped)
        if added.full:
            self._set_passed(added.chat, self._passed[added.chat] - 1)
        if not window.chat:
            del self._windows[added.chat]
