"""Tests in incentives.yaml, quizzes.yaml, badges.yaml and shop.yaml are run, and told in their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.features import extensions
from rules.config.book import load_book
from tests.bots import write_rules

FILES = {
    "incentives": """message: {shortest: 4}
thanks: {words: [谢谢, thanks]}
checkin: {words: [打卡]}
tests:
  - {text: 打卡, is: checkin}
  - {text: 谢谢老师, is: thanks}
  - {text: 打卡机坏了怎么办, is: message}
  - {text: 嗯, is: nothing}
""",
    "quizzes": """quizzes:
  - id: python
    title: Python
    questions:
      - {ask: {zh: 一加一, en: One and one}, options: ["1", {zh: 二, en: two}], right: 2}
      - {ask: "2 + 2?", options: ["4", "5"], right: 1}
    tests:
      - {ask: 一加, answer: two}
      - {ask: One, answer: "1", right: false}
""",
    "badges": """badges:
  - {id: helper, name: Helper, takes: {accepted: 10, thankers: 5}}
  - {id: mentor, name: Mentor}
tests:
  - {has: {accepted: 12, thankers: 5}, gets: [helper]}
  - {has: {accepted: 12, thankers: 4}}
""",
    "shop": """goods:
  - {id: sticker, name: Stickers, price: 200, stock: 20, per_member: 1}
  - {id: book, name: Book, price: 300, delivery: codes}
tests:
  - {coins: 250, can: [sticker]}
  - {coins: 300, had: {sticker: 1}, can: [book]}
  - {coins: 300, ordered: {sticker: 20}, can: [book]}
""",
}


@pytest.mark.parametrize("name", FILES)
def test_tests_that_hold_are_counted(tmp_path: Path, name: str) -> None:
    book, found = load_book(write_rules(tmp_path, **{name: FILES[name]}), extensions())
    assert book is not None, found
    assert book.tests == FILES[name].partition("tests:")[2].count("- {")


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (
            "incentives",
            "谢谢老师, is: thanks",
            "谢谢老师, is: message",
            "6:5: this test turns out otherwise: it",
        ),
        ("incentives", "[打卡]", "[签到]", "5:5: this test"),
        ("incentives", "嗯, is: nothing", "嗯嗯嗯嗯, is: nothing", "8:5: this test"),
        ("incentives", "嗯, is: nothing", "嗯, is: nothin", "8:19: "),
        ("quizzes", "right: 2", "right: 1", "8:9: this test turns out otherwise: 'two' is wrong"),
        ("quizzes", 'answer: "1"', 'answer: "11"', "9:9: '11' is none of the options"),
        ("quizzes", "ask: One", "ask: Two", "9:9: no question begins so"),
        ("badges", "thankers: 4", "thankers: 5", "6:5: this test turns out otherwise: it gets helper"),
        ("badges", "gets: [helper]", "gets: [helpr]", "5:5: 'helpr' is no badge of this file (did you mean"),
        ("badges", "gets: [helper]", "gets: [mentor]", "5:5: this test"),
        (
            "shop",
            "coins: 250",
            "coins: 300",
            "5:5: this test turns out otherwise: it can order sticker, book",
        ),
        ("shop", "ordered: {sticker: 20}", "ordered: {sticker: 19}", "7:5: this test"),
        ("shop", "had: {sticker: 1}", "had: {stickr: 1}", "6:5: 'stickr' is no good"),
    ],
)
def test_one_that_turns_out_otherwise_is_told_where_it_stands(
    tmp_path: Path, name: str, old: str, new: str, told: str
) -> None:
    assert old in FILES[name]
    book, found = load_book(write_rules(tmp_path, **{name: FILES[name].replace(old, new, 1)}), extensions())
    assert book is None
    assert any(f"{name}.yaml:{told}" in str(p) for p in found), found
