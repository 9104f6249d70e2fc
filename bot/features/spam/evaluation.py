"""Measure how well spam is found, at a chosen rate of false alarms, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import sqrt
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score
from threadpoolctl import threadpool_limits

from bot.features.spam.minhash import groups
from bot.features.spam.model import tails
from bot.features.spam.text_features import Features, joined
from bot.features.spam.training import Examples, Labels, Margins, Show, Unseen, calibration, fit, unseen

_REPEATS, _SMALL = 5, 3000  # splits of a small set, and the texts that so many splits hold together
_RESAMPLES = 400
_Z = 1.96  # of a 95 % interval
Interval = tuple[float, float]
Shares = NDArray[np.float64]  # of trials in which each text was taken for spam


class Point(Struct, frozen=True):
    """One way to operate the model. Intervals cover 95 %."""

    precision: float
    recall: float
    f1: float
    fpr: float
    recall_interval: Interval
    f1_interval: Interval
    fpr_interval: Interval


class Evaluation(Struct, frozen=True):
    """`at_target`: false alarms as few as asked for. `at_even`: whatever is rather spam than not."""

    spam: int
    ham: int
    groups: int  # of near copies
    target_fpr: float
    at_target: Point
    at_even: Point
    pr_auc: float
    pr_auc_interval: Interval

    def as_json(self) -> dict[str, Any]:
        """Plain values; the figures at the target are also on top."""
        point = self.at_target
        return {
            "rows": self.spam + self.ham,
            "spam": self.spam,
            "ham": self.ham,
            "groups": self.groups,
            "target_fpr": self.target_fpr,
            "precision": point.precision,
            "recall": point.recall,
            "f1": point.f1,
            "fpr": point.fpr,
            "pr_auc": self.pr_auc,
            "pr_auc_interval": list(self.pr_auc_interval),
            "at_target": _plain(point),
            "at_even": _plain(self.at_even),
        }


def evaluate(examples: Examples, target: float, show: Show, *, times: int = 0) -> Evaluation:
    """Cross-validate with near copies on one side. Each fold's threshold comes from the other folds.

    Args:
        examples: all texts.
        target: the share of ordinary texts that may be taken for spam.
        show: told how far it is.
        times: how often, with other splits; 0: once, and several times for small sets.

    Raises:
        TooFew: there are too few examples.
    """
    with threadpool_limits(1):
        return _evaluated(examples, target, show, times)


def _evaluated(examples: Examples, target: float, show: Show, times: int) -> Evaluation:
    times = times or max(1, min(_REPEATS, _SMALL // max(1, len(examples.spam))))
    trials = [unseen(examples, partial(_shown, show, n, times), seed=7 + n) for n in range(times)]
    decisions = [_decided(examples.spam, tried, target) for tried in trials]
    at_target, at_even = (_shares([d[n] for d in decisions]) for n in (0, 1))
    alike = groups(examples.features.sketches, examples.features.keys)
    return _evaluation(examples.spam, [t.margins for t in trials], alike, (at_target, at_even), target)


def _shares(trials: Sequence[Labels]) -> Shares:
    shares: Shares = np.mean(trials, axis=0, dtype=np.float64)
    return shares


def _shown(show: Show, trial: int, trials: int, done: int, of: int) -> None:
    show(trial * of + done, trials * of)


def _decided(spam: Labels, tried: Unseen, target: float) -> tuple[Labels, Labels]:
    """What is taken for spam at the target, and what is rather spam than not."""
    at_target, at_even = np.zeros(len(spam), dtype=bool), np.zeros(len(spam), dtype=bool)
    for fold in np.unique(tried.folds):
        judged = tried.folds == fold
        margins, ordinary = tried.margins[judged], np.sort(tried.margins[~judged & ~spam])
        at_target[judged] = tails(margins, ordinary) <= target
        slope, offset = calibration(tried.margins[~judged], spam[~judged])
        at_even[judged] = margins * slope + offset >= 0
    return at_target, at_even


def transfer(learned: Examples, judged: Examples, target: float, show: Show) -> Evaluation:
    """Learn from one set, judge another. What has a near copy among what was learned is left out.

    Raises:
        TooFew: there are too few examples to learn from, or nothing is left to judge.
    """
    both = joined(learned.features, judged.features)
    alike = groups(both.sketches, both.keys)
    mine, theirs = alike[: len(learned.spam)], alike[len(learned.spam) :]
    kept = np.flatnonzero(~np.isin(theirs, mine))
    chosen = Examples(subset(judged.features, kept), judged.spam[kept], judged.weights[kept])
    chosen.require()
    model = fit(learned, show)
    margins = model.margins_of(chosen.features)
    found = _shares([model.tails(margins) <= target]), _shares([model.chances(margins) >= 0.5])
    return _evaluation(chosen.spam, [margins], theirs[kept], found, target)


def subset(of: Features, rows: NDArray[np.int64]) -> Features:
    """The features of some of the texts."""
    begins = np.concatenate([[0], of.ends[:-1]])
    parts = [of.buckets[begins[n] : of.ends[n]] for n in rows]
    return Features(
        np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64),
        np.cumsum([len(p) for p in parts], dtype=np.int64),
        of.shapes[rows],
        of.sketches[rows],
        tuple(of.keys[n] for n in rows),
    )


def _evaluation(
    spam: Labels,
    trials: Sequence[Margins],
    alike: NDArray[np.int64],
    found: tuple[Shares, Shares],
    target: float,
) -> Evaluation:
    draws = _draws(alike)
    areas = [average_precision_score(spam, trials[0], sample_weight=w) for w in draws[:100] if w[spam].any()]
    return Evaluation(
        spam=int(spam.sum()),
        ham=int((~spam).sum()),
        groups=len(np.unique(alike)),
        target_fpr=target,
        at_target=_point(spam, found[0], draws),
        at_even=_point(spam, found[1], draws),
        pr_auc=_round(float(np.mean([average_precision_score(spam, margins) for margins in trials]))),
        pr_auc_interval=_middle(np.array(areas)),
    )


def _draws(alike: NDArray[np.int64]) -> NDArray[np.float64]:
    """Resamples of whole groups (cluster bootstrap): how often each row is drawn in each."""
    _, numbers = np.unique(alike, return_inverse=True)
    count = int(numbers.max()) + 1
    drawn = np.random.default_rng(7).multinomial(count, np.full(count, 1 / count), _RESAMPLES)
    weights: NDArray[np.float64] = drawn[:, numbers].astype(np.float64)
    return weights


def _point(spam: Labels, found: Shares, draws: NDArray[np.float64]) -> Point:
    """Figures from how often each text was taken for spam."""
    hit, alarm = np.where(spam, found, 0.0), np.where(spam, 0.0, found)
    hits, alarms = float(hit.sum()), float(alarm.sum())
    positives, negatives = int(spam.sum()), int((~spam).sum())
    drawn_hits, drawn_alarms = draws @ hit, draws @ alarm
    drawn_f1 = 2 * drawn_hits / np.maximum(drawn_hits + drawn_alarms + draws @ spam, 1e-9)
    return Point(
        precision=_round(hits / max(1.0, hits + alarms)),
        recall=_round(hits / positives),
        f1=_round(2 * hits / max(1.0, hits + alarms + positives)),
        fpr=_round(alarms / negatives),
        recall_interval=_wilson(hits, positives),
        f1_interval=_middle(drawn_f1),
        fpr_interval=_wilson(alarms, negatives),
    )


def _middle(values: NDArray[np.float64]) -> Interval:
    low, high = np.percentile(values, [2.5, 97.5])
    return _round(float(low)), _round(float(high))


def _wilson(part: float, whole: int) -> Interval:
    """The interval of a share (Wilson, 1927)."""
    share, spread = part / whole, _Z**2 / whole
    half = _Z * sqrt(share * (1 - share) / whole + spread / (4 * whole))
    middle = share + spread / 2
    return _round(max(0.0, (middle - half) / (1 + spread))), _round(min(1.0, (middle + half) / (1 + spread)))


def _round(value: float) -> float:
    return round(value, 4)


def _plain(point: Point) -> dict[str, Any]:
    return {f: getattr(point, f) for f in point.__struct_fields__}
