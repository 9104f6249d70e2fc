"""Choose which courses may be suggested to somebody now, and which of them together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from bot.features.courses.exploration import Outcomes, explored
from bot.features.courses.foreign_language_courses import taught
from bot.features.courses.model import Model, Ranked, Scored
from bot.features.courses.profile import Profile
from rules.config.courses import Course

PAUSE = 14 * 86_400  # seconds in which a course is not shown to the same member again
_DIVERSITY = 0.2  # how much likeness to what was chosen already costs (MMR)
_POOL = 12  # courses to choose from
_AT_ONCE = 500  # members
_DAY = 86_400


@dataclass(frozen=True)
class Live:
    """What holds at the moment of suggesting, whenever the model learned: catalogue in force, full courses.

    `outcomes` is what came of the latest suggestions; without it nothing is explored.
    """

    now: float
    courses: Mapping[str, Course]
    full: Collection[str] = frozenset()
    outcomes: Outcomes | None = None
    language: str = ""  # the community's: that of members who did not say theirs

    @classmethod
    def of(cls, courses: Sequence[Course], now: float) -> Live:
        """Of a catalogue alone."""
        return cls(now, {c.id: c for c in courses})


def refused(course: Course, profile: Profile, live: Live) -> str:
    """Why a course is not suggested to somebody now; empty when it may be."""
    if course.hidden:
        return "hidden"
    if course.id in profile.taken:
        return "taken"
    if course.id in profile.dismissed:
        return "dismissed"
    if live.now - profile.shown.get(course.id, -PAUSE) < PAUSE:
        return "shown lately"
    if course.kind in ("live", "camp") and course.first_day and _passed(course.first_day, live.now):
        return "began already"
    if course.last_day and _passed(course.last_day, live.now - _DAY):
        return "ended"
    if course.id in live.full:
        return "full"
    if profile.names & set(course.authors):
        return "own"
    if _reads_already(course, profile, live):
        return "native"
    if not set(course.prerequisites) <= set(profile.taken):
        return "prerequisites"
    return ""


def _reads_already(course: Course, profile: Profile, live: Live) -> bool:
    """Whether a course teaches somebody's own language, and nothing says that they learn it."""
    teaches = taught(course)
    own = profile.language or ("" if profile.elsewhere else live.language)
    if not teaches or teaches != own:
        return False
    return not any(c in live.courses and taught(live.courses[c]) == teaches for c in profile.taken)


def _passed(day: str, now: float) -> bool:
    return datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() <= now


def suggest(model: Model, profile: Profile, live: Live, count: int = 1) -> list[Ranked]:
    """The best courses that may be suggested to one member."""
    return suggest_all(model, [profile], live, count)[0]


def suggest_all(
    model: Model,
    profiles: Sequence[Profile],
    live: Live,
    count: int = 1,
    told: Sequence[Profile] | None = None,
) -> list[list[Ranked]]:
    """For each member the best courses that may be suggested, unlike each other (maximal marginal relevance).

    `told` is what the model is told of each instead. Filters are asked of the catalogue in force, after
    ranking. (MMR: Carbonell and Goldstein, SIGIR 1998.)
    """
    if not model.courses:
        return [[] for _ in profiles]
    found: list[list[Ranked]] = []
    for start in range(0, len(profiles), _AT_ONCE):
        some = profiles[start : start + _AT_ONCE]
        heard = (told or profiles)[start : start + _AT_ONCE]
        scored = model.score(heard)
        found += [
            _chosen(model, scored, row, profile, live, count, 0 if heard[row].wishes else heard[row].person)
            for row, profile in enumerate(some)
        ]
    return found


def _chosen(
    model: Model, scored: Scored, row: int, profile: Profile, live: Live, count: int, person: int
) -> list[Ranked]:
    """`person` draws the trials; 0: nothing is tried out."""
    places = list(_allowed(model, scored, row, profile, live, _POOL))
    if not places:
        return []
    before = len(profile.shown)
    trial = explored(model, places, person, live.outcomes, live.now, before) if live.outcomes else None
    if trial is not None:
        places = [p for p in places if p != trial]
    left = count - (trial is not None)
    if left > 1 and len(places) > 1:
        scores = scored.total[row, places].astype(np.float64)
        places = [places[i] for i in diverse(scores, left, _likeness(model, places))]
    best = [scored.ranked(row, place) for place in places[:left]]
    return best if trial is None else [_trial(scored.ranked(row, trial)), *best]


def _trial(ranked: Ranked) -> Ranked:
    """A course that is tried out says so: its score does not say why it is there."""
    return Ranked(ranked.course, ranked.score, {**ranked.terms, "explore": 0.0})


def _allowed(
    model: Model, scored: Scored, row: int, profile: Profile, live: Live, most: int
) -> Iterator[int]:
    """The best places that may be suggested; the ranking is read only as far as needed."""
    read, given, wanted = 0, 0, most + len(profile.taken) + len(profile.shown) + len(profile.dismissed)
    while True:
        order = scored.best(row, wanted)
        for place in order[read:]:
            course = live.courses.get(model.courses[place].id)
            if course is not None and not refused(course, profile, live):
                yield int(place)
                given += 1
                if given == most:
                    return
        if len(order) >= len(model.courses):
            return
        read, wanted = len(order), wanted * 4


def _likeness(model: Model, places: Sequence[int]) -> NDArray[np.float64]:
    if model.blend.likeness is None:
        return np.zeros((len(places), len(places)))
    return model.blend.likeness[np.ix_(places, places)].astype(np.float64)


def diverse(scores: NDArray[np.float64], count: int, likeness: NDArray[np.float64]) -> list[int]:
    """Choose one after the other, each by its score less its likeness (0 to 1) to those chosen.

    `scores` are in order, the highest first; `likeness[i, j]` is that of places i and j. Chosen places.
    """
    spread = float(scores[0] - scores[-1]) or 1.0
    worth = (1 - _DIVERSITY) * scores / spread
    nearest = np.zeros(len(scores))
    chosen: list[int] = []
    while len(chosen) < min(count, len(scores)):
        values = worth - _DIVERSITY * nearest
        values[chosen] = -np.inf
        best = int(values.argmax())
        chosen.append(best)
        nearest = np.maximum(nearest, likeness[best])
    return chosen
