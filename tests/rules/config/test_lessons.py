"""Lessons of courses: when they are, and what is wrong with them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rules.config.catalogue_advice import advice
from rules.config.courses import Course, found_courses
from rules.config.lessons import Lesson
from rules.config.problems import Problem

HEAD = "id,title,lessons,timezone\n"


def catalogue(folder: Path, course: str) -> tuple[list[Course], list[str], list[str]]:
    """A course of a YAML file: what it is, its problems, and the advice on its lessons."""
    (folder / "courses.yaml").write_text(f"courses:\n  - {{id: a, title: A, {course}}}\n", encoding="utf-8")
    problems: list[Problem] = []
    found = found_courses(folder, problems)
    told = [
        p.message for p in advice(found, date(2026, 1, 1)) if "lesson" in p.message or "clocks" in p.message
    ]
    return [f.course for f in found], [f"{p.line}:{p.column}: {p.message}" for p in problems], told


def test_a_time_is_enough_and_more_may_be_said(tmp_path: Path) -> None:
    more = "{id: two, at: 2026-03-03T9:05, title: Second, url: 'https://e.com', cancelled: true}"
    ((course,), problems, _) = catalogue(tmp_path, f"lessons: [2026-03-02 20:00, {more}]")
    assert problems == []
    first, second = course.lessons
    assert (first.at, first.key, first.title, first.cancelled) == ("2026-03-02 20:00",) * 2 + ({}, False)
    assert (second.at, second.key, second.title["zh"]) == ("2026-03-03 09:05", "two", "Second")
    assert (course.first_day, course.last_day) == ("2026-03-02", "2026-03-02")


def test_a_csv_has_them_with_semicolons(tmp_path: Path) -> None:
    (tmp_path / "courses.csv").write_text(
        f"{HEAD}a,A,2026-03-02 20:00;2026-03-09 20:00,Asia/Tokyo\n", encoding="utf-8"
    )
    problems: list[Problem] = []
    (found,) = found_courses(tmp_path, problems)
    assert problems == []
    assert [x.at for x in found.course.lessons] == ["2026-03-02 20:00", "2026-03-09 20:00"]
    assert found.course.timezone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("course", "problem"),
    [
        ("lessons: [soon]", "'soon' is no moment: write YYYY-MM-DD HH:MM"),
        ("lessons: [2026-02-30 20:00]", "'2026-02-30 20:00' is no moment"),
        ("lessons: [2026-02-03]", "'2026-02-03' is no moment"),
        ("lessons: [{at: 2026-02-03 25:00}]", "'2026-02-03 25:00' is no moment"),
        ("lessons: [{title: x}]", "'at' is missing"),
        ("lessons: [{at: 2026-02-03 20:00, when: x}]", "unknown key 'when'"),
        ("lessons: [{at: 2026-02-03 20:00, url: here}]", "'here' is no address"),
        ("lessons: [2026-02-03 20:00, 2026-02-03 20:00]", "there are two lessons '2026-02-03 20:00'"),
        ("timezone: Moon", "'Moon' is no time zone"),
    ],
)
def test_what_is_wrong_with_a_lesson(tmp_path: Path, course: str, problem: str) -> None:
    _, problems, _ = catalogue(tmp_path, course)
    assert len(problems) == 1
    place, _, message = problems[0].partition(": ")
    assert place.startswith("2:")
    assert message.startswith(problem)


@pytest.mark.parametrize(
    ("course", "told"),
    [
        ("lessons: [2026-02-03 20:00]", ""),
        ("starts: 2026-02-04, lessons: [2026-02-03 20:00]", "comes before its first day 2026-02-04"),
        ("ends: 2026-02-02, lessons: [2026-02-03 20:00]", "comes after its last day 2026-02-02"),
        (
            "timezone: Europe/Berlin, lessons: [2026-03-29 02:30]",
            "there is no 2026-03-29 02:30 in Europe/Berlin: the clocks are put forward",
        ),
        ("timezone: Europe/Berlin, lessons: [2026-10-25 02:30]", ""),
        ("kind: live, lessons: [2026-02-03 20:00]", ""),
    ],
)
def test_what_a_lesson_is_advised_on(tmp_path: Path, course: str, told: str) -> None:
    _, problems, found = catalogue(tmp_path, course)
    assert problems == []
    assert len(found) == bool(told)
    assert told in "".join(found)


@pytest.mark.parametrize(
    ("at", "zone", "moment"),
    [
        ("2026-03-02 20:00", "Asia/Shanghai", "2026-03-02 12:00"),
        ("2026-07-01 20:00", "Europe/Berlin", "2026-07-01 18:00"),
        ("2026-12-01 20:00", "Europe/Berlin", "2026-12-01 19:00"),
        ("2026-03-29 02:30", "Europe/Berlin", "2026-03-29 01:30"),  # skipped: an hour later
        ("2026-10-25 02:30", "Europe/Berlin", "2026-10-25 00:30"),  # twice: the first time
    ],
)
def test_a_lesson_begins_by_the_clock_on_the_wall(at: str, zone: str, moment: str) -> None:
    found = datetime.fromtimestamp(Lesson(at=at).starts_at(zone), UTC)
    assert found.strftime("%Y-%m-%d %H:%M") == moment
