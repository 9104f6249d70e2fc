"""Keep solved questions in memory: members write many questions, and rarely is one solved."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.features.questions_answers.matching import Matcher
from storage import answering

_FRESH = 600  # seconds after which they are read again: names change, and questions are forgotten


class SolvedQuestions:
    """The solved questions of each community, read when first asked for and again when one changes.

    What a transaction changed may yet be rolled back, so nothing is kept that was read by that transaction.
    """

    def __init__(self) -> None:
        self._kept: dict[int, tuple[int, Matcher]] = {}  # by community, with the time of reading
        self._changing: Connection | None = None  # the last transaction that changed any

    def of(self, batch: Batch, community: int) -> Matcher:
        """Those of a community."""
        read_at, kept = self._kept.get(community, (0, None))
        if kept is not None and 0 <= batch.now - read_at < _FRESH:
            return kept
        if self._changing is batch.unflushed:
            return Matcher(answering.solved(batch.connection, community))
        made = Matcher(answering.solved(batch.unflushed, community))
        self._kept[community] = batch.now, made
        return made

    def changed(self, batch: Batch, community: int) -> None:
        """A question was solved, or is not any more."""
        self._kept.pop(community, None)
        self._changing = batch.unflushed
