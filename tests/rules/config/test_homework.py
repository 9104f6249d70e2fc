"""homework.yaml: what is wrong with it is told where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.features import extensions
from rules.config.book import load_book
from rules.config.homework import Homeworks, moment_at
from tests.bots import RULES, write_rules

GOOD = """grades:
  - {id: best, name: {zh: 优, en: Excellent}}
  - {id: again, name: 再交, again: true}
form: {text: 10}
homework:
  - id: essay
    title: Essay
    opens: 2027-01-04 9:00
    due: 2027-01-11 20:00
    tests:
      - {text: read three pages today}
      - {text: done, counts: false}
"""


def problems(folder: Path, text: str) -> list[str]:
    """What is wrong with a homework.yaml."""
    book, found = load_book(write_rules(folder, homework=text), extensions())
    assert (book is None) == bool(found)
    return [str(p) for p in found]


def test_homework_is_read_and_its_tests_are_run(tmp_path: Path) -> None:
    book, found = load_book(write_rules(tmp_path, homework=GOOD), extensions())
    assert book is not None, found
    (essay,) = book.file(Homeworks).homework
    assert (essay.opens, essay.due) == ("2027-01-04 09:00", "2027-01-11 20:00")
    assert book.tests == 2


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("2027-01-11 20:00", "04/05/2027 20:00", "9:10", ""),
        ("2027-01-11 20:00", "2027-01-11", "9:10", "2027-01-11 20:00"),
        ("2027-01-11 20:00", "2027-01-11T20:00Z", "9:10", "clock"),
        ("2027-01-11 20:00", "2027-01-01 20:00", "6:5", "opens at"),
        ("counts: false", "counts: true", "12:9", "lacks: text"),
        ("text: read three pages today", "text: read", "11:9", "essay"),
        ("id: again", "id: best", "1:1", "best"),
        ("form: {text: 10}", "form: {texts: 10}", "4:8", "text"),
        ("again: true", "again: maybe", "3:34", ""),
    ],
)
def test_mistakes_are_told_in_their_place(tmp_path: Path, old: str, new: str, place: str, said: str) -> None:
    assert old in GOOD
    problem = problems(tmp_path, GOOD.replace(old, new))[-1]
    assert f"homework.yaml:{place}" in problem
    assert said in problem


def test_the_moment_is_on_the_communitys_clock() -> None:
    assert moment_at("2027-07-11 20:00", "Asia/Shanghai") == moment_at("2027-07-11 12:00", "UTC")


def test_the_example_in_the_file_holds(tmp_path: Path) -> None:
    lines = (RULES / "homework.yaml").read_text(encoding="utf-8").splitlines()
    told = [line.removeprefix("# ") for line in lines if line.startswith(("# grades", "#   - ", "# points"))]
    shown = [line.removeprefix("#") for line in lines if line.startswith("#  ") and line[3:5] in ("- ", "  ")]
    text = "\n".join([*told, "homework:", *shown])
    book, found = load_book(write_rules(tmp_path, homework=text), extensions())
    assert book is not None, found
    (essay,) = book.file(Homeworks).homework
    assert (essay.id, len(essay.tests), len(book.file(Homeworks).grades)) == ("essay1", 2, 4)
