"""Try courses out about which little is known: one suggestion in eight, by Thompson sampling.

Chapelle and Li, "An Empirical Evaluation of Thompson Sampling", NIPS 2011.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from bot.features.courses.model import Model

EVERY = 8  # suggestions, of which one is a trial
CAP = 50  # impressions; a course that was shown so often is known
_STRENGTH = 10.0  # impressions that the common rate of acceptance counts as
_DAY = 86_400


@dataclass(frozen=True)
class Outcomes:
    """By course: how often it was shown lately, and how often it was wanted or taken then."""

    shown: Mapping[str, int]
    accepted: Mapping[str, int]

    @property
    def rate(self) -> float:
        """The common rate of acceptance, never quite 0 or 1."""
        return (sum(self.accepted.values()) + 1) / (sum(self.shown.values()) + 20)


def explored(
    model: Model,
    places: Sequence[int],
    person: int,
    outcomes: Outcomes,
    now: float,
    before: int = 0,
) -> int | None:
    """The place of the course to try out with somebody now; None for most suggestions.

    Drawn among courses that fit somebody well and that few have been shown. `before` counts what they were
    shown already, so that whoever asks again is not shown trials all day. The same person, day, count and
    outcomes give the same course.
    """
    seed = _seed(person, now, before)
    if not person or seed % EVERY:
        return None
    few = [p for p in places[1:] if outcomes.shown.get(model.courses[p].id, 0) < CAP]
    if not few:
        return None
    draw = np.random.default_rng(seed)
    names = [model.courses[p].id for p in few]
    shown = np.array([outcomes.shown.get(n, 0) for n in names], dtype=np.float64)
    accepted = np.minimum([outcomes.accepted.get(n, 0) for n in names], shown)
    rate = outcomes.rate
    chances = draw.beta(rate * _STRENGTH + accepted, (1 - rate) * _STRENGTH + shown - accepted)
    return few[int(chances.argmax())]


def _seed(person: int, now: float, before: int) -> int:
    told = f"{person}:{int(now // _DAY)}:{before}"
    return int.from_bytes(blake2b(told.encode(), digest_size=7).digest(), "big")
