"""What members ask about and no course teaches: the way from feedback to new content."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.courses.text import TextModel, words
from rules.config.courses import Course

FEWEST = 3  # people who ask; fewer could be recognised, and are no trend
_TAUGHT = 0.1  # weight of a word in a course's text from which on the course is about it
_SAME = 0.6  # share of askers that two topics have in common to be one
_QUESTION = re.compile(
    r"[?？]|怎么|如何|为什么|什么|哪里|哪个|哪些|请教|求推荐|有没有|吗\b"
    r"|\b(how|what|why|where|which|anyone|can i)\b",
    re.IGNORECASE,
)
_LONGEST = 80  # characters of an example


@dataclass(frozen=True)
class Topic:
    """A word that members ask about.

    `askers` are people, `unanswered` the share of the questions nobody replied to, `trend` askers of the
    newer half of the time less those of the older, `course` the nearest one and `taught` whether that is
    about it; `example` is a question as it was asked.
    """

    word: str
    askers: int
    unanswered: float
    trend: int
    course: str
    taught: bool
    example: str


@dataclass
class _Asked:
    people: set[int] = field(default_factory=set)
    early: set[int] = field(default_factory=set)
    late: set[int] = field(default_factory=set)
    questions: int = 0
    open: int = 0
    example: str = ""


def is_question(text: str) -> bool:
    """Whether a text asks something."""
    return bool(_QUESTION.search(text))


def topics(
    messages: Iterable[Mapping[str, Any]],
    answered: Collection[tuple[int, int]],
    model: TextModel,
    courses: Sequence[Course],
    most: int = 5,
) -> list[Topic]:
    """What is asked most and taught least, in this order, from messages in order of time.

    Messages have chat_id, message_id, person_id, at and text; `answered` are (chat, message) pairs that
    somebody replied to. Topics with fewer than three askers are left out.
    """
    rows = [m for m in messages if is_question(m["text"])]
    if not rows:
        return []
    middle = (rows[0]["at"] + rows[-1]["at"]) / 2
    asked: defaultdict[str, _Asked] = defaultdict(_Asked)
    for row in rows:
        for word in set(words(row["text"])):
            _count(asked[word], row, (row["chat_id"], row["message_id"]) not in answered, row["at"] > middle)
    able = {w: a for w, a in asked.items() if len(a.people) >= FEWEST}
    found = [(_topic(w, a, model, courses), a.people) for w, a in able.items()]
    found.sort(key=lambda one: (-_worth(one[0]), one[0].word))
    return _apart(found, most)


def _count(asked: _Asked, row: Mapping[str, Any], is_open: bool, late: bool) -> None:
    asked.people.add(row["person_id"])
    (asked.late if late else asked.early).add(row["person_id"])
    asked.questions += 1
    asked.open += is_open
    if not asked.example or is_open:
        asked.example = row["text"].strip()[:_LONGEST]


def _topic(word: str, asked: _Asked, model: TextModel, courses: Sequence[Course]) -> Topic:
    shown = [n for n, course in enumerate(courses) if not course.hidden]
    course, weight = "", 0.0
    if word in model.vocabulary and shown:
        column = model.rows[shown, model.vocabulary[word]].toarray().ravel()
        nearest, weight = shown[int(column.argmax())], float(column.max())
        course = courses[nearest].id if weight else ""
    if not course and shown:
        alike = model.similarity(model.known(asked.example))[shown]
        course = courses[shown[int(alike.argmax())]].id if alike.max() > 0 else ""
    return Topic(
        word,
        len(asked.people),
        asked.open / asked.questions,
        len(asked.late) - len(asked.early),
        course,
        weight >= _TAUGHT,
        asked.example,
    )


def _worth(topic: Topic) -> float:
    """Askers, more when they stay without an answer and grow in number, and few when a course is there."""
    growth = 1 + max(0, topic.trend) / topic.askers
    return topic.askers * (1 + topic.unanswered) * growth * (0.1 if topic.taught else 1.0)


def _apart(found: Sequence[tuple[Topic, set[int]]], most: int) -> list[Topic]:
    """The first topics, without those that the same people asked about in other words."""
    kept: list[tuple[Topic, set[int]]] = []
    for topic, people in found:
        alike = any(
            topic.example == other.example or len(people & theirs) / len(people | theirs) > _SAME
            for other, theirs in kept
        )
        if not alike:
            kept.append((topic, people))
        if len(kept) == most:
            break
    return [topic for topic, _ in kept]
