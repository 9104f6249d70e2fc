"""Measure how much of a topic the catalogue speaks of, by the text model's weights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.features.courses.text_features import TextModel, features, grams
from rules.config.courses import Course

_IN_PASSING = 0.5  # what a word counts that a course mentions, but neither in its title nor as a tag


class Nearest(NamedTuple):
    """The course that covers most of a topic, and how much: 0 nothing, 1 every word, in title or tags."""

    course: str
    coverage: float


class Coverage:
    """The visible courses of a catalogue, to be asked about topics."""

    def __init__(self, courses: tuple[Course, ...]) -> None:
        self._courses = [c for c in courses if not c.hidden]
        self._model = TextModel.fit(self._courses)
        self._known = [_features(c.description.values()) for c in self._courses]
        self._named = [_features([*c.title.values(), *c.tags]) for c in self._courses]
        self._rarest = float(self._model.idf.max()) if len(self._model.idf) else 1.0

    def of(self, weights: Mapping[str, float]) -> Nearest:
        """The nearest course to weighted words; of equally near ones, the most similar text.

        The coverage is the share of the topic's squared TF-IDF weight in words that the course has. Words
        that no course has count as the rarest ones.
        """
        if not self._courses or not weights:
            return Nearest("", 0.0)
        words = list(weights)
        squares = np.array([(weights[w] * self._idf(w)) ** 2 for w in words])
        shares = self._says(words) @ squares / squares.sum()
        near = self._model.similarity(_talked(weights))
        best = max(range(len(self._courses)), key=lambda i: (round(float(shares[i]), 6), near[i], -i))
        return Nearest(self._courses[best].id if shares[best] > 0 else "", float(shares[best]))

    def _idf(self, word: str) -> float:
        place = self._model.vocabulary.get(word)
        return self._rarest if place is None else float(self._model.idf[place])

    def _says(self, words: list[str]) -> NDArray[np.float64]:
        """Whether each course has each word, shape (courses, words): 1 named, less in passing, 0 not."""
        found = np.zeros((len(self._courses), len(words)))
        for column, word in enumerate(words):
            pieces = grams(word) if not word.isascii() else []
            for row, (named, known) in enumerate(zip(self._named, self._known, strict=True)):
                if _has(named, word, pieces):
                    found[row, column] = 1.0
                elif _has(known, word, pieces):
                    found[row, column] = _IN_PASSING
        return found


def _has(text: frozenset[str], word: str, pieces: list[str]) -> bool:
    """Whether a text has a word, or all of its pairs of characters: Chinese words are cut in several ways."""
    return word in text or (bool(pieces) and all(p in text for p in pieces))


def _features(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(f for text in texts for f in features(text))


def _talked(weights: Mapping[str, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for word, weight in weights.items():
        for feature, counts in features(word).items():
            found[feature] = found.get(feature, 0.0) + weight * counts
    return found


@lru_cache(maxsize=4)
def coverage_of(courses: tuple[Course, ...]) -> Coverage:
    """The coverage of a catalogue; made once for each."""
    return Coverage(courses)
