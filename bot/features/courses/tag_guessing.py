"""Guess tags for courses that have none from their texts, each with how sure the guess is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.features.courses.text_features import TextModel, features
from rules.config.courses import Course
from rules.engine.normalize import normalize

LEAST = 0.5  # confidence
_MOST = 4  # tags of a course
_NEIGHBOURS, _LIKE = 5, 0.05  # courses that have a say, and how like they have to be
_DOUBT = 0.2  # likeness that weighs against every vote
_IN_TITLE, _IN_TEXT = 0.4, 0.1  # what it adds when the course itself has the word; alone neither is enough


class Guess(NamedTuple):
    """A tag and its confidence, 0 to 1."""

    tag: str
    confidence: float


@lru_cache(maxsize=4)
def guessed_tags(courses: tuple[Course, ...]) -> dict[str, tuple[Guess, ...]]:
    """Guesses for the courses without tags, by id, the surest first."""
    if all(course.tags for course in courses):
        return {}
    model = TextModel.fit(courses)
    known = {normalize(tag): tag for course in courses for tag in course.tags}
    found = {}
    for number, course in enumerate(courses):
        if not course.tags:
            named, voted = _named(course, known), _voted(number, courses, model)
            guesses = {t: min(1.0, named.get(t, 0) + voted.get(t, 0)) for t in {*named, *voted}}
            ranked = sorted(guesses.items(), key=lambda item: (-item[1], item[0]))
            sure = [Guess(t, round(c, 2)) for t, c in ranked if c >= LEAST]
            if sure:
                found[course.id] = tuple(sure[:_MOST])
    return found


def _voted(number: int, courses: Sequence[Course], model: TextModel) -> dict[str, float]:
    """What the most similar courses with tags say, each as loud as it is like this one."""
    likeness = (model.rows[number] @ model.rows.T).toarray().ravel()
    near = sorted(
        (i for i, c in enumerate(courses) if c.tags and likeness[i] >= _LIKE), key=lambda i: -likeness[i]
    )[:_NEIGHBOURS]
    votes: defaultdict[str, float] = defaultdict(float)
    for i in near:
        for tag in courses[i].tags:
            votes[tag] += float(likeness[i])
    total = float(sum(likeness[i] for i in near)) + _DOUBT
    return {tag: vote / total for tag, vote in votes.items()}


def _named(course: Course, known: dict[str, str]) -> dict[str, float]:
    """Tags of other courses that stand in the title or description."""
    found: dict[str, float] = {}
    for texts, adds in ((course.description, _IN_TEXT), (course.title, _IN_TITLE)):
        text = normalize(" ".join(texts.values()))
        words = features(text)
        for plain, tag in known.items():
            if plain in words if plain.isascii() else len(plain) > 1 and plain in text:
                found[tag] = adds
    return found
