"""Blend the recommender's score: popularity × what follows × what belongs together × what the texts say.

Everything is by numbers of courses and people; `bot/features/courses/model.py` puts names to them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.features.courses.ease import Ease
from bot.features.courses.histories import Floats, Histories
from bot.features.courses.markov import Chain, Markov, transitions

Terms = dict[str, NDArray[np.float32]]
_FEW = 5  # people; a course that fewer took is new
_NEAREST = 5  # courses whose transitions a new one borrows
_BORROWED = 0.2  # of their transitions
_HEARD, _CLEARLY = 10, 10.0  # courses that somebody may speak of, and how sharply by likeness
_CROWD, _SHELF = 1_000, 100  # people and courses from which on EASE says more than noise
_WIDEST = 12_000  # courses: above, the closed form of EASE takes too much memory


@dataclass(frozen=True)
class Settings:
    """What is chosen on held-out courses. Weights are those of the terms in the sum of logarithms."""

    chain: Chain = field(default_factory=Chain)
    ridge: float = 100.0
    ease: float = 0.25  # of EASE with newest courses loudest
    ease_half_life: float = 1.5  # courses
    plain: float = 0.0  # of EASE with all courses alike
    alike: float = 1.0  # of the texts of courses somebody took
    talk: float = 5.0  # of what somebody talks about
    talk_alone: float = 15.0  # the same while no course of theirs is known
    temperature: float = 1.0


@dataclass(frozen=True)
class Blend:
    """A fitted recommender over course numbers."""

    prior: Floats
    markov: Markov
    ease: Ease | None
    text: Any  # scipy CSR, a unit row a course; None without texts
    likeness: NDArray[np.float32] | None  # cosines between the courses' texts
    taken: NDArray[np.int64]  # how many people took each
    settings: Settings

    @classmethod
    def fit(
        cls,
        histories: Histories,
        prior: Floats,
        text: Any = None,
        settings: Settings | None = None,
        ease: Ease | None = None,
    ) -> Blend:
        """Learn from histories. `prior` are probabilities of courses; `ease` is used instead of a new one."""
        settings = settings or Settings()
        likeness = None
        if text is not None and text.shape[1]:
            likeness = (text @ text.T).toarray().astype(np.float32)
        went, counts = transitions(histories, settings.chain)
        if likeness is not None:
            lend(counts, likeness, histories.counts)
        markov = Markov.of(went, counts, prior, settings.chain)
        wanted = settings.ease or settings.plain
        if ease is None and wanted and fits_ease(histories):
            ease = Ease.fit(histories, settings.ridge)
        return cls(prior, markov, ease, text, likeness, histories.counts, settings)

    def terms(self, histories: Histories, talk: Any = None) -> Terms:
        """What speaks for each course, each an array (people, courses) of natural logarithms, 0 is neutral.

        `talk` is a sparse matrix of unit rows, what each person talks about in the texts' features. A term
        about which nothing is known for anybody is absent.
        """
        settings = self.settings
        known = (histories.sizes > 0)[:, None].astype(np.float32)
        popular = np.log(self.prior * len(self.prior)).astype(np.float32)
        terms: Terms = {"popular": (1 - settings.chain.lift * known) * popular}
        if known.any():
            terms["next"] = self.markov.following(histories, self.prior)
            if self.ease is not None:
                terms["together"] = known * self._together(self.ease, histories)
            if self.likeness is not None and settings.alike:
                terms["alike"] = settings.alike * known * self._alike(histories, self.likeness)
        if talk is not None and self.text is not None and talk.nnz:
            said = (talk @ self.text.T).toarray().astype(np.float32)
            if not known.all():
                terms["beyond"] = (1 - known) * self._beyond(said)
            said -= said.mean(axis=1, keepdims=True)
            terms["talk"] = said * np.where(known > 0, settings.talk, settings.talk_alone).astype(np.float32)
        return terms

    def _beyond(self, said: NDArray[np.float32]) -> NDArray[np.float32]:
        """What people take after the courses that somebody speaks of, each as likely as it is alike.

        While no course of somebody's is known, what they talk about tells where they stand. Zeros for those
        who speak of nothing.
        """
        following = heard(said) @ self.markov.rows
        found = np.log(np.maximum(following, 1e-30)) - np.log(self.prior).astype(np.float32)
        found[said.max(axis=1) <= 0] = 0.0
        return np.asarray(found, np.float32)

    def scores(self, histories: Histories, talk: Any = None) -> NDArray[np.float32]:
        """The sum of the terms, shape (people, courses)."""
        terms = list(self.terms(histories, talk).values())
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        return total

    def probabilities(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """How likely each course is to be the next one: calibrated by the temperature."""
        heated = scores / np.float32(self.settings.temperature)
        heated -= heated.max(axis=1, keepdims=True)
        found: NDArray[np.float32] = np.exp(heated)
        found /= found.sum(axis=1, keepdims=True)
        return found

    def _together(self, ease: Ease, histories: Histories) -> NDArray[np.float32]:
        settings = self.settings
        found = settings.ease * standard(ease.scores(histories, settings.ease_half_life))
        if settings.plain:
            found = found + settings.plain * standard(ease.scores(histories, np.inf))
        return found.astype(np.float32)

    def _alike(self, histories: Histories, likeness: NDArray[np.float32]) -> NDArray[np.float32]:
        weights = histories.weights(2 * self.settings.chain.half_life)
        found = np.asarray(weights @ likeness)
        square = np.asarray(weights.multiply(found).sum(axis=1)).reshape(-1, 1)
        found /= np.sqrt(np.maximum(square, 1e-9))
        found -= found.mean(axis=1, keepdims=True)
        return found.astype(np.float32)


def heard(said: NDArray[np.float32]) -> Any:
    """Which course each person speaks of: a sparse matrix of probabilities over the most alike.

    `said` are cosines, shape (people, courses).
    """
    from scipy.sparse import csr_matrix

    few = min(_HEARD, said.shape[1])
    places = np.argpartition(-said, few - 1, axis=1)[:, :few]
    near = np.take_along_axis(said, places, axis=1)
    weights = np.exp(_CLEARLY * (near - near.max(axis=1, keepdims=True))) * (near > 0)
    weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-12)
    ends = np.arange(len(said) + 1) * few
    return csr_matrix((weights.ravel(), places.ravel(), ends), shape=said.shape)


def fits_ease(histories: Histories) -> bool:
    """Whether there are enough people and courses for EASE, and not too many courses."""
    return len(histories) >= _CROWD and _SHELF <= histories.courses <= _WIDEST


def standard(values: Floats) -> Floats:
    """Rows with mean 0 and deviation 1; rows of one value become 0."""
    values = values - values.mean(axis=1, keepdims=True)
    found: Floats = values / np.maximum(values.std(axis=1, keepdims=True), 1e-9)
    return found


def lend(counts: NDArray[np.float32], likeness: NDArray[np.float32], taken: NDArray[np.int64]) -> None:
    """Give courses that hardly anybody took a share of the transitions of the nearest texts, in place."""
    lenders = np.flatnonzero(taken >= _FEW)
    if not len(lenders):
        return
    for course in np.flatnonzero(taken < _FEW):
        near = lenders[np.argsort(-likeness[course, lenders], kind="stable")[:_NEAREST]]
        weights = likeness[course, near]
        if weights.sum() <= 0:
            continue
        weights = _BORROWED * weights / weights.sum()
        counts[:, course] += counts[:, near] @ weights
        counts[course, :] += weights @ counts[near, :]
