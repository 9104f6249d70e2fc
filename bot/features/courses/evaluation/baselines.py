"""Simple methods to compare with, each tuned on the validation part as the default is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.features.courses.ease import Ease, together
from bot.features.courses.evaluation.metrics import top_k
from bot.features.courses.evaluation.problem import Problem, Scorer, prior_of
from bot.features.courses.histories import Histories
from bot.features.courses.markov import Chain, Markov

T = TypeVar("T")
Step = Callable[[], None]


def best(options: Sequence[T], value: Callable[[T], float], step: Step) -> T:
    """The option with the highest value; the first of equals."""
    found, highest = options[0], -np.inf
    for option in options:
        if (worth := value(option)) > highest:
            found, highest = option, worth
        step()
    return found


@dataclass(frozen=True)
class Same:
    """The same scores for everybody."""

    values: NDArray[np.float32]

    def scores(self, histories: Histories, /) -> NDArray[np.float32]:
        """A row a person."""
        return np.tile(self.values, (len(histories), 1))


@dataclass(frozen=True)
class Sum:
    """The sum of the rows of what somebody took."""

    weights: NDArray[np.float32]

    def scores(self, histories: Histories, /) -> NDArray[np.float32]:
        """All courses of a history are alike."""
        return np.asarray(histories.weights(np.inf) @ self.weights)


@dataclass(frozen=True)
class Last:
    """The row of the last course alone."""

    markov: Markov
    prior: NDArray[np.float32]

    def scores(self, histories: Histories, /) -> NDArray[np.float32]:
        """People without a course get the prior."""
        found = np.tile(self.prior, (len(histories), 1))
        known = histories.sizes > 0
        found[known] = self.markov.rows[histories.items[histories.offsets[1:][known] - 1]]
        return found


def popularity(problem: Problem, step: Step) -> Scorer:
    """What most people took, lately where times are known."""
    options = (45.0, np.inf) if problem.train.age is not None else (np.inf,)
    asked = problem.asked[0]
    half_life = best(
        options,
        lambda days: problem.validate(_popular(problem.fitting, days).scores(asked)),
        step,
    )
    return _popular(problem.train, half_life)


def _popular(histories: Histories, half_life: float) -> Same:
    return Same(prior_of(histories, half_life).astype(np.float32))


def item_knn(problem: Problem, step: Step) -> Scorer:
    """Cosine between courses by who took both (Sarwar et al., WWW 2001), with shrinkage and nearest few."""
    asked = problem.asked[0]
    both = together(problem.fitting)
    options = [(shrink, near) for shrink in (0, 10, 100) for near in (20, 100, 10**9)]
    chosen = best(options, lambda o: problem.validate(_neighbours(both, *o).scores(asked)), step)
    return _neighbours(together(problem.train), *chosen)


def _neighbours(both: NDArray[np.int32], shrink: int, near: int) -> Sum:
    size = np.sqrt(np.maximum(np.diag(both), 1.0))
    likeness = (both / (size[:, None] * size[None, :] + shrink)).astype(np.float32)
    np.fill_diagonal(likeness, 0.0)
    if near < len(likeness):
        kept = top_k(likeness, near)
        few = np.zeros_like(likeness)
        np.put_along_axis(few, kept, np.take_along_axis(likeness, kept, axis=1), axis=1)
        likeness = few
    return Sum(likeness)


def ease(problem: Problem, step: Step) -> Scorer:
    """EASE (Steck, WWW 2019), all courses of a history alike."""
    asked = problem.asked[0]
    ridge = best(
        (20.0, 100.0, 400.0, 1000.0),
        lambda r: problem.validate(Sum(Ease.fit(problem.fitting, r).weights).scores(asked)),
        step,
    )
    return Sum(Ease.fit(problem.train, ridge).weights)


def markov_1(problem: Problem, step: Step) -> Scorer:
    """What came directly after the last course, smoothed by popularity."""
    asked = problem.asked[0]
    strength = best(
        (0.02, 0.1, 0.5, 2.0), lambda s: problem.validate(_last(problem.fitting, s).scores(asked)), step
    )
    return _last(problem.train, strength)


def _last(histories: Histories, strength: float) -> Last:
    prior = prior_of(histories)
    chain = Chain(window=1, fading=1.0, back=0.0, strength=strength)
    return Last(Markov.fit(histories, prior, chain), prior.astype(np.float32))
