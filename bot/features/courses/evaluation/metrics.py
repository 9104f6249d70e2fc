"""Figures of a ranking: full catalogue, without what was taken already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bot.features.courses.histories import Floats, Histories, Ints

Show = Callable[[int, int], None]  # told how many of how many are done
_RESAMPLES = 500
_BINS = 10


@dataclass(frozen=True)
class Held:
    """Held-out courses, flat: `items[i]` is held out of the history at place `people[i]`."""

    items: Ints
    people: Ints
    count: int

    @classmethod
    def of(cls, lists: list[list[int]]) -> Held:
        """From lists of courses, a person each."""
        sizes = [len(one) for one in lists]
        items = np.array([i for one in lists for i in one], dtype=np.int64)
        return cls(items, np.repeat(np.arange(len(lists)), sizes), len(lists))

    def part(self, start: int, stop: int) -> Held:
        """The people from `start` on, before `stop`."""
        low, high = np.searchsorted(self.people, [start, stop])
        return Held(self.items[low:high], self.people[low:high] - start, stop - start)


@dataclass
class Figures:
    """One method's figures by person, and what they come to."""

    hits: list[Floats] = field(default_factory=list)
    sizes: list[Floats] = field(default_factory=list)
    gains: list[Floats] = field(default_factory=list)
    reciprocals: list[Floats] = field(default_factory=list)
    found: list[NDArray[np.bool_]] = field(default_factory=list)  # of each held-out course
    suggested: set[int] = field(default_factory=set)
    chances: list[Floats] = field(default_factory=list)
    came: list[NDArray[np.bool_]] = field(default_factory=list)

    def values(self, k: int, courses: int) -> dict[str, float]:
        """Every figure by its name."""
        hits, sizes = np.concatenate(self.hits), np.concatenate(self.sizes)
        found = {
            "recall": float((hits / sizes).mean()),
            "precision": float(hits.mean() / k),
            "phr": float((hits > 0).mean()),
            "hr": float(hits.sum() / sizes.sum()),
            "ndcg": float(self.ndcg.mean()),
            "mrr": float(np.concatenate(self.reciprocals).mean()),
            "coverage": len(self.suggested) / courses,
        }
        if self.chances:
            chances, came = np.concatenate(self.chances), np.concatenate(self.came)
            found["calibration_error"] = calibration_error(chances, came)
        return found

    @property
    def ndcg(self) -> Floats:
        """NDCG of each person."""
        return np.concatenate(self.gains)

    @property
    def recall(self) -> Floats:
        """Recall of each person."""
        return np.concatenate(self.hits) / np.concatenate(self.sizes)


def add(
    figures: Figures,
    scores: NDArray[np.float32],
    histories: Histories,
    held: Held,
    k: int,
    chances: NDArray[np.float32] | None = None,
) -> None:
    """Rank a part of the people, and add what comes of it. Equal scores share the middle of their places."""
    seen = np.where(np.isnan(scores), -np.inf, scores)
    seen[histories.people, histories.items] = -np.inf
    own = seen[held.people]
    goal = own[np.arange(len(held.items)), held.items][:, None]
    equal = (own == goal).sum(axis=1) - 1
    ranks = (own > goal).sum(axis=1) + equal / 2
    hit = ranks < k
    sizes = np.bincount(held.people, minlength=held.count).astype(np.float64)
    hits = np.bincount(held.people, hit, held.count).astype(np.float64)
    discounted = np.where(hit, 1 / np.log2(ranks + 2), 0.0)
    ideal = np.cumsum(1 / np.log2(np.arange(k) + 2))
    gains = np.bincount(held.people, weights=discounted, minlength=held.count)
    best = np.zeros(held.count)
    np.maximum.at(best, held.people, 1 / (ranks + 1))
    top = top_k(seen, k)
    figures.hits.append(hits)
    figures.found.append(hit)
    figures.sizes.append(sizes)
    figures.gains.append(gains / ideal[np.minimum(sizes.astype(int), k) - 1])
    figures.reciprocals.append(best)
    figures.suggested |= set(np.unique(top).tolist())
    if chances is not None:
        first = np.searchsorted(held.people, np.arange(held.count))
        figures.chances.append(np.take_along_axis(chances, top, axis=1).ravel().astype(np.float64))
        figures.came.append((top == held.items[first][:, None]).ravel())


def suggests_all(histories: Histories, k: int) -> bool:
    """Whether lists of `k` hold every course that somebody has left: then recall tells nothing."""
    return k >= histories.courses - int(histories.sizes.min(initial=histories.courses))


def top_k(scores: NDArray[np.float32], k: int) -> Ints:
    """The best k of each row, the best first."""
    k = min(k, scores.shape[1])
    some = np.argpartition(-scores, k - 1, axis=1)[:, :k]
    order = np.argsort(-np.take_along_axis(scores, some, axis=1), axis=1, kind="stable")
    return np.take_along_axis(some, order, axis=1).astype(np.int64)


def calibration_error(chances: Floats, came: NDArray[np.bool_]) -> float:
    """How far what was promised is from what came, over ten bins of equally many promises (ECE)."""
    order = np.argsort(chances, kind="stable")
    parts = [p for p in np.array_split(order, _BINS) if len(p)]
    gaps = [abs(float(chances[p].mean()) - float(came[p].mean())) * len(p) for p in parts]
    return sum(gaps) / max(1, len(chances))


def interval(values: Floats, seed: int = 1) -> tuple[float, float]:
    """The 95 % interval of a mean by the bootstrap over people (Poisson weights)."""
    draw = np.random.default_rng(seed)
    means = np.empty(_RESAMPLES)
    for n in range(_RESAMPLES):
        weights = draw.poisson(1.0, len(values))
        means[n] = (weights @ values) / max(1, weights.sum())
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)
