"""When stored points were earned: each is known from the event on that earned it or took it back."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from bot.proving.moments import Earned
from storage.direct import Row
from storage.history import Happening

_LATE = 60  # seconds after which points are given even where the event that earned them is not found

_Slot: TypeAlias = tuple[int, int, int, str]  # when, chat, message, kind of event


class Purse:
    """Ledger rows, handed out in the order of the events.

    Several events share a second, and the row tells only the second: so it is looked up by its message.
    """

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._slots: dict[_Slot, list[int]] = defaultdict(list)
        self._rows: list[tuple[Earned, int] | None] = []
        for at, community, person, chat, message, granted, source, reverses in rows:
            kind = "back" if reverses else "reaction" if source == "reaction" else "message"
            self._slots[at, chat or 0, message, kind].append(len(self._rows))
            self._rows.append((Earned(community, person, granted), at))
        self._open = deque(range(len(self._rows)))

    def before(self, at: int) -> Iterator[Earned]:
        """What is known before an event of this time, whatever it came from."""
        while self._open:
            row = self._rows[self._open[0]]
            if row is not None and row[1] >= at - _LATE:
                return
            self._open.popleft()
            if row is not None:
                yield row[0]

    def after(self, row: Happening, removed: Iterable[int]) -> Iterator[Earned]:
        """What an event earned or took back; `removed` are the messages that went because of it."""
        if not self._open:
            return
        kind = "reaction" if row.kind == "reaction" else "message"
        yield from self._taken((row.at, row.chat, row.message_id, kind))
        if kind == "reaction" and row.detail and '"removed"' in row.detail:
            yield from self._taken((row.at, row.chat, row.message_id, "back"))
        for message in removed:
            yield from self._taken((row.at, row.chat, message, "back"))

    def _taken(self, slot: _Slot) -> Iterator[Earned]:
        for place in self._slots.pop(slot, ()):
            row = self._rows[place]
            if row is not None:
                self._rows[place] = None
                yield row[0]
