"""Which solved question is about the same: TF-IDF over the words of questions. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from math import log, sqrt

from storage.answering import Solved

_ALIKE = 0.6  # cosine from which on a question counts as asked again
_SHARED = 2  # words that both have at least


class Matcher:
    """Solved questions, looked up by their words."""

    def __init__(self, solved: Sequence[Solved]) -> None:
        self._count = len(solved)
        self._by_word: dict[str, list[Solved]] = defaultdict(list)
        for one in solved:
            for word in one.words:
                self._by_word[word].append(one)

    def __bool__(self) -> bool:
        """Whether anything was solved."""
        return self._count > 0

    def alike(self, words: Collection[str]) -> Solved | None:
        """The solved question that is most like one with these words; None when none is alike enough."""
        found = self.ranked(words)
        if not found:
            return None
        score, best = found[0]
        return best if score >= _ALIKE and len(best.words & set(words)) >= _SHARED else None

    def ranked(self, words: Collection[str]) -> list[tuple[float, Solved]]:
        """Solved questions that share a word with these, the most alike first."""
        asked = set(words)
        length = self._length(asked)
        near = {one.id: one for word in asked for one in self._by_word.get(word, ())}
        found = [
            (
                sum(self._weight(word) ** 2 for word in asked & one.words)
                / (length * self._length(one.words)),
                one,
            )
            for one in near.values()
        ]
        return sorted(found, key=lambda pair: (-pair[0], -pair[1].id))

    def _weight(self, word: str) -> float:
        return log(1 + (self._count + 1) / (len(self._by_word.get(word, ())) + 0.5))

    def _length(self, words: Collection[str]) -> float:
        return sqrt(sum(self._weight(word) ** 2 for word in words))
