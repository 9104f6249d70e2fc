"""Find when stored points were earned: each is known from the event on that earned it or took it back."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from typing import TypeAlias

from bot.backtest.timeline import Earned
from storage.history import Happening
from storage.prepared_statements import Row

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

    def before(self, at: int) -> list[Earned]:
        """What is known before an event of this time, whatever it came from."""
        found = []
        while self._open:
            row = self._rows[self._open[0]]
            if row is not None and row[1] >= at - _LATE:
                break
            self._open.popleft()
            if row is not None:
                found.append(row[0])
        return found

    def after(self, row: Happening, removed: Iterable[int]) -> list[Earned]:
        """What an event earned or took back; `removed` are the messages that went because of it."""
        if not self._open:
            return []
        reacted = row.kind == "reaction"
        found = self._taken((row.at, row.chat, row.message_id, "reaction" if reacted else "message"))
        if reacted:
            found += self._taken((row.at, row.chat, row.message_id, "back"))
        for message in removed:
            found += self._taken((row.at, row.chat, message, "back"))
        return found

    def _taken(self, slot: _Slot) -> list[Earned]:
        found = []
        for place in self._slots.pop(slot, ()):
            row = self._rows[place]
            if row is not None:
                self._rows[place] = None
                found.append(row[0])
        return found
