"""Measure whether the recommender helps: every tenth member is suggested what is popular instead."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

import numpy as np
from msgspec import Struct

SHARE = 0.1  # of the members are held out
HELD_OUT = "popularity"
MODEL = "model"
MEANWHILE = "meanwhile"  # what everybody gets until there is a model belongs to neither
ARMS = (MODEL, HELD_OUT)
FEWEST = 30  # suggestions in each arm, below which nothing is said
_SURE = 0.95  # probability from which on one arm is called better
_NAME = "popularity-1"  # another name draws other members
_DRAWS = 100_000
_SUSPICIOUS = 0.001  # a split so unlikely by chance is a mistake somewhere
_EXACT = 5.0  # people expected in the smaller arm; below, the chi-square distribution is too rough
_POWER = 1.96 + 0.84  # standard errors: 5 % of false alarms, 80 % of true differences found


class Arm(Struct, frozen=True):
    """What one group was shown and what came of it: of each suggestion, its last judgement."""

    people: int
    shown: int
    accepted: int
    dismissed: int = 0


class Comparison(Struct, frozen=True):
    """`better` is the probability that the recommender's suggestions are accepted more often.

    `rates` (accepted) and `dismissals` hold each arm's rate with its 95 % interval (Beta posterior);
    `difference` that of the rates, the recommender's less popularity's. `split` is the probability of a
    split of the people as uneven as this one by chance: below 0.001 the comparison is not to be trusted.
    `verdict` is one of nothing, uneven, few, better, worse, open; `needed` is how many suggestions more the
    held-out members have to get until a difference as large as this one is told from chance, 0 for unknown.
    """

    arms: dict[str, Arm]
    rates: dict[str, tuple[float, float, float]]
    dismissals: dict[str, tuple[float, float, float]]
    difference: tuple[float, float, float]
    better: float
    split: float
    verdict: str
    needed: int

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
    draw = np.random.default_rng(1)
    full = {name: arms.get(name, Arm(0, 0, 0)) for name in ARMS}
    accepted = {name: draw.beta(*shape(a.accepted, a.shown), _DRAWS) for name, a in full.items()}
    better = float((accepted[MODEL] > accepted[HELD_OUT]).mean())
    split = even(full[HELD_OUT].people, full[MODEL].people)
    verdict = _verdict(full, better, split)
    return Comparison(
        full,
        {name: rate(a.accepted, a.shown) for name, a in full.items()},
        {name: rate(a.dismissed, a.shown) for name, a in full.items()},
        _interval(accepted[MODEL] - accepted[HELD_OUT]),
        better,
        split,
        verdict,
        max(_needed(full), FEWEST - full[HELD_OUT].shown if verdict == "few" else 0),
    )


def shape(happened: int, of: int) -> tuple[int, int]:
    """The parameters of the Beta posterior of a rate."""
    return 1 + min(happened, of), 1 + max(0, of - happened)


def rate(happened: int, of: int) -> tuple[float, float, float]:
    """The mean of the Beta posterior of a rate, and its 95 % interval."""
    from scipy.stats import beta

    posterior = beta(*shape(happened, of))
    low, high = posterior.ppf([0.025, 0.975])
    return float(posterior.mean()), float(low), float(high)


def even(held: int, others: int) -> float:
    """How likely a split as uneven as this one is by chance: chi-square, for few people the exact test."""
    from scipy.stats import binomtest, chisquare

    people = held + others
    if not people:
        return 1.0
    if people * SHARE < _EXACT:
        return float(binomtest(held, people, SHARE).pvalue)
    return float(chisquare([held, others], [people * SHARE, people * (1 - SHARE)]).pvalue)


def _interval(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> tuple[float, float, float]:
    low, high = np.quantile(values, [0.025, 0.975])
    return float(values.mean()), float(low), float(high)


def _verdict(arms: Mapping[str, Arm], better: float, split: float) -> str:
    shown = [arm.shown for arm in arms.values()]
    if not any(shown):
        return "nothing"
    if split < _SUSPICIOUS:
        return "uneven"
    if min(shown) < FEWEST:
        return "few"
    if better >= _SURE:
        return "better"
    return "worse" if better <= 1 - _SURE else "open"


def _needed(arms: Mapping[str, Arm]) -> int:
    """By the usual formula for two shares, while suggestions go on being split as the members are."""
    model, held = arms[MODEL], arms[HELD_OUT]
    if not model.shown or not held.shown:
        return 0
    rates = [min(1.0, arm.accepted / arm.shown) for arm in (model, held)]
    apart = rates[0] - rates[1]
    spread = rates[0] * (1 - rates[0]) * SHARE / (1 - SHARE) + rates[1] * (1 - rates[1])
    if not apart or not spread:
        return 0
    return max(0, round(_POWER**2 * spread / apart**2) - held.shown)
