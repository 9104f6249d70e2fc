"""Predict how likely a member is to go quiet, by several methods and two simple ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from bot.features.churn.history import Flags, Floats
from bot.features.churn.member_features import CONTENT
from bot.features.churn.training_rows import Rows

_TOPICS = 16  # dimensions that words are brought down to
_SURE = 0.001  # nothing is more certain than this
LOGISTIC, FOREST, BOOSTING = "logistic", "forest", "boosting"
MODELS = (LOGISTIC, FOREST, BOOSTING)


def _logistic() -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression(C=0.03, max_iter=2_000))


def _forest() -> Any:
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(
        100, min_samples_leaf=20, max_features=0.15, max_samples=0.4, n_jobs=2, random_state=1
    )


def _boosting() -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        learning_rate=0.04,
        max_iter=150,
        max_leaf_nodes=8,
        min_samples_leaf=60,
        l2_regularization=5.0,
        random_state=1,
    )


_MAKE: Mapping[str, Callable[[], Any]] = {LOGISTIC: _logistic, FOREST: _forest, BOOSTING: _boosting}


@dataclass(frozen=True)
class Design:
    """Rows as one matrix: their numbers, and their words as TF-IDF brought down to a few dimensions.

    It learns from the rows it is made for, and from no others.
    """

    columns: tuple[int, ...]
    weights: Any  # None: words are left out
    topics: Any
    names: tuple[str, ...]

    @classmethod
    def fit(cls, rows: Rows, kinds: Collection[str] = ()) -> Design:
        """Of rows to learn from; with `kinds`, of what tells of these alone."""
        from sklearn.decomposition import TruncatedSVD
        from sklearn.feature_extraction.text import TfidfTransformer

        columns = tuple(n for n, kind in enumerate(rows.kinds) if not kinds or kind in kinds)
        names = [rows.columns[n] for n in columns]
        used = len(np.unique(rows.words.indices))
        if used <= _TOPICS or (kinds and CONTENT not in kinds):
            return cls(columns, None, None, tuple(names))
        weights = TfidfTransformer(sublinear_tf=True).fit(rows.words)
        topics = TruncatedSVD(_TOPICS, random_state=1).fit(weights.transform(rows.words))
        return cls(columns, weights, topics, (*names, *(f"topic_{n}" for n in range(_TOPICS))))

    def matrix(self, rows: Rows) -> Floats:
        """Shape (rows, names)."""
        numbers = rows.numbers[:, list(self.columns)]
        if self.weights is None:
            return numbers
        return np.hstack([numbers, self.topics.transform(self.weights.transform(rows.words))])


@dataclass(frozen=True)
class Model:
    """One method after learning."""

    name: str
    design: Design
    estimator: Any
    middle: Floats  # the medians of what it learned from, by column

    @classmethod
    def fit(cls, name: str, rows: Rows, came: Flags, kinds: Collection[str] = ()) -> Model:
        """Learn from rows and whether it came true for each.

        Raises:
            ValueError: it came true for all or for nobody.
        """
        design = Design.fit(rows, kinds)
        matrix = design.matrix(rows)
        with threadpool_limits(1):  # several threads wait for each other where cores are shared
            estimator = _MAKE[name]().fit(matrix, came)
        return cls(name, design, estimator, np.median(matrix, axis=0))

    def chances(self, rows: Rows) -> Floats:
        """How likely it comes true, for each row."""
        return self.of(self.design.matrix(rows))

    def of(self, matrix: Floats) -> Floats:
        """The same for rows that are a matrix already."""
        with threadpool_limits(1):
            found: Floats = self.estimator.predict_proba(matrix)[:, 1]
        return np.clip(found, _SURE, 1 - _SURE)


@dataclass(frozen=True)
class LastAct:
    """The simple method to beat: the share for whom it came true, by days since the last act."""

    curve: Any

    @classmethod
    def fit(cls, rows: Rows, came: Flags) -> LastAct:
        """Isotonic regression, which is calibrated on what it learned from; it rises or falls as they do."""
        from sklearn.isotonic import IsotonicRegression

        since = _since(rows)
        rises = bool(since[came].mean() >= since[~came].mean())
        curve = IsotonicRegression(y_min=_SURE, y_max=1 - _SURE, increasing=rises, out_of_bounds="clip")
        return cls(curve.fit(since, came))

    def chances(self, rows: Rows) -> Floats:
        """How likely it comes true, for each row."""
        found: Floats = self.curve.predict(_since(rows))
        return found


def _since(rows: Rows) -> Floats:
    return rows.numbers[:, rows.columns.index("since")]


@dataclass(frozen=True)
class Majority:
    """The simplest one: the same share for everybody."""

    share: float

    @classmethod
    def fit(cls, came: Flags) -> Majority:
        """The share for whom it came true."""
        return cls(float(came.mean()))

    def chances(self, rows: Rows) -> Floats:
        """The same for each row."""
        return np.full(len(rows), self.share)
