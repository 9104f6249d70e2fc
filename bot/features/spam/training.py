"""Fit the model, and measure on the way how it does on texts that it has not seen.

Near copies are always on one side of a split: advertisements come in waves, and a model that is tried on
the next copy of what it learned looks better than it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from bot.features.spam.minhash import groups
from bot.features.spam.model import SHAPE, SpamModel, Weights
from bot.features.spam.ngrams import BUCKETS
from bot.features.spam.text_features import Features
from bot.features.spam.text_shape import Shapes
from rules.sentences import say

Labels = NDArray[np.bool_]
Margins = NDArray[np.float64]
Show = Callable[[int, int], None]
FOLDS = 5
LEAST = 20  # texts of each kind, below which nothing is learned
_SMOOTHING = 0.5
_SEEN_IN = 2  # texts that an n-gram stands in at least


class TooFew(ValueError):
    """There are not enough examples of both kinds; the sentence says what is there."""


@dataclass(frozen=True)
class Examples:
    """Texts as features, which of them are spam, and how much each counts."""

    features: Features
    spam: Labels
    weights: NDArray[np.float64]

    def matrix(self) -> tuple[csr_matrix, NDArray[np.int64]]:
        """A row for each text, a column for each bucket in use: 1 where it is the text's; and the buckets."""
        used, columns = np.unique(self.features.buckets, return_inverse=True)
        ones = np.ones(len(columns), dtype=np.float32)
        pointers = np.concatenate([[0], self.features.ends])
        return csr_matrix((ones, columns, pointers), shape=(len(self.spam), len(used))), used

    def require(self) -> None:
        """Refuse to learn from too little.

        Raises:
            TooFew: of one kind there are less than `LEAST`.
        """
        spam = int(self.spam.sum())
        ham = len(self.spam) - spam
        if min(spam, ham) < LEAST:
            raise TooFew(say("spam-few", spam=spam, ham=ham, needed=LEAST))


@dataclass(frozen=True)
class Unseen:
    """Margins of all texts, each by a model that saw neither it nor its copies; and the fold it was in."""

    margins: Margins
    folds: NDArray[np.int64]


class _Side:
    """Half of a linear model: what one set of texts says of n-grams, without calibration."""

    def __init__(
        self,
        matrix: csr_matrix,
        shapes: Shapes,
        examples: Examples,
        rows: NDArray[np.int64],
    ) -> None:
        spam, weights = examples.spam[rows], examples.weights[rows]
        self._scale = _ratios(matrix[rows], spam, weights)
        fitted = LinearSVC(C=1.0, dual=True, tol=1e-3, max_iter=20_000, random_state=0)
        fitted.fit(self._columns(matrix[rows], shapes[rows]), spam, sample_weight=weights)
        self._coefficients, self._bias = fitted.coef_[0], float(fitted.intercept_[0])

    def _columns(self, matrix: csr_matrix, shapes: Shapes) -> csr_matrix:
        scaled = normalize(matrix @ diags(self._scale))
        return hstack([scaled, csr_matrix(shapes * SHAPE)], format="csr")

    def margins(self, matrix: csr_matrix, shapes: Shapes) -> Margins:
        """Of other texts."""
        found: Margins = self._columns(matrix, shapes) @ self._coefficients + self._bias
        return found

    def weights(self, buckets: NDArray[np.int64], slope: float, offset: float, ordinary: Margins) -> Weights:
        """The model's numbers, with its calibration; `buckets` are those of the columns."""
        known = np.flatnonzero(self._scale)
        weight = self._coefficients[known].astype(np.float32)
        shape = self._coefficients[len(buckets) :].astype(np.float32)
        return Weights(
            buckets[known],
            self._scale[known].astype(np.float32),
            weight,
            shape,
            self._bias,
            slope,
            offset,
            ordinary,
        )


def _ratios(matrix: csr_matrix, spam: Labels, weights: NDArray[np.float64]) -> Shapes:
    """What each bucket's n-gram counts: how much oftener it stands in spam than elsewhere, or the other way
    round, as a logarithm, and more when it is rare; 0 for n-grams of a single text."""
    in_spam = _SMOOTHING + weights[spam] @ matrix[spam]
    elsewhere = _SMOOTHING + weights[~spam] @ matrix[~spam]
    unused = _SMOOTHING * (BUCKETS - matrix.shape[1])
    totals = (in_spam.sum() + unused) / (elsewhere.sum() + unused)
    ratios = np.abs(np.log(in_spam / elsewhere / totals))
    texts = np.bincount(matrix.indices, minlength=matrix.shape[1])
    ratios *= np.sqrt(1 + np.log((1 + len(spam)) / (1 + texts)))
    ratios[texts < _SEEN_IN] = 0
    kept: Shapes = ratios.astype(np.float32)
    return kept


def unseen(examples: Examples, show: Show = lambda _done, _total: None, seed: int = 7) -> Unseen:
    """Cross-validate: every text is judged by a model that never saw its like.

    Raises:
        TooFew: there are too few examples, or all are copies of each other.
    """
    examples.require()
    matrix, _ = examples.matrix()
    shapes = examples.features.shapes
    margins = np.zeros(len(examples.spam))
    folds = np.zeros(len(examples.spam), dtype=np.int64)
    for done, (learned, judged) in enumerate(_splits(examples, seed), 1):
        side = _Side(matrix, shapes, examples, learned)
        margins[judged], folds[judged] = side.margins(matrix[judged], shapes[judged]), done
        show(done, FOLDS)
    return Unseen(margins, folds)


def _splits(examples: Examples, seed: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    alike = groups(examples.features.sketches, examples.features.keys)
    for kind in (examples.spam, ~examples.spam):
        if len(np.unique(alike[kind])) < FOLDS:
            raise TooFew(say("spam-copies"))
    splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    yield from splitter.split(np.zeros(len(alike)), examples.spam, alike)


def calibration(margins: Margins, spam: Labels) -> tuple[float, float]:
    """Slope and offset that turn margins into probabilities (Platt, 1999)."""
    line = LogisticRegression(C=100.0).fit(margins[:, None], spam)
    return float(line.coef_[0][0]), float(line.intercept_[0])


def fit(examples: Examples, show: Show = lambda _done, _total: None) -> SpamModel:
    """Learn from all examples; what the model is calibrated by comes from cross-validation.

    Raises:
        TooFew: there are too few examples.
    """
    with threadpool_limits(1):  # on a busy machine several threads would wait for each other
        return _fitted(examples, show)


def _fitted(examples: Examples, show: Show) -> SpamModel:
    tried = unseen(examples, lambda done, total: show(done, total + 1))
    slope, offset = calibration(tried.margins, examples.spam)
    ordinary = np.sort(tried.margins[~examples.spam])
    matrix, buckets = examples.matrix()
    whole = _Side(matrix, examples.features.shapes, examples, np.arange(len(examples.spam)))
    show(FOLDS + 1, FOLDS + 1)
    return SpamModel.from_bytes(SpamModel(whole.weights(buckets, slope, offset, ordinary)).to_bytes())
