"""The examples of the guide's chapters are files that hold, and say the same in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.features import extensions
from rules.config.book import RuleBook, load_book
from tests.bots import RULES, write_rules

# By file: the chapter in each guide.
CHAPTERS = {
    "camps": ("Camps", "打卡营"),
    "quizzes": ("Quizzes", "测验"),
    "homework": ("Homework", "作业"),
    "badges": ("Badges", "徽章"),
    "shop": ("The shop", "商店"),
    "onboarding": ("First steps", "新成员的头几步"),
    "incentives": ("Bringing others", "邀请"),
}
GUIDES = ("GUIDE.en.md", "GUIDE.zh.md")
_TESTED = {"camps": 2, "quizzes": 2, "homework": 2, "badges": 2, "shop": 3}


def example(guide: int, name: str) -> str:
    """The first example of a chapter."""
    text = (RULES / GUIDES[guide]).read_text(encoding="utf-8")
    chapter = re.search(rf"^## {CHAPTERS[name][guide]}\n(.*?)(?=^## )", text, re.M | re.S)
    assert chapter is not None, f"{GUIDES[guide]} has no chapter {CHAPTERS[name][guide]}"
    found = re.search(r"```yaml\n(.*?)```", chapter[1], re.S)
    assert found is not None, f"the chapter {CHAPTERS[name][guide]} has no example"
    return found[1]


def read(folder: Path, name: str, text: str) -> RuleBook:
    """The rules with an example."""
    book, problems = load_book(write_rules(folder, **{name: text}), extensions())
    assert book is not None, problems
    return book


@pytest.mark.parametrize("name", CHAPTERS)
def test_an_example_holds_in_both_guides_and_is_the_same_but_for_its_tests(tmp_path: Path, name: str) -> None:
    books = [read(tmp_path / str(n), name, example(n, name)) for n in range(2)]
    assert [book.tests for book in books] == [_TESTED.get(name, 0)] * 2
    first, second = (without_tests(yaml.safe_load(example(n, name))) for n in range(2))
    assert first == second


def without_tests(value: Any) -> Any:
    """The same without `tests`, whose messages are in the guide's language."""
    if isinstance(value, dict):
        return {key: without_tests(inner) for key, inner in value.items() if key != "tests"}
    return [without_tests(inner) for inner in value] if isinstance(value, list) else value
