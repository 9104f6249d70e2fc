"""`zhiqun points`, as operators type it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.test_db import folder, sql, template
from tests.processes import here as zhiqun

__all__ = ["folder", "template"]  # fixtures


def test_points_that_add_up_are_proved(folder: Path) -> None:
    done = zhiqun(folder, "points", "check", "--language", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "every balance is the sum of the ledger: 1 balances, 1 rows" in done.stdout.lower()
    told = json.loads(zhiqun(folder, "points", "check", "--json").stdout)
    assert told == {"balances": 1, "rows": 1, "rebuilt": 0, "problems": []}


@pytest.mark.parametrize(("language", "words"), [("en", "has 9 XP"), ("zh", "余额为 9 经验")])
def test_a_balance_that_is_off_is_named_and_can_be_rebuilt(folder: Path, language: str, words: str) -> None:
    sql(folder, "UPDATE standing SET xp = 9")
    done = zhiqun(folder, "points", "check", "--language", language)
    assert done.returncode == 1
    assert words in done.stdout
    assert zhiqun(folder, "points", "check", "--json").returncode == 1
    assert zhiqun(folder, "points", "check", "--repair").returncode == 0
    assert sql(folder, "SELECT xp, streak FROM standing") == [(3, 7)]


def test_what_was_undone_by_another_amount_is_found(folder: Path) -> None:
    shutil.copy(folder / "zhiqun.db", folder / "kept.db")
    sql(
        folder,
        "INSERT INTO ledger (key, community_id, person_id, source, currency, raw, granted, day, at,"
        " message_id, reason, book, reverses, previous) VALUES"
        " ('reversal:k1', 1, 1, 'message', 'xp', -3, -2, '2026-01-01', 2, 0, '', '', 'k1', 'k1')",
        "UPDATE standing SET xp = 1, head = 'reversal:k1'",
    )
    done = zhiqun(folder, "points", "check", "--language", "en")
    assert done.returncode == 1
    assert "reversal:k1 undoes k1 by another amount" in done.stdout
