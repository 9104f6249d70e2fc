"""Advise on a catalogue: what is missing, over or there twice. Nothing of it keeps it from being used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from rules.config.courses import Course, Found
from rules.config.problems import Problem
from rules.engine.normalize import normalize
from rules.sentences import say

_DATED = ("live", "camp")
_SHORTEST = 8  # characters of a description


def advice(found: Iterable[Found], today: date) -> list[Problem]:
    """What is missing, over, or there twice, with its place, in the order of the files."""
    listed = [f for f in found if not f.course.hidden]
    told = [
        problem
        for one in listed
        for problem in (*_texts(one), *_address(one), *_price(one), *_dates(one, today), *_lessons(one))
    ]
    return [*told, *_hidden_prerequisites(found), *_twice(listed)]


def _texts(found: Found) -> Iterator[Problem]:
    course = found.course
    for language in _languages(course):
        if len(course.description.get(language, "")) < _SHORTEST:
            yield found.problem(
                say("course-says-little", name=course.id, language=language),
                *(("description",) if course.description else ()),
            )
            break
    if not course.tags:
        yield found.problem(say("course-no-tags", name=course.id))


def _languages(course: Course) -> tuple[str, ...]:
    return ("zh", "en") if course.language == "any" else (course.language,)


def _address(found: Found) -> Iterator[Problem]:
    if not found.course.url:
        yield found.problem(say("course-no-url", name=found.course.id))


def _price(found: Found) -> Iterator[Problem]:
    if "price" not in found.course.model_fields_set and found.course.kind != "article":
        yield found.problem(say("course-no-price", name=found.course.id))


def _dates(found: Found, today: date) -> Iterator[Problem]:
    course = found.course
    first, place = course.first_day, ("starts",) if course.starts else ("lessons",)
    if not first:
        if course.kind == "live":  # a camp may be begun at any time
            yield found.problem(say("course-no-day", name=course.id, kind=course.kind))
    elif course.kind in _DATED and date.fromisoformat(first) < today:
        yield found.problem(say("course-past", name=course.id, day=first), *place)


def _lessons(found: Found) -> Iterator[Problem]:
    """Lessons before the first day or after the last one, and times that their day skips."""
    course = found.course
    for number, lesson in enumerate(course.lessons):
        if course.starts and lesson.day < course.starts:
            message = say("lesson-early", name=course.id, day=lesson.day, first=course.starts)
            yield found.problem(message, "lessons", number)
        if course.ends and lesson.day > course.ends:
            message = say("lesson-late", name=course.id, day=lesson.day, last=course.ends)
            yield found.problem(message, "lessons", number)
        if course.timezone and lesson.is_skipped(course.timezone):
            message = say("lesson-skipped", at=lesson.at, timezone=course.timezone)
            yield found.problem(message, "lessons", number)


def _hidden_prerequisites(found: Iterable[Found]) -> Iterator[Problem]:
    listed = list(found)
    hidden = {f.course.id for f in listed if f.course.hidden}
    for one in listed:
        for number, wanted in enumerate(one.course.prerequisites):
            if wanted in hidden and not one.course.hidden:
                message = say("course-hidden", name=one.course.id, other=wanted)
                yield one.problem(message, "prerequisites", number)


def _twice(found: Iterable[Found]) -> Iterator[Problem]:
    """Courses with the title or the address of an earlier one."""
    seen: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for one in found:
        course = one.course
        for what, values in (
            ("title", {normalize(t) for t in course.title.values()}),
            ("url", {course.url.rstrip("/")} - {""}),
        ):
            earlier = next((seen[what][v] for v in sorted(values) if v in seen[what]), "")
            if earlier:
                yield one.problem(say(f"course-same-{what}", name=course.id, other=earlier), what)
            for value in values:
                seen[what].setdefault(value, course.id)
