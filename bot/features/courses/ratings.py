"""Compute what members' stars say of a course: a mean that is told, and by how much they move its prior."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

FEWEST = 5  # people; a smaller group could be recognised
LEAST, MOST = 1, 5  # stars
STARS = range(LEAST, MOST + 1)
WEIGHT = 0.5  # of a star above the mean, as a natural logarithm
_STRENGTH = 5.0  # ratings for which the mean of all courses counts in a course's own
_USUAL, _TRUST = 4.0, 10.0  # stars that a course gets anywhere, and for how many ratings they count


@dataclass(frozen=True)
class Stars:
    """The mean of a course's ratings, the newest of each person, and how many people rated."""

    mean: float
    count: int

    @property
    def told(self) -> str:
        """`★ 4.6 (12)`; nothing while fewer than five people rated."""
        return f"★ {self.mean:.1f} ({self.count})" if self.count >= FEWEST else ""


def tally(events: Iterable[Mapping[str, Any]]) -> dict[str, Stars]:
    """Stars by course, from course events in order of time: the newest rating of a person counts."""
    newest: defaultdict[str, dict[Any, int]] = defaultdict(dict)
    for event in events:
        if event["kind"] == "rated" and LEAST <= event["value"] <= MOST:
            newest[event["course"]][event["person_id"]] = event["value"]
    return {course: Stars(sum(of.values()) / len(of), len(of)) for course, of in newest.items()}


def overall(stars: Mapping[str, Stars]) -> float:
    """The mean of all ratings, near to what is usual while there are few."""
    given = sum(s.mean * s.count for s in stars.values())
    return (_TRUST * _USUAL + given) / (_TRUST + sum(s.count for s in stars.values()))


def lifts(stars: Mapping[str, Stars]) -> dict[str, float]:
    """By how much the logarithm of each rated course's prior moves; that of others stays as it is.

    A course's mean is shrunk to that of all (its posterior mean under a normal prior), so that few ratings
    move little.
    """
    mean = overall(stars)
    return {course: WEIGHT * s.count / (_STRENGTH + s.count) * (s.mean - mean) for course, s in stars.items()}
