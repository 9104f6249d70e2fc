"""Made-up communities: regulars who are there every few days until they stop, guests who come once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from bot.features.churn.history import DAY, Act

BEGIN = 1_600_000_000.0


def community(days: int = 180, regulars: int = 50, guests: int = 300, seed: int = 1) -> list[Act]:
    """Acts of members of whom nothing but their rhythm tells when they stop."""
    draw = np.random.default_rng(seed)
    found: list[Act] = []
    for n in range(regulars):
        found += _regular(f"r{n}", days, draw)
    for n in range(guests):
        at = BEGIN + float(draw.uniform(0, days)) * DAY
        found.append(Act(at, f"g{n}", ("r0",), asks=True, length=30, words=("install", "error")))
    return sorted(found, key=lambda act: act.at)


def _regular(name: str, days: int, draw: np.random.Generator) -> Iterator[Act]:
    """Somebody with a rhythm of one to six days, who comes at some time and stops at another."""
    gap = float(draw.uniform(1, 6))
    at, stop = float(draw.uniform(0, days / 2)), float(draw.uniform(days / 2, 1.5 * days))
    while at < min(days, stop):
        other = f"r{int(draw.integers(50))}"
        yield Act(BEGIN + at * DAY, name, (other,), length=60, words=("python", "course", name))
        at += float(draw.exponential(gap))
