"""What a catalogue is advised to do better, and where it stands."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from rules.config.catalogue_advice import advice
from rules.config.courses import check_references, found_courses, from_csv
from rules.config.problems import Problem

GOOD = "url: 'https://e.com/{0}', price: 5, tags: [x], description: long enough to be found, language: en"
TODAY = date(2026, 3, 1)


def told(folder: Path, *courses: str) -> list[str]:
    """The advice on courses, a line of YAML each."""
    lines = "".join(f"  - {{{course}}}\n" for course in courses)
    (folder / "courses.yaml").write_text(f"courses:\n{lines}", encoding="utf-8")
    problems: list[Problem] = []
    found = advice(found_courses(folder, problems), TODAY)
    assert problems == []
    return [f"{p.line}:{p.column}: {p.message}" for p in found]


def good(id_: str, *more: str) -> str:
    """A course without fault, and more values."""
    return ", ".join([f"id: {id_}, title: T {id_}", GOOD.format(id_), *more])


def test_a_course_without_fault_is_left_alone(tmp_path: Path) -> None:
    assert told(tmp_path, good("a"), good("b", "prerequisites: [a]")) == []


@pytest.mark.parametrize(
    ("course", "message"),
    [
        ("id: a, title: A, hidden: true", ""),
        (good("a").replace("price: 5, ", ""), "has no price"),
        (good("a").replace("price: 5", "kind: article"), ""),
        (good("a").replace("url: 'https://e.com/a', ", ""), "has no url"),
        (good("a").replace("tags: [x], ", ""), "has no tags"),
        (good("a").replace("long enough to be found", "short"), "says little of itself in en"),
        (good("a", "kind: live"), "is a live without a first day"),
        (good("a", "kind: camp", "starts: 2026-02-28"), "began on 2026-02-28"),
        (good("a", "kind: camp", "starts: 2026-03-01"), ""),
    ],
)
def test_what_is_missing_or_over_is_named(tmp_path: Path, course: str, message: str) -> None:
    found = told(tmp_path, course)
    assert len(found) == bool(message)
    assert message in "".join(found)
    assert all(line.startswith("2:") for line in found)


def test_what_is_there_twice_is_named_with_the_earlier_one(tmp_path: Path) -> None:
    found = told(tmp_path, good("a"), good("b").replace("T b", "Ｔ A"), good("c").replace("/c", "/a/"))
    assert [line[line.index(": ") + 2 :] for line in found] == [
        "'b' has the title of 'a'",
        "'c' has the url of 'a'",
    ]
    assert found[0].startswith("3:20: ")


def test_a_course_that_waits_for_a_hidden_one_is_named(tmp_path: Path) -> None:
    found = told(tmp_path, "id: a, title: A, hidden: true", good("b", "prerequisites: [a]"))
    assert len(found) == 1
    assert "'b' needs 'a', which is hidden" in found[0]


def test_imported_files_belong_to_the_catalogue(tmp_path: Path) -> None:
    (tmp_path / "courses").mkdir()
    (tmp_path / "courses" / "shop.yaml").write_text("courses: [{id: a, title: A}]", encoding="utf-8")
    (tmp_path / "courses.yaml").write_text("courses: [{id: b, title: B, prerequisites: [a]}]")
    problems: list[Problem] = []
    assert [f.course.id for f in found_courses(tmp_path, problems)] == ["b", "a"]
    assert problems == []
    (tmp_path / "courses" / "shop.yaml").write_text("courses: [{id: b, title: A}]", encoding="utf-8")
    found_courses(tmp_path, problems)
    folder = tmp_path.name
    told = f"{folder}/courses/shop.yaml:1:16: there is a course 'b' already, in {folder}/courses.yaml:1"
    assert told in map(str, problems)


def problems_of(folder: Path, name: str, text: str) -> list[str]:
    """The problems of a catalogue in one file."""
    (folder / name).write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    found_courses(folder, problems)
    return [f"{p.line}: {p.message}" for p in problems]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "courses.yaml",
            "courses:\n"
            "  - {id: py-start, title: A, level: easy}\n"
            "  - {id: ml-start, title: B, prerequisites: [py-start]}\n"
            "  - {id: web, title: C, prerequisites: [py-strat]}\n",
        ),
        (
            "courses.csv",
            "id,title,level,prerequisites\npy-start,A,easy,\nml-start,B,,py-start\nweb,C,,py-strat\n",
        ),
        (
            "courses.csv",
            "id,title,prerequisites\npy-start,A,,over,over\nml-start,B,py-start\nweb,C,py-strat\n",
        ),
    ],
)
def test_a_course_with_another_mistake_is_there_for_those_that_need_it(
    tmp_path: Path, name: str, text: str
) -> None:
    own, reference = problems_of(tmp_path, name, text)
    assert own.startswith("2: ")
    assert "no course" not in own
    assert reference == "4: there is no course 'py-strat' (did you mean 'py-start'?)"


def test_a_table_with_an_unknown_column_has_its_courses_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "courses.yaml").write_text("courses: [{id: b, title: B, prerequisites: [a]}]")
    (found,) = problems_of(tmp_path, "courses.csv", "id,title,levle\na,A,\n")
    assert found == "1: unknown column 'levle' (did you mean 'level'?)"


CHAIN = 20_000
LARGE = {
    "a chain": ["c0,T,", *(f"c{n},T,c{n - 1}" for n in range(1, CHAIN))],
    "a circle": [f"c0,T,c{CHAIN - 1}", *(f"c{n},T,c{n - 1}" for n in range(1, CHAIN))],
    "courses that are not there": [f"c{n},T,d{n}" for n in range(CHAIN)],
}


@pytest.mark.parametrize("what", LARGE)
def test_a_catalogue_takes_no_longer_than_its_length(what: str) -> None:
    problems: list[Problem] = []
    raw = "\n".join(["id,title,prerequisites", *LARGE[what]]).encode()
    started = time.perf_counter()
    check_references(from_csv(raw, "courses.csv", problems), problems)
    assert time.perf_counter() - started < 30
    assert bool(problems) is (what != "a chain")
