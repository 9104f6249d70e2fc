"""Estimate how likely anybody is to take a course next: recent popularity, smoothed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

HALF_LIFE = 45 * 86_400.0  # seconds
_SMOOTHING = 1.0  # pseudo-enrolments a course
_WEIGHTS = {"taken": 1.0, "interested": 0.4}


def prior(
    events: Iterable[Mapping[str, Any]], courses: Sequence[str], now: float, half_life: float = HALF_LIFE
) -> NDArray[np.float64]:
    """Probabilities in the order of `courses`: each enrolment counts half as much a half-life later.

    A person counts once for each course and kind of event, however often they press.
    """
    newest: dict[tuple[Any, str, str], float] = {}
    for event in events:
        who = (event["person_id"], event["course"], event["kind"])
        newest[who] = max(event["at"], newest.get(who, event["at"]))
    index = {c: i for i, c in enumerate(courses)}
    counts = np.full(len(courses), _SMOOTHING)
    for (_, course, kind), at in newest.items():
        if course in index:
            counts[index[course]] += _WEIGHTS.get(kind, 0.0) * 0.5 ** (max(0.0, now - at) / half_life)
    return counts / counts.sum() if len(courses) else counts
