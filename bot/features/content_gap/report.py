"""Report topics with how many asked, what was left unanswered, the trend, the nearest course."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection

from bot.features.content_gap.coverage import Coverage, coverage_of
from bot.features.content_gap.topics import Asked, Group, grouped, matched
from rules.config.courses import Course
from storage import questions

DAYS = 14  # of a period, and of the one before it that it is compared with
COVERED, PARTLY = 0.6, 0.25  # from this share of a topic's words on
_MOST_TOPICS, _MOST_QUESTIONS = 24, 5_000
_GRACE = 2 * 3600  # seconds in which a question may still wait for an answer
_EXAMPLES = 2  # of a topic
_DAY = 86_400


class Topic(Struct, frozen=True):
    """A topic as counted. `earlier` are its askers in the period before; -1: that is not known."""

    words: tuple[str, ...]
    askers: int
    questions: int
    unanswered: int
    earlier: int
    coverage: float
    course: str
    examples: tuple[tuple[int, int], ...]

    @property
    def urgency(self) -> float:
        """What it is ranked by: askers × what is not covered × half to all, by the unanswered share."""
        return self.askers * (1 - self.coverage) * (1 + self.unanswered / self.questions) / 2


class Report(Struct, frozen=True):
    """What was asked in a period, the widest gap first. `since` and `until` are unix seconds."""

    since: int
    until: int
    questions: int
    askers: int
    unanswered: int
    earlier: int  # questions of the period before; -1: not known
    topics: tuple[Topic, ...]

    @property
    def gaps(self) -> list[Topic]:
        """Topics that the catalogue covers in part at most."""
        return [t for t in self.topics if t.coverage < COVERED]

    @property
    def covered(self) -> list[Topic]:
        """The others, by askers."""
        return sorted((t for t in self.topics if t.coverage >= COVERED), key=lambda t: -t.askers)


def report(
    connection: Connection, community: int, courses: tuple[Course, ...], now: int, days: int = DAYS
) -> Report:
    """The report of the last `days`, from the questions gathered so far. The work is done in a thread."""
    period = days * _DAY
    since = now - period
    rows = questions.asked(connection, community, since - period, now + 1, 2 * _MOST_QUESTIONS)
    first = questions.first_asked(connection, community)
    asked = [_asked(row, now) for row in rows]
    known = 0 < first <= since - period * 0.9 and len(rows) < 2 * _MOST_QUESTIONS
    current = [q for q in asked if q.at >= since][:_MOST_QUESTIONS]
    earlier = [q for q in asked if q.at < since] if known else None
    return _counted(current, earlier, courses, since, now)


def _asked(row: Any, now: int) -> Asked:
    """A question; one that was asked a moment ago is not called unanswered."""
    answered = bool(row.answered_at) or row.at > now - _GRACE
    return Asked(row.chat_id, row.message_id, row.person_id, row.at, frozenset(row.words or ()), answered)


def _counted(
    current: Sequence[Asked],
    earlier: Sequence[Asked] | None,
    courses: tuple[Course, ...],
    since: int,
    until: int,
) -> Report:
    groups = grouped(current, _MOST_TOPICS)
    before = matched(groups, earlier) if earlier is not None else [-1] * len(groups)
    coverage = coverage_of(courses)
    topics = [_topic(group, count, coverage) for group, count in zip(groups, before, strict=True)]
    return Report(
        since,
        until,
        len(current),
        len({q.person for q in current}),
        sum(not q.answered for q in current),
        len(earlier) if earlier is not None else -1,
        tuple(sorted(topics, key=lambda t: (-t.urgency, t.words))),
    )


def _topic(group: Group, earlier: int, coverage: Coverage) -> Topic:
    nearest = coverage.of(group.weights)
    return Topic(
        tuple(group.weights),
        group.askers,
        len(group.questions),
        sum(not q.answered for q in group.questions),
        earlier,
        round(nearest.coverage, 3),
        nearest.course,
        tuple((q.chat, q.message) for q in _telling(group)),
    )


def _telling(group: Group) -> list[Asked]:
    """The questions with most of the topic's words, one a person, unanswered and newer ones first."""
    ranked = sorted(
        group.questions,
        key=lambda q: (-sum(group.weights.get(w, 0.0) for w in q.words), q.answered, -q.at, q.message),
    )
    people: set[int] = set()
    found: list[Asked] = []
    for question in ranked:
        if question.person not in people and len(found) < _EXAMPLES:
            people.add(question.person)
            found.append(question)
    return found
