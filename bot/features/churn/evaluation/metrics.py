"""Figures of chances for members at moments, with intervals by the bootstrap over members."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.features.churn.history import Flags, Floats, Ints

_RESAMPLES, _AT_ONCE = 400, 50
_BINS = 10
_LIST = 20  # members on a list
FIGURES = ("auc", "brier", "log_loss", "accuracy", "balanced_accuracy", "precision_at_20")


@dataclass(frozen=True)
class Told:
    """What came true of the rows that are told, whose they are and when."""

    came: Flags
    people: Ints
    at: Floats

    def draws(self) -> Floats:
        """How often each row is drawn, shape (resamples, rows): all rows of a member together."""
        draw = np.random.default_rng(1)
        _, whose = np.unique(self.people, return_inverse=True)
        found: Floats = draw.poisson(1.0, (_RESAMPLES, int(whose.max()) + 1))[:, whose].astype(np.float64)
        return found


def figures(chances: Floats, told: Told) -> dict[str, float]:
    """Every figure by its name."""
    found = measured(chances, told, np.ones((1, len(chances))))
    bins = calibration(chances, told.came)
    error = sum(abs(b.promised - b.came) * b.rows for b in bins) / len(chances)
    return {name: float(values[0]) for name, values in found.items()} | {"calibration_error": error}


def measured(chances: Floats, told: Told, draws: Floats) -> dict[str, Floats]:
    """The same for each of several draws of rows."""
    parts = [_measured(chances, told, draws[n : n + _AT_ONCE]) for n in range(0, len(draws), _AT_ONCE)]
    return {name: np.concatenate([part[name] for part in parts]) for name in FIGURES}


def _measured(chances: Floats, told: Told, draws: Floats) -> dict[str, Floats]:
    came = told.came
    hit = (chances > 0.5) == came
    whole = draws.sum(axis=1)
    sides = [(draws @ (hit & side)) / np.maximum(draws @ side, 1e-9) for side in (came, ~came)]
    sure = np.where(came, chances, 1 - chances)
    return {
        "auc": auc(chances, came, draws),
        "brier": draws @ (chances - came) ** 2 / whole,
        "log_loss": -(draws @ np.log(sure)) / whole,
        "accuracy": draws @ hit / whole,
        "balanced_accuracy": (sides[0] + sides[1]) / 2,
        "precision_at_20": precision_at(chances, told, draws),
    }


def auc(chances: Floats, came: Flags, draws: Floats) -> Floats:
    """How often a row that came true has the higher chance of two, for each draw; equal ones count half."""
    order = np.argsort(chances, kind="stable")
    begins = np.flatnonzero(np.diff(chances[order], prepend=-1.0))
    true = np.add.reduceat(draws[:, order] * came[order], begins, axis=1)
    false = np.add.reduceat(draws[:, order] * ~came[order], begins, axis=1)
    below = np.cumsum(false, axis=1) - false / 2
    pairs = true.sum(axis=1) * false.sum(axis=1)
    found: Floats = (true * below).sum(axis=1) / np.maximum(pairs, 1e-9)
    return found


def precision_at(chances: Floats, told: Told, draws: Floats, length: int = _LIST) -> Floats:
    """Of the likeliest members at each moment, the share for whom it came true; the mean over moments.

    Equal chances share what came true of them, as any order among them is as good.
    """
    found = np.zeros(len(draws))
    moments = np.unique(told.at)
    for moment in moments:
        rows = np.flatnonzero(told.at == moment)
        rows = rows[np.argsort(-chances[rows], kind="stable")]
        _, same = np.unique(-chances[rows], return_inverse=True)
        shares = (np.bincount(same, told.came[rows]) / np.bincount(same))[same]
        drawn = draws[:, rows]
        before = np.cumsum(drawn, axis=1) - drawn
        listed = np.clip(length - before, 0.0, drawn)
        found += (listed @ shares) / np.maximum(listed.sum(axis=1), 1e-9)
    result: Floats = found / len(moments)
    return result


@dataclass(frozen=True)
class Bin:
    """Rows with chances near each other: what was promised, what came, and its 95 % interval (Wilson)."""

    promised: float
    came: float
    low: float
    high: float
    rows: int


def calibration(chances: Floats, came: Flags) -> list[Bin]:
    """Ten bins of equally many rows, by rising chance."""
    order = np.argsort(chances, kind="stable")
    return [
        Bin(float(chances[part].mean()), float(came[part].mean()), *_wilson(came[part]), len(part))
        for part in np.array_split(order, _BINS)
        if len(part)
    ]


def _wilson(came: Flags) -> tuple[float, float]:
    share, spread = float(came.mean()), 1.96**2 / len(came)
    half = 1.96 * float(np.sqrt(share * (1 - share) / len(came) + spread / (4 * len(came))))
    middle = share + spread / 2
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def interval(values: Floats) -> list[float]:
    """Where the middle 95 % of draws lie."""
    return [float(v) for v in np.quantile(values, [0.025, 0.975])]
