"""Prices in money as membership.yaml writes them: what is wrong is told in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.features import extensions
from rules.config.membership import Membership
from rules.config.rule_book_store import load_book
from tests.bots import write_rules

TEXTS = "terms: x\nsupport: y\n"
PLAN = "plans:\n  - {{id: m, name: M, price: 300, money: {money}}}\n"


@pytest.mark.parametrize(
    ("money", "more", "told"),
    [
        ("{amount: 1900, currency: USB}", "", "membership.yaml:4:41: 'USB' is no currency by ISO 4217"),
        ("{amount: 1900, currency: usd}", "", "'usd' is no currency by ISO 4217 (did you mean 'USD'?)"),
        ("{amount: 19.5, currency: USD}", "", "membership.yaml:4:41:"),
        ("{amount: 0, currency: USD}", "", "membership.yaml:4:41:"),
        (
            "[{amount: 1, currency: EUR}, {amount: 2, currency: EUR}]",
            "",
            "the price in EUR stands here twice",
        ),
        ("{amount: 1, currency: CNY}", "providers: stripe\n", "nobody takes it: add wechat to providers"),
        ("{amount: 1, currency: EUR}", "providers: [wechat]\n", "nobody takes it: add stripe to providers"),
        ("{amount: 1, currency: EUR}", "providers: paypal\n", "membership.yaml:"),
    ],
)
def test_a_mistake_is_told_in_its_place(tmp_path: Path, money: str, more: str, told: str) -> None:
    rules = write_rules(tmp_path / "rules", membership=TEXTS + PLAN.format(money=money) + more)
    _, problems = load_book(rules, extensions())
    assert any(told in str(p) for p in problems), [str(p) for p in problems]


def test_prices_are_offered_where_somebody_takes_them(tmp_path: Path) -> None:
    money = "[{amount: 1900, currency: USD}, {amount: 9900, currency: CNY}]"
    for more, taken in (("", []), ("providers: [wechat, stripe]\n", ["USD", "CNY"])):
        rules = write_rules(tmp_path / "rules", membership=TEXTS + PLAN.format(money=money) + more)
        book, problems = load_book(rules, extensions())
        assert book is not None, problems
        membership = book.file(Membership)
        assert [m.currency for m in membership.taken(membership.plans[0])] == taken
