"""Learn the recommender from a community's course events, and ask it with members' profiles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.features.courses.blend import Blend, Settings, Terms
from bot.features.courses.histories import Histories, Ints
from bot.features.courses.profile import Profile
from bot.features.courses.ratings import Stars, lifts, tally
from bot.features.courses.subjects import Subjects, subjects_of
from bot.features.courses.text_features import TextModel
from bot.features.courses.wishes import welcomed
from rules.config.courses import Course

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


_LIKED = 1.0  # what a course somebody was interested in gains
_FOREIGN = -1.0  # what a course in the other language loses
_LANGUAGES = ("zh", "en")
_ASKED = 14.0  # what a course gains about which somebody just asked: more than what else speaks for others
_BY_TAG, _TOWARDS, _ALIKE = 0.8, 0.9, 0.9  # of it: by a tag alone, as a step towards it, by its words
_FURTHER = 0.3  # of it: for each further subject
_CLEAR = 0.6  # of the greatest likeness; what is less like than that is not meant
_LIKE = 0.15  # a likeness from which on the words are surely about the course
RECENT = 30 * 86_400  # seconds


@dataclass(frozen=True)
class Ranked:
    """A course with its score and the terms that make it up (natural logarithms, 0 is neutral)."""

    course: str
    score: float
    terms: dict[str, float]


@dataclass(frozen=True)
class Model:
    """A fitted recommender. `version` names it in stored suggestions."""

    courses: tuple[Course, ...]
    blend: Blend
    text: TextModel
    recent: Mapping[str, int]  # people who took each course lately
    version: str = ""
    stars: Mapping[str, Stars] = field(default_factory=dict)

    @classmethod
    def fit(
        cls,
        events: Sequence[Mapping[str, Any]],
        courses: Sequence[Course],
        now: float,
        settings: Settings | None = None,
    ) -> Model:
        """Learn from course events (person_id, course, kind, value, at) in order of time."""
        ids = [c.id for c in courses]
        recent: defaultdict[str, set[Any]] = defaultdict(set)
        for event in events:
            if event["kind"] == "taken" and event["at"] > now - RECENT:
                recent[event["course"]].add(event["person_id"])
        text = TextModel.fit(courses)
        histories = histories_of(sequences_of(events).values(), ids)
        return cls(
            tuple(courses),
            Blend.fit(histories, prior(events, ids, now), text.rows, settings),
            text,
            {c: len(people) for c, people in recent.items()},
            f"v2:{len(events)}:{int(now)}",
            tally(events),
        )

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The row of each course."""
        return {c.id: i for i, c in enumerate(self.courses)}

    def index(self, course: str) -> int:
        """The row of a course."""
        return self.numbers[course]

    @cached_property
    def subjects(self) -> Subjects:
        """What the catalogue is about."""
        return subjects_of(self.courses)

    def hear(self, text: str) -> dict[str, float]:
        """What is ever stored of a text: features that the catalogue's texts have, and its subjects."""
        wanted = welcomed(text)
        return dict.fromkeys(self.subjects.found(wanted), 1.0) | self.text.known(wanted)

    def rank(self, profile: Profile) -> list[Ranked]:
        """Every course of the catalogue, the best first. Nothing is left out here."""
        if not self.courses:
            return []
        scored = self.score([profile])
        return [scored.ranked(0, place) for place in scored.order(0)]

    def chances(self, profile: Profile) -> dict[str, float]:
        """How likely each course is to be the next one somebody takes; 0 for what they took."""
        if not self.courses:
            return {}
        left = self.score([profile]).total
        left[0, [self.numbers[c] for c in profile.taken if c in self.numbers]] = -np.inf
        if not np.isfinite(left).any():
            return dict.fromkeys(self.numbers, 0.0)
        found = self.blend.probabilities(left)[0]
        return {c.id: round(float(p), 4) for c, p in zip(self.courses, found, strict=True)}

    def score(self, profiles: Sequence[Profile]) -> Scored:
        """Scores of every course for each profile.

        Beside the terms of the blend: by how much stars move a course's prior (`rated`), what a liked course
        gains (`liked`), one that somebody just asked about (`asked`) or that comes before such a one
        (`towards`), and what a course in another language loses (`language`).
        """
        histories = histories_of((p.taken for p in profiles), self.numbers)
        terms = self.blend.terms(histories, self._talk(profiles))
        shape = (len(profiles), len(self.courses))
        liked = np.zeros(shape, np.float32)
        for row, profile in enumerate(profiles):
            for course in profile.liked & self.numbers.keys():
                liked[row, self.numbers[course]] = _LIKED
        if self.stars:
            terms["rated"] = np.broadcast_to(self._lifts, shape)
        if any(p.named or p.asked for p in profiles):
            terms["asked"], terms["towards"] = self.asked(profiles)
        if liked.any():
            terms["liked"] = liked
        if any(p.language for p in profiles):
            terms["language"] = np.stack([self._foreign[p.language] for p in profiles])
        total = np.zeros(shape, np.float32)
        for term in terms.values():
            total += term
        return Scored(self, total, terms)

    def asked(self, profiles: Sequence[Profile]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """What courses gain of which people just wrote, and the courses to be taken before those."""
        found = np.zeros((len(profiles), len(self.courses)), np.float32)
        for row, profile in enumerate(profiles):
            worths: defaultdict[int, list[float]] = defaultdict(list)
            for subject, worth in profile.named.items():
                for place in self._about.get(subject, ()):
                    titled = subject in self.subjects.titled[place]
                    worths[place].append(worth * (1.0 if titled else _BY_TAG))
            for place, each in worths.items():
                found[row, place] = (1 - _FURTHER) * max(each) + _FURTHER * sum(each)
        if any(p.asked for p in profiles) and len(self.text.vocabulary):
            said = (self.text.unit([p.asked for p in profiles]) @ self.text.rows.T).toarray()
            most = said.max(axis=1, keepdims=True)
            said = np.where(said < _CLEAR * most, 0.0, said / np.maximum(most, _LIKE))
            found = np.maximum(found, _ALIKE * said.astype(np.float32))
        before = np.zeros_like(found)
        for row, profile in enumerate(profiles):
            self._step(found[row], before[row], frozenset(profile.taken))
        return _ASKED * found, _ASKED * before

    def _step(self, found: NDArray[np.float32], steps: NDArray[np.float32], taken: frozenset[str]) -> None:
        """Into `steps`, what courses gain that come before those asked for, unless an equal may be begun."""
        missing = {int(place): self.before(int(place), taken) for place in np.flatnonzero(found)}
        free = [found[p] for p, first in missing.items() if not first and self.courses[p].id not in taken]
        for place, first in missing.items():
            if found[place] >= max(free, default=0.0):
                for course in first:
                    steps[course] = max(steps[course], _TOWARDS * found[place])
        np.maximum(steps - found, 0.0, out=steps)

    def before(self, place: int, taken: frozenset[str]) -> set[int]:
        """The courses that somebody still has to take before one."""
        open_, found = [place], set[int]()
        while open_:
            for course in self.courses[open_.pop()].prerequisites:
                number = self.numbers.get(course)
                if number is not None and course not in taken and number not in found:
                    found.add(number)
                    open_.append(number)
        return found

    @cached_property
    def _about(self) -> dict[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place, subjects in enumerate(self.subjects.of):
            for subject in subjects:
                found[subject].append(place)
        return dict(found)

    @cached_property
    def _lifts(self) -> NDArray[np.float32]:
        moved = lifts(self.stars)
        return np.array([moved.get(c.id, 0.0) for c in self.courses], np.float32)

    @cached_property
    def _foreign(self) -> dict[str, NDArray[np.float32]]:
        found = {"": np.zeros(len(self.courses), np.float32)}
        for spoken in _LANGUAGES:
            loses = [0.0 if c.language in (spoken, "any") else _FOREIGN for c in self.courses]
            found[spoken] = np.array(loses, np.float32)
        return found

    def _talk(self, profiles: Sequence[Profile]) -> Any:
        if not any(p.terms for p in profiles):
            return None
        return self.text.unit([p.terms for p in profiles])


@dataclass(frozen=True)
class Scored:
    """Scores and terms of some people, shape (people, courses)."""

    model: Model
    total: NDArray[np.float32]
    terms: Terms

    def order(self, row: int) -> Ints:
        """The places of all courses for somebody, the best first; equals by their id."""
        found: Ints = np.lexsort((self._names, -self.total[row]))
        return found

    @cached_property
    def _names(self) -> Ints:
        return np.argsort(np.argsort([c.id for c in self.model.courses]))

    def best(self, row: int, most: int) -> Ints:
        """The places of at least the best `most` courses, the best first."""
        scores = self.total[row]
        if most >= len(scores):
            return self.order(row)
        bar = np.partition(scores, len(scores) - most)[len(scores) - most]
        some = np.flatnonzero(scores >= bar)
        found: Ints = some[np.lexsort((self._names[some], -scores[some]))]
        return found

    def ranked(self, row: int, place: int) -> Ranked:
        """A course for somebody, with its terms."""
        values = {k: round(float(v[row, place]), 4) for k, v in self.terms.items()}
        terms = {k: v for k, v in values.items() if v or k == "popular"}
        return Ranked(self.model.courses[place].id, float(self.total[row, place]), terms)


def sequences_of(events: Iterable[Mapping[str, Any]]) -> dict[Any, list[str]]:
    """By person: the courses they took, in order, each once."""
    found: defaultdict[Any, dict[str, None]] = defaultdict(dict)
    for event in events:
        if event["kind"] == "taken":
            found[event["person_id"]].setdefault(event["course"])
    return {person: list(courses) for person, courses in found.items()}


def histories_of(sequences: Iterable[Sequence[str]], courses: Sequence[str] | Mapping[str, int]) -> Histories:
    """Sequences by the numbers of the courses; what is not among them is left out."""
    numbers = courses if isinstance(courses, Mapping) else {c: i for i, c in enumerate(courses)}
    return Histories.of([[numbers[c] for c in one if c in numbers] for one in sequences], len(numbers))
