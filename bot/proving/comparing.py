"""What a rule book makes of the past beside what the bot made of it then."""

from __future__ import annotations

from collections.abc import Mapping

from bot.proving.moments import Moment
from bot.proving.report import Tally
from rules.engine.decision import Decision

_NOTHING: frozenset[str] = frozenset()


class Comparison:
    """Compares update by update.

    What the bot did is known by the update, and several moments may come of one: a new name, the message that
    showed it, a report. What the bot's rules found belongs to the moment in which the book finds it too;
    what it finds in none, to the last.

    Args:
        tally: counts what differs.
        hits: the rules that hit, by update id.
    """

    def __init__(self, tally: Tally, hits: Mapping[int, frozenset[str]]) -> None:
        self._tally, self._hits = tally, hits
        self._open: tuple[Moment, Decision] | None = None
        self._left: frozenset[str] = _NOTHING  # of the open update, what has no moment yet

    def add(self, moment: Moment, mine: Decision) -> None:
        """A moment with what the book makes of it."""
        update = moment.event.update_id
        if self._open is None:
            if not mine.hits and update not in self._hits:
                return
            self._left = self._hits.get(update, _NOTHING)
        elif self._open[0].event.update_id == update:
            self._close(last=False)
        else:
            self.finish()
            self.add(moment, mine)
            return
        self._open = (moment, mine)

    def finish(self) -> None:
        """No more moments come of the last update."""
        if self._open is not None:
            self._close(last=True)
            self._open = None

    def _close(self, *, last: bool) -> None:
        if self._open is None:
            return
        moment, mine = self._open
        found = self._left & {hit.rule for hit in mine.hits}
        theirs = self._left if last else found
        self._left -= found
        if mine.hits or theirs:
            self._tally.compared(moment, mine, theirs)
