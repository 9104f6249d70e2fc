"""quizzes.yaml: what Telegram would refuse is told when the file is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.features import extensions
from rules.config.book import load_book
from rules.config.quizzes import Quizzes
from tests.bots import write_rules

GOOD = """quizzes:
  - id: python
    title: Python
    questions:
      - {ask: {zh: 一加一, en: One and one}, options: ["1", "2"], right: 2}
      - {ask: "2 + 2?", options: ["4", "5"], right: 1}
"""


def test_a_quiz_is_read(tmp_path: Path) -> None:
    book, found = load_book(write_rules(tmp_path, quizzes=GOOD), extensions())
    assert book is not None, found
    quiz = book.file(Quizzes).quiz("Python")
    assert quiz is not None
    assert [q.right for q in quiz.questions] == [2, 1]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("right: 2", "right: 3", 5, "3"),
        ('options: ["4", "5"]', 'options: ["4"]', 6, ""),
        ('"2 + 2?"', '"' + "x" * 301 + '"', 6, "300"),
        ('"2 + 2?"', "{zh: 一加一, en: One and one}", 2, "2"),
        ("title: Python", "titel: Python", 3, "title"),
    ],
)
def test_mistakes_are_told_in_their_place(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    _, found = load_book(write_rules(tmp_path, quizzes=GOOD.replace(old, new)), extensions())
    told = [str(p) for p in found]
    assert any(f"quizzes.yaml:{line}:" in t and said in t for t in told), told
