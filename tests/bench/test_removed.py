"""The rule files that measurements give to the bot."""

from __future__ import annotations

from pathlib import Path

from bot.features import extensions
from rules.config.rule_book_store import RuleBookStore
from tests.bench.measurement import Options
from tests.bench.removed import removing_rules


def test_rules_that_are_off_are_not_in_force_and_the_others_are(tmp_path: Path) -> None:
    given = Options(print).rules
    usual = {rule.id for rule in RuleBookStore(given, extensions()).book.rules}
    measured = {
        rule.id
        for rule in RuleBookStore(
            removing_rules(given, tmp_path / "rules", ("flood",)), extensions()
        ).book.rules
    }
    assert measured == usual - {"flood"} | {"bench"}
