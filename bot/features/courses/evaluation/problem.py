"""Bound what a method may learn from and be tuned on: training data alone, part of it held out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.features.courses.evaluation.metrics import Figures, Held, add
from bot.features.courses.histories import Floats, Histories

_SAMPLE = 3_000  # people asked when something is chosen
_SMOOTHING = 0.5  # people a course
HALF_LIFE = 45.0  # days in which an enrolment counts half for popularity


class Scorer(Protocol):
    """A fitted method."""

    def scores(self, histories: Histories, /) -> NDArray[np.float32]:
        """How much speaks for each course, shape (people, courses)."""
        ...


@dataclass(frozen=True)
class Problem:
    """Training histories, the texts of the courses, and how long the lists are."""

    train: Histories
    text: Any = None  # scipy CSR, a unit row a course
    k: int = 10
    seed: int = 1

    @cached_property
    def fitting(self) -> Histories:
        """Everybody's training history without its last course."""
        return self.train.without_last()[0]

    @cached_property
    def asked(self) -> tuple[Histories, Held]:
        """Some people's histories without the last course, and that course."""
        histories, last = self.train.without_last()
        able = np.flatnonzero(last >= 0)
        if len(able) > _SAMPLE:
            able = np.sort(np.random.default_rng(self.seed).choice(able, _SAMPLE, replace=False))
        return histories.chosen(able), Held(last[able], np.arange(len(able)), len(able))

    def validate(self, scores: NDArray[np.float32]) -> float:
        """NDCG of scores for the people asked."""
        histories, held = self.asked
        if not held.count:
            return 0.0
        figures = Figures()
        add(figures, scores, histories, held, self.k)
        return float(figures.ndcg.mean())


def prior_of(histories: Histories, half_life: float = HALF_LIFE) -> Floats:
    """Probabilities of courses; where times are known, an enrolment counts half `half_life` days later."""
    weights = None if histories.age is None else np.exp2(-histories.age.astype(np.float64) / half_life)
    counts = np.bincount(histories.items, weights, histories.courses) + _SMOOTHING
    found: Floats = counts / counts.sum()
    return found
