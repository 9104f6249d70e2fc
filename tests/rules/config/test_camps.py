"""camps.yaml: what is wrong with it is told where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.features import extensions
from rules.config.book import load_book
from rules.config.camps import Camps
from tests.bots import write_rules

GOOD = """camps:
  - id: english
    title: {zh: 晨读营, en: Morning English}
    starts: 2027-01-04
    days: 21
    deadline: "23:00"
    form: {text: 10, media: photo}
    remind_group: "19:00"
    tests:
      - {text: read three pages today, media: photo}
      - {text: read three pages today, counts: false}
"""


def problems(folder: Path, text: str) -> list[str]:
    """What is wrong with a camps.yaml."""
    book, found = load_book(write_rules(folder, camps=text), extensions())
    assert (book is None) == bool(found)
    return [str(p) for p in found]


def test_a_camp_is_read(tmp_path: Path) -> None:
    book, found = load_book(write_rules(tmp_path, camps=GOOD), extensions())
    assert book is not None, found
    (camp,) = book.file(Camps).camps
    assert (camp.starts, camp.deadline, camp.least, camp.form.media) == ("2027-01-04", 1380, 19, ("photo",))


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("days: 21", "dayz: 21", 5, "days"),
        ("2027-01-04", "04/05/2027", 4, ""),
        ('"19:00"', '"23:30"', 2, "remind_group"),
        ("days: 21", "days: 21\n    needed: 22", 2, "needed"),
        ("form: {text: 10, media: photo}", "form: {text: 10, media: foto}", 7, "photo"),
        ("counts: false", "counts: true", 11, "lacks: media"),
        ("days: 21", "days: 21\n    timezone: Mars/Phobos", 6, "Mars/Phobos"),
        ("days: 21", "days: 21\n    reaction: hello", 6, "hello"),
    ],
)
def test_mistakes_are_told_in_their_place(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in GOOD
    problem = problems(tmp_path, GOOD.replace(old, new))[-1]
    assert f"camps.yaml:{line}:" in problem
    assert said in problem


def test_two_camps_of_one_name_are_refused(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, GOOD + GOOD.removeprefix("camps:\n"))
    assert "english" in problem
