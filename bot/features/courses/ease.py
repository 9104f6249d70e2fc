"""Learn which courses belong together: EASE, a linear autoencoder in closed form.

Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.features.courses.histories import Floats, Histories
from rules.sentences import say


@dataclass(frozen=True)
class Ease:
    """`weights[a, b]` is what having taken a adds to b; `both[a, b]` how many people took both."""

    weights: NDArray[np.float32]
    both: NDArray[np.int32]

    @classmethod
    def fit(cls, histories: Histories, ridge: float) -> Ease:
        """Solve for the weights with ridge penalty `ridge`; time grows with the cube of the courses."""
        from scipy.linalg import lapack

        both = together(histories)
        gram = both.astype(np.float64)
        gram[np.diag_indices_from(gram)] += ridge
        factor, failed = lapack.dpotrf(gram, lower=1, overwrite_a=1)
        if failed:
            raise ValueError(say("ease-none", ridge=ridge))
        inverse, failed = lapack.dpotri(factor, lower=1, overwrite_c=1)
        inverse = np.tril(inverse) + np.tril(inverse, -1).T
        weights = inverse / -np.diag(inverse)[None, :]
        weights[np.diag_indices_from(weights)] = 0.0
        return cls(weights.astype(np.float32), both)

    def scores(self, histories: Histories, half_life: float) -> Floats:
        """What each history says for each course, shape (people, courses); the newest speaks loudest."""
        found: Floats = np.asarray(histories.weights(half_life) @ self.weights)
        return found


def together(histories: Histories) -> NDArray[np.int32]:
    """How many people took both of two courses, shape (courses, courses)."""
    taken = histories.weights(np.inf)
    taken.sum_duplicates()
    taken.data[:] = 1.0
    found: NDArray[np.int32] = (taken.T @ taken).toarray().astype(np.int32)
    return found
