"""Compute moments of lessons, and what members read about them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.core.buttons import Button
from bot.features.courses.rendering import is_veiled
from bot.text.durations import spell
from bot.text.html import words
from bot.text.messages import Html, plain, say
from rules.config.courses import Course
from rules.config.lessons import Lesson

_DAY, _HOUR = 86_400, 3600
_NEAR = 0.05  # of a time


class Session(NamedTuple):
    """A lesson of a course, when it begins (unix seconds), and on whose clock."""

    course: Course
    lesson: Lesson
    starts_at: int
    timezone: str

    @property
    def place(self) -> tuple[str, str]:
        """What it is told apart by: its course and its key there."""
        return self.course.id, self.lesson.key


def sessions(courses: Iterable[Course], timezone: str) -> list[Session]:
    """Every lesson of the courses that are not hidden; `timezone` is the community's."""
    return [
        Session(course, lesson, lesson.starts_at(zone), zone)
        for course in courses
        if not course.hidden
        for zone in [course.timezone or timezone]
        for lesson in course.lessons
    ]


def name_of(session: Session, language: str) -> Html:
    """The course and, where it has one, the lesson's own title."""
    title = words(session.course.title.get(language, session.course.id))
    lesson = session.lesson.title.get(language, "")
    return Html(f"<b>{title}</b>" + (f" · {words(lesson)}" if lesson else ""))


def moment_of(starts_at: int, session: Session, language: str) -> Html:
    """Day and time on the session's clock, and whose clock that is."""
    local = datetime.fromtimestamp(starts_at, ZoneInfo(session.timezone))
    at = say(language, "lesson-at", month=local.month, day=local.day, time=local.strftime("%H:%M"))
    return Html(f"{at} ({session.timezone})")


def reminder(session: Session, now: int, language: str) -> Html:
    """How soon it begins, and when."""
    return say(
        language,
        "lesson-begins",
        lesson=name_of(session, language),
        time=spell(language, about(session.starts_at - now)),
        at=moment_of(session.starts_at, session, language),
    )


def about(seconds: int) -> int:
    """A time as people say it: in days where it is near to some, in hours from two on, else in minutes."""
    days = max(1, round(seconds / _DAY))
    if abs(seconds - days * _DAY) <= _NEAR * seconds:
        return days * _DAY
    size = _HOUR if seconds >= 2 * _HOUR else 60
    return max(1, round(seconds / size)) * size


def moved(session: Session, language: str) -> Html:
    """It has another time now."""
    at = moment_of(session.starts_at, session, language)
    return say(language, "lesson-moved", lesson=name_of(session, language), at=at)


def cancelled(session: Session, starts_at: int, language: str) -> Html:
    """It does not take place."""
    at = moment_of(starts_at, session, language)
    return say(language, "lesson-cancelled", lesson=name_of(session, language), at=at)


def way(session: Session, language: str) -> list[Button]:
    """A row with the way there; empty when nobody said where it is."""
    url = session.lesson.url or session.course.url
    words = "button-members" if is_veiled(session.course) else "button-join"
    return [{"text": plain(language, words), "url": url}] if url else []
