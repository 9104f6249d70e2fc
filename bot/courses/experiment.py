"""Does the recommender help? Every tenth member is suggested what is popular, and the two are compared."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

import numpy as np
from msgspec import Struct

SHARE = 0.1  # of the members are held out
HELD_OUT = "popularity"
_NAME = "popularity-1"  # another name draws other members
_DRAWS = 100_000
_SUSPICIOUS = 0.001  # a split so unlikely by chance is a mistake somewhere


class Arm(Struct, frozen=True):
    """What one group was shown and what came of it."""

    people: int
    shown: int
    accepted: int


class Comparison(Struct, frozen=True):
    """`better` is the probability that the recommender's suggestions are accepted more often.

    `rates` holds each arm's rate with its 95 % interval (Beta posterior); `split` is the probability of a
    split of the people as uneven as this one by chance: below 0.001 the comparison is not to be trusted.
    """

    arms: dict[str, Arm]
    rates: dict[str, tuple[float, float, float]]
    better: float
    split: float

    @property
    def sound(self) -> bool:
        """Whether the people are split as they should be (sample ratio mismatch)."""
        return self.split >= _SUSPICIOUS


def held_out(person: int) -> bool:
    """Whether somebody is suggested what is popular; always the same for a person."""
    drawn = int.from_bytes(blake2b(f"{_NAME}:{person}".encode(), digest_size=8).digest(), "big")
    return drawn < SHARE * 2**64


def compare(arms: Mapping[str, Arm]) -> Comparison:
    """Beta posteriors with a uniform prior for `model` and `popularity`, and the check of the split."""
    from scipy.stats import binomtest

    draw = np.random.default_rng(1)
    full = {name: arms.get(name, Arm(0, 0, 0)) for name in ("model", HELD_OUT)}
    drawn = {
        name: draw.beta(1 + min(a.accepted, a.shown), 1 + max(0, a.shown - a.accepted), _DRAWS)
        for name, a in full.items()
    }
    rates = {}
    for name, values in drawn.items():
        low, high = np.quantile(values, [0.025, 0.975])
        rates[name] = (float(values.mean()), float(low), float(high))
    people = sum(a.people for a in full.values())
    split = binomtest(full[HELD_OUT].people, people, SHARE).pvalue if people else 1.0
    better = float((drawn["model"] > drawn[HELD_OUT]).mean())
    return Comparison(full, rates, better, float(split))
