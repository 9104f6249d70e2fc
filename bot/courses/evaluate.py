"""How good a model is at naming the next course: everybody's last course is hidden and asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from bot.courses.model import Model, sequences_of
from bot.courses.profile import Profile
from rules.config.courses import Course


class Scores(NamedTuple):
    """Share of people whose course was among the first k, and the same weighted by rank."""

    hit_rate: float
    ndcg: float
    people: int


def leave_last_out(
    events: Sequence[Mapping[str, Any]], courses: Sequence[Course], now: float, k: int = 10
) -> dict[str, Scores]:
    """Full ranking over the catalogue without what was taken, for the model and for popularity alone."""
    sequences = {p: s for p, s in sequences_of(events).items() if len(s) > 1}
    last = {(p, s[-1]) for p, s in sequences.items()}
    training = [e for e in events if (e["person_id"], e["course"]) not in last]
    model = Model.fit(training, courses, now)
    ranks: dict[str, list[int]] = {"model": [], "popularity": []}
    for sequence in sequences.values():
        known = Profile(taken=tuple(sequence[:-1]))
        for name, profile in (("model", known), ("popularity", Profile())):
            listed = [r.course for r in model.rank(profile) if r.course not in known.taken]
            ranks[name].append(listed.index(sequence[-1]))
    return {name: _scores(found, k) for name, found in ranks.items()}


def _scores(ranks: Sequence[int], k: int) -> Scores:
    if not ranks:
        return Scores(0.0, 0.0, 0)
    hits = [r for r in ranks if r < k]
    return Scores(len(hits) / len(ranks), sum(1 / math.log2(r + 2) for r in hits) / len(ranks), len(ranks))
