"""courses.yaml and courses.csv: what is read, and what is wrong where."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.config.courses import load_courses
from rules.config.problems import Problem

ROOT = Path(__file__).parents[3]


def load(folder: Path, name: str, text: str) -> tuple[list[str], list[str]]:
    """The ids read from a file of this text, and the problems as `line:column: message`."""
    (folder / name).write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    found = load_courses(folder, problems)
    return [c.id for c in found], [f"{p.line}:{p.column}: {p.message}" for p in sorted(problems)]


def test_a_catalogue_is_read_with_texts_in_one_language_or_both(tmp_path: Path) -> None:
    text = """
courses:
  - {id: a, title: Alpha}
  - {id: b, title: {zh: 乙, en: Beta}, tags: [x, y], price: 9.5, starts: 2026-05-01, prerequisites: a}
"""
    (tmp_path / "courses.yaml").write_text(text, encoding="utf-8")
    a, b = load_courses(tmp_path, [])
    assert a.title == {"zh": "Alpha", "en": "Alpha"}
    assert (b.title["zh"], b.tags, b.price, b.starts) == ("乙", ("x", "y"), 9.5, "2026-05-01")
    assert b.prerequisites == ("a",)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{id: a, title: A, prise: 3}", "2:23: unknown key 'prise' (did you mean 'price'?)"),
        ("{id: a}", "2:5: 'title' is missing"),
        ("{id: a, title: A, price: -1}", "2:30: should be at least 0, not '-1'"),
        ("{id: a, title: A, url: 'ftp://x'}", "2:28: 'ftp://x' is no address: begin with https://"),
        ("{id: a, title: A, starts: May}", "2:31: 'May' is no day: write YYYY-MM-DD"),
        (
            "{id: a, title: A, kind: boook}",
            "2:29: 'boook' is none of course, live, camp, book, article (did you mean 'book'?)",
        ),
        ("{id: a, title: A, prerequisites: [b]}", "2:39: there is no course 'b'"),
        ("{id: a, title: A, prerequisites: [a]}", "2:39: 'a' needs 'a' itself: a circle"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_column(tmp_path: Path, line: str, problem: str) -> None:
    _, problems = load(tmp_path, "courses.yaml", f"courses:\n  - {line}\n")
    assert problems == [problem]


def test_an_id_may_stand_once(tmp_path: Path) -> None:
    text = "courses:\n  - {id: a, title: A}\n  - {id: a, title: B}\n"
    assert load(tmp_path, "courses.yaml", text)[1] == [
        f"3:10: there is a course 'a' already, in {tmp_path.name}/courses.yaml:2"
    ]


def test_prerequisites_may_not_lead_round_in_a_circle(tmp_path: Path) -> None:
    text = "courses:\n" + "".join(
        f"  - {{id: {i}, title: T, prerequisites: [{p}]}}\n" for i, p in ("ab", "bc", "ca")
    )
    _, problems = load(tmp_path, "courses.yaml", text)
    assert len(problems) == 3
    assert problems[0] == "2:39: 'b' needs 'a' itself: a circle"


def test_a_csv_is_a_catalogue_too(tmp_path: Path) -> None:
    text = 'id,title,tags,price\npy,"Python, 入门",编程;python,99\nsql,SQL,,\n'
    assert load(tmp_path, "courses.csv", text) == (["py", "sql"], [])
    found = load_courses(tmp_path, [])[0]
    assert (found.title["en"], found.tags, found.price) == ("Python, 入门", ("编程", "python"), 99)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("id,titel\na,A\n", "1:1: unknown column 'titel' (did you mean 'title'?)"),
        (
            "id,title\na,A\nB!,B\n",
            "3:1: 'B!' is no id: write at most 48 of a-z, 0-9, - and _, beginning with a letter or digit",
        ),
        ("id,title,price\na,A,cheap\n", "2:3: should be a number, not 'cheap'"),
        ("id,title\na,A,too,much\n", "2:1: has more values than columns"),
        ('id,title\na,"A\n', "2:1: a quote is opened here and not closed, or stands in the middle of a cell"),
        ("id,title,prerequisites\na,A,b\n", "2:3: there is no course 'b'"),
    ],
)
def test_a_mistake_in_a_csv_is_named_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    assert load(tmp_path, "courses.csv", text)[1] == [problem]


def test_a_folder_without_a_catalogue_has_none(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert load_courses(tmp_path, problems) == ()
    assert problems == []


def test_the_catalogue_that_comes_along_is_right_and_wide() -> None:
    problems: list[Problem] = []
    courses = load_courses(ROOT / "rules", problems)
    assert problems == []
    assert len(courses) >= 36
    assert {"zh", "en"} <= {c.language for c in courses}
    assert any(c.prerequisites for c in courses)
    assert any(c.price for c in courses)
    assert any(not c.price for c in courses)
    assert all(c.url.startswith("https://example.com/") for c in courses)
    assert all(c.title["zh"] and c.title["en"] and c.description for c in courses)
