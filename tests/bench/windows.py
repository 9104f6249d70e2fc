"""Waits inside of some windows of time against those outside, and what such a comparison is worth."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from statistics import median

from tests.bench.figures import quantile

Window = tuple[float, float]  # seconds
Wait = tuple[float, float]  # the second in which it began, and how long it took

_RESAMPLED = 2_000


def split(waits: Iterable[Wait], windows: Sequence[Window]) -> tuple[list[list[float]], list[list[float]]]:
    """How long was waited in every window, and in every stretch outside that is as long as the median window.

    Shorter stretches are left out: of fewer waits the slowest ones are not as slow.
    """
    waits, windows = sorted(waits), sorted(windows)
    length = median(end - start for start, end in windows)
    edges = [waits[0][0], *(edge for window in windows for edge in window), waits[-1][0]]
    outside = [
        (start + n * length, start + (n + 1) * length)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        for n in range(int(max(0.0, end - start) / length))
    ]
    return [_of(waits, w) for w in windows], [w for w in (_of(waits, w) for w in outside) if w]


def noise(outside: Sequence[Sequence[float]], windows: int, share: float) -> tuple[float, float]:
    """Between what 95 % of the ratios lie if as many windows are drawn, over and over, from those outside."""
    draw = random.Random(1)
    whole = quantile(sorted(w for stretch in outside for w in stretch), share)
    found = sorted(
        quantile(sorted(w for stretch in draw.choices(outside, k=windows) for w in stretch), share) / whole
        for _ in range(_RESAMPLED)
    )
    return quantile(found, 0.025), quantile(found, 0.975)


def _of(waits: Sequence[Wait], window: Window) -> list[float]:
    return [wait for at, wait in waits if window[0] <= at < window[1]]
