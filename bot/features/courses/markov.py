"""Learn what people take after what: a windowed Markov chain over courses.

Every course in a window after another one counts as one transition. The row of a course is the exact
posterior predictive of a Dirichlet-multinomial whose prior is the courses' popularity, so a course
that few people took says little. A history speaks in two ways: its rows are averaged (a mixture), and
each of its courses is a piece of evidence in Bayes' theorem, log P(c | h) = log P(c) + the sum of
log P(c | h_i) / P(c), tempered because the pieces are not independent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.features.courses.histories import Floats, Histories, Ints


@dataclass(frozen=True)
class Chain:
    """How the chain counts.

    `window`: courses ahead that count as following; `fading`: weight of each place further away;
    `half_life`: courses of a history after which one speaks half as loud; `back`: share of transitions
    counted backwards too; `strength`: pseudo-transitions of the prior for each root of the number of
    courses; `mixture` and `bayes`: how much the two ways count; `lift`: exponent by which popularity is
    discounted once a course is known.
    """

    window: int = 10
    fading: float = 0.7
    half_life: float = 1.5
    back: float = 0.1
    strength: float = 0.5
    mixture: float = 0.2
    bayes: float = 0.6
    lift: float = 0.0


@dataclass(frozen=True)
class Markov:
    """`rows[a, b]` is the probability of b after a; `went[a, b]` how many people went from a to b.

    `evidence[a, b]` is log (P(b after a) / P(b)), what having taken a says for b.
    """

    rows: NDArray[np.float32]
    evidence: NDArray[np.float32]
    went: NDArray[np.int32]
    chain: Chain

    @classmethod
    def fit(cls, histories: Histories, prior: Floats, chain: Chain) -> Markov:
        """Count transitions in everybody's courses in order."""
        return cls.of(*transitions(histories, chain), prior, chain)

    @classmethod
    def of(cls, went: NDArray[np.int32], counts: NDArray[np.float32], prior: Floats, chain: Chain) -> Markov:
        """From counted transitions; `counts` is used up."""
        if chain.back:
            counts += chain.back * counts.T
        strength = max(1.0, chain.strength * len(prior) ** 0.5)
        total = counts.sum(axis=1, keepdims=True, dtype=np.float64) + strength
        counts += (strength * prior).astype(np.float32)
        counts /= total.astype(np.float32)
        evidence = np.log(counts)
        evidence -= np.log(prior).astype(np.float32)
        return cls(counts, evidence, went, chain)

    def following(self, histories: Histories, prior: Floats) -> NDArray[np.float32]:
        """What histories say for each course beyond its popularity; zeros without a history."""
        chain = self.chain
        found = self.mixed(histories, prior) * np.float32(chain.mixture)
        if chain.bayes:
            found += np.float32(chain.bayes) * self.proved(histories)
        return found

    def mixed(self, histories: Histories, prior: Floats) -> NDArray[np.float32]:
        """The logarithm of the mixture, relative to popularity."""
        found = np.log(np.maximum(self.after(histories), 1e-30)) - np.log(prior)
        found[histories.sizes == 0] = 0.0
        return found.astype(np.float32)

    def proved(self, histories: Histories) -> NDArray[np.float32]:
        """The sum of the evidence of each course, the newest loudest."""
        return np.asarray(histories.weights(self.chain.half_life) @ self.evidence, np.float32)

    def after(self, histories: Histories) -> Floats:
        """Probabilities of the next course, shape (people, courses); zeros without a history."""
        weights = histories.weights(self.chain.half_life)
        sums = np.maximum(np.asarray(weights.sum(axis=1)).ravel(), 1e-12)
        found: Floats = np.asarray(weights @ self.rows)
        found /= sums[:, None].astype(np.float32)
        return found

    def source(self, taken: Ints, course: int) -> int | None:
        """Which course of a history, from which anybody went on to the next one, speaks most for it."""
        ages = np.arange(len(taken))[::-1]
        spoken = np.exp2(-ages / self.chain.half_life) * self.evidence[taken, course]
        spoken = np.where(self.went[taken, course] > 0, spoken, -np.inf)
        best = int(spoken.argmax())
        return int(taken[best]) if np.isfinite(spoken[best]) else None


def transitions(histories: Histories, chain: Chain) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """How often each course came within the window after each, and the same with weights that fade."""
    size = histories.courses
    items, people = histories.items.astype(np.int64), histories.people
    counts = np.zeros(size * size, dtype=np.float32)
    went = np.zeros(size * size, dtype=np.int32)
    longest = int(histories.sizes.max(initial=0))
    here = np.arange(len(items) - 1)
    for gap in range(1, min(chain.window, longest - 1) + 1):
        here = here[: np.searchsorted(here, len(items) - gap)]
        here = here[people[here] == people[here + gap]]
        found = np.bincount(items[here] * size + items[here + gap], minlength=size * size)
        went += found.astype(np.int32)
        counts += found.astype(np.float32) * np.float32(chain.fading ** (gap - 1))
    return went.reshape(size, size), counts.reshape(size, size)
