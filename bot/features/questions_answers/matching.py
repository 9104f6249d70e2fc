"""Which solved question is about the same: TF-IDF over the words of questions. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from math import log, sqrt

from storage.answering import Solved

_ALIKE = 0.6  # cosine from which on a question counts as asked again
_SHARED = 2  # words that both have at least


def alike(words: Collection[str], solved: Sequence[Solved]) -> Solved | None:
    """The solved question that is most like one with these words; None when none is alike enough."""
    found = ranked(words, solved)
    if not found:
        return None
    score, best = found[0]
    return best if score >= _ALIKE and len(best.words & set(words)) >= _SHARED else None


def ranked(words: Collection[str], solved: Sequence[Solved]) -> list[tuple[float, Solved]]:
    """Solved questions that share a word with these, the most alike first."""
    asked = set(words)
    spread = Counter(word for one in solved for word in one.words)
    weights = {word: log(1 + (len(solved) + 1) / (spread[word] + 0.5)) for word in asked | spread.keys()}
    length = sqrt(sum(weights[word] ** 2 for word in asked))
    found = []
    for one in solved:
        shared = sum(weights[word] ** 2 for word in asked & one.words)
        if shared and length:
            found.append((shared / (length * sqrt(sum(weights[word] ** 2 for word in one.words))), one))
    return sorted(found, key=lambda pair: (-pair[0], -pair[1].id))
