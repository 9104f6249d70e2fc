"""What people take after what: a windowed Markov chain over courses.

Every course in a window after another one counts as one transition. The row of a course is the exact
posterior predictive of a Dirichlet-multinomial whose prior is the courses' popularity, so a course
that few people took says little. The constants were chosen on Canvas Network's course histories by
the last course but one (full ranking, NDCG@10).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WINDOW = 8  # courses
STRENGTH = 8.0  # pseudo-transitions of the prior
_FADING = 0.63  # weight of each earlier course of a history


@dataclass(frozen=True)
class Markov:
    """`rows[a, b]` is the probability of b after a; `went[a, b]` how many people went from a to b."""

    rows: NDArray[np.float64]
    went: NDArray[np.int64]
    index: Mapping[str, int]

    @classmethod
    def fit(
        cls, sequences: Iterable[Sequence[str]], courses: Sequence[str], prior: NDArray[np.float64]
    ) -> Markov:
        """Count transitions in everybody's courses in order."""
        index = {c: i for i, c in enumerate(courses)}
        went = np.zeros((len(courses), len(courses)), dtype=np.int64)
        for sequence in sequences:
            numbers = [index[c] for c in sequence if c in index]
            for i, a in enumerate(numbers):
                for b in numbers[i + 1 : i + 1 + WINDOW]:
                    went[a, b] += 1
        rows = (went + STRENGTH * prior) / (went.sum(axis=1, keepdims=True) + STRENGTH)
        return cls(rows, went, index)

    def after(self, taken: Sequence[str]) -> NDArray[np.float64] | None:
        """Probabilities of the next course for a history, the newest last; None without a known course."""
        numbers = [self.index[c] for c in taken if c in self.index]
        if not numbers:
            return None
        weights = np.array([_FADING**i for i in range(len(numbers))][::-1])
        found: NDArray[np.float64] = weights @ self.rows[numbers] / weights.sum()
        return found

    def source(self, taken: Sequence[str], course: str) -> tuple[str, int]:
        """Which course of a history speaks most for the next one, and how many went that way."""
        goal = self.index[course]
        known = [c for c in taken if c in self.index]
        best = max(known, key=lambda c: self.rows[self.index[c], goal])
        return best, int(self.went[self.index[best], goal])
