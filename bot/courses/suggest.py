"""Which courses may be suggested to somebody now, and which of them together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from bot.courses.model import Model, Ranked
from bot.courses.profile import Profile
from rules.config.courses import Course

PAUSE = 14 * 86_400  # seconds in which a course is not shown to the same member again
_DIVERSITY = 0.3  # how much likeness to what was chosen already costs (MMR)
_POOL = 20


def refused(course: Course, profile: Profile, now: float) -> str:
    """Why a course is not suggested to somebody now; empty when it may be."""
    if course.hidden:
        return "hidden"
    if course.id in profile.taken:
        return "taken"
    if course.id in profile.dismissed:
        return "dismissed"
    if now - profile.shown.get(course.id, -PAUSE) < PAUSE:
        return "shown lately"
    if course.kind in ("live", "camp") and course.starts and _began(course.starts, now):
        return "began already"
    if not set(course.prerequisites) <= set(profile.taken):
        return "prerequisites"
    return ""


def _began(day: str, now: float) -> bool:
    return datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() <= now


def suggest(model: Model, profile: Profile, now: float, count: int = 1) -> list[Ranked]:
    """The best courses that may be suggested, unlike each other: maximal marginal relevance.

    (Carbonell and Goldstein, SIGIR 1998.)
    """
    by_id = {c.id: c for c in model.courses}
    allowed = [r for r in model.rank(profile) if not refused(by_id[r.course], profile, now)]
    pool = allowed[:_POOL]
    if count == 1 or not pool:
        return pool[:count]
    return diverse(pool, count, model.text.between([model.index(r.course) for r in pool]))


def diverse(ranked: Sequence[Ranked], count: int, likeness: NDArray[np.float64]) -> list[Ranked]:
    """Choose one after the other, each by its score less its likeness (0 to 1) to those chosen.

    `likeness[i, j]` is that of the courses at places i and j of `ranked`.
    """
    left = list(range(len(ranked)))
    chosen: list[int] = []
    spread = (ranked[0].score - ranked[-1].score) or 1.0 if ranked else 1.0
    while left and len(chosen) < count:

        def worth(place: int) -> float:
            alike = max((float(likeness[place, c]) for c in chosen), default=0.0)
            return (1 - _DIVERSITY) * ranked[place].score / spread - _DIVERSITY * alike

        best = max(left, key=worth)
        chosen.append(best)
        left.remove(best)
    return [ranked[place] for place in chosen]
