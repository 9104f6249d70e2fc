"""The recommender: popularity × what follows × what somebody talks about, added up in logarithms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.courses.markov import Markov
from bot.courses.prior import prior
from bot.courses.profile import Profile
from bot.courses.text import TextModel
from rules.config.courses import Course

_TEXT_WEIGHT = 0.8
_TEXT_FLOOR = 0.05  # similarity that counts as none
_LIKED = 1.0  # what a course somebody was interested in gains
_FOREIGN = -1.0  # what a course in the other language loses
RECENT = 30 * 86_400


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
    prior: NDArray[np.float64]
    markov: Markov
    text: TextModel
    recent: Mapping[str, int]  # people who took each course lately
    version: str = ""

    @classmethod
    def fit(cls, events: Sequence[Mapping[str, Any]], courses: Sequence[Course], now: float) -> Model:
        """Learn from course events (person_id, course, kind, at) in order of time."""
        ids = [c.id for c in courses]
        recent: defaultdict[str, set[Any]] = defaultdict(set)
        for event in events:
            if event["kind"] == "taken" and event["at"] > now - RECENT:
                recent[event["course"]].add(event["person_id"])
        popularity = prior(events, ids, now)
        return cls(
            tuple(courses),
            popularity,
            Markov.fit(sequences_of(events).values(), ids, popularity),
            TextModel.fit(courses),
            {c: len(people) for c, people in recent.items()},
            f"v1:{len(events)}:{int(now)}",
        )

    def rank(self, profile: Profile) -> list[Ranked]:
        """Every course of the catalogue, the best first. Nothing is left out here.

        log score = log prior + log (P(course | history) / prior) + weight · log similarity, and what a
        liked course gains and one in another language loses. Terms about which nothing is known are absent.
        """
        if not self.courses:
            return []
        terms = {"popular": np.log(self.prior * len(self.courses))}
        following = self.markov.after(profile.taken)
        if following is not None:
            terms["next"] = np.log(following / self.prior)
        if profile.terms:
            similarity = self.text.similarity(profile.terms) + _TEXT_FLOOR
            terms["talk"] = _TEXT_WEIGHT * np.log(similarity / np.exp(np.log(similarity).mean()))
        liked = np.array([_LIKED if c.id in profile.liked else 0.0 for c in self.courses])
        if liked.any():
            terms["liked"] = liked
        if profile.language:
            spoken = (profile.language, "any")
            terms["language"] = np.array([0.0 if c.language in spoken else _FOREIGN for c in self.courses])
        scores = sum(terms.values(), np.zeros(len(self.courses)))
        order = sorted(range(len(self.courses)), key=lambda i: (-scores[i], self.courses[i].id))
        return [
            Ranked(self.courses[i].id, float(scores[i]), {k: round(float(v[i]), 4) for k, v in terms.items()})
            for i in order
        ]

    def index(self, course: str) -> int:
        """The row of a course."""
        return self.markov.index[course]


def sequences_of(events: Iterable[Mapping[str, Any]]) -> dict[Any, list[str]]:
    """By person: the courses they took, in order, each once."""
    found: defaultdict[Any, list[str]] = defaultdict(list)
    for event in events:
        if event["kind"] == "taken" and event["course"] not in found[event["person_id"]]:
            found[event["person_id"]].append(event["course"])
    return dict(found)
