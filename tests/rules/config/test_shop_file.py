"""Mistakes in shop.yaml, badges.yaml, and coins and levels of incentives.yaml, told in their places."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.features import extensions
from rules.config.rule_book_store import load_book
from tests.bots import write_rules

COINS = "coins:\n  share: 1\n  "


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("shop", "goods:\n  - {id: a, name: A, price: 0}\n", "shop.yaml:2:"),
        ("shop", "goods:\n  - {id: a, name: A, price: 1, delivery: cods}\n", "codes"),
        ("shop", "goods:\n  - {id: a, name: A, price: 1, delivery: plan}\n", "go together"),
        ("shop", "goods:\n  - {id: a, name: A, price: 1, plan: monthly}\n", "go together"),
        ("shop", "goods:\n" + "  - {id: a, name: A, price: 1}\n" * 2, "two goods have the id 'a'"),
        ("shop", "goods:\n  - {id: a, name: A, price: 1, delivery: plan, plan: mon}\n", "no plan 'mon'"),
        ("incentives", "levels:\n  - {from: 1, name: A, plan: mon}\n", "incentives.yaml:2:"),
        ("badges", "badges:\n  - {id: a, name: A, takes: {thank: 1}}\n", "thanks"),
        ("badges", "badges:\n" + "  - {id: a, name: A}\n" * 2, "two badges have the id 'a'"),
        ("incentives", COINS + "lsts: 3d\n", "lasts"),
        ("incentives", COINS + "sources: {mesage: 1}\n", "message"),
        ("incentives", COINS + "gifts: {per_day: -1}\n", "incentives.yaml:3:"),
    ],
)
def test_a_mistake_is_told_in_its_place(tmp_path: Path, file: str, text: str, said: str) -> None:
    _, (problem,) = load_book(write_rules(tmp_path / "rules", **{file: text}), extensions())
    assert said in str(problem)
