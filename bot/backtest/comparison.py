"""Compare what a rule book makes of the past with what the bot made of it then."""

from __future__ import annotations

from collections.abc import Mapping

from bot.backtest.report import Tally
from bot.backtest.timeline import Moment
from rules.engine.decision import Decision
from rules.engine.pictures import picture_in

_NOTHING: frozenset[str] = frozenset()


class Comparison:
    """Compares update by update.

    What the bot did is known by the update, and several moments may come of one: a new name, the message that
    showed it, a report, and later what the message's picture held. What the bot's rules found belongs to the
    moment in which the book finds it too; what it finds in none, to the last.

    Args:
        tally: counts what differs.
        hits: the rules that hit, by update id.
    """

    def __init__(self, tally: Tally, hits: Mapping[int, frozenset[str]]) -> None:
        self._tally, self._hits = tally, hits
        self._open: tuple[Moment, Decision] | None = None
        self._left: frozenset[str] = _NOTHING  # of the open update, what has no moment yet
        self._held: dict[int, tuple[Moment, Decision, frozenset[str]]] = {}  # until their pictures come

    def add(self, moment: Moment, mine: Decision) -> None:
        """A moment with what the book makes of it."""
        update = moment.event.update_id
        if self._open is not None and self._open[0].event.update_id != update:
            self._leave()
        if update in self._held:
            before, then, self._left = self._held.pop(update)
            self._open = (before, then)
        if self._open is not None:
            self._close(last=False)
        elif not mine.hits and update not in self._hits:
            return
        else:
            self._left = self._hits.get(update, _NOTHING)
        self._open = (moment, mine)

    def finish(self) -> None:
        """No more moments come of any update."""
        self._leave()
        for moment, mine, left in self._held.values():
            self._open, self._left = (moment, mine), left
            self._close(last=True)
        self._open, self._held = None, {}

    def _leave(self) -> None:
        """No more moments come of the open update, unless it is to be seen yet what its picture held."""
        if self._open is None:
            return
        moment, mine = self._open
        if picture_in(moment.event) and self._left - {hit.rule for hit in mine.hits}:
            self._held[moment.event.update_id] = (moment, mine, self._left)
        else:
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
