"""Limit how many members of one run are shown the same course."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import ceil

from bot.features.courses.advisor import Advice

SHARE = 0.25  # of the members of a run
_LEAST = 3  # members, however small the run
NEARLY = 0.5  # of a score, in natural logarithms: another course is as good then


def spread(choices: Mapping[int, Sequence[Advice]], share: float = SHARE) -> dict[int, Advice]:
    """One course each, out of everybody's best ones.

    A course that a `share` of the members has already goes to no more of them where another of their
    choices is nearly as good. People without choices are left out.
    """
    most = max(_LEAST, ceil(share * len(choices)))
    given: Counter[str] = Counter()
    found: dict[int, Advice] = {}
    for person, listed in choices.items():
        if not listed:
            continue
        enough = listed[0].score - NEARLY
        free = (a for a in listed if given[a.course] < most and a.score >= enough)
        found[person] = next(free, listed[0])
        given[found[person].course] += 1
    return found
