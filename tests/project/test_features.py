"""The list of features names tests that exist, and has no row without a test or a reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rules.conditions import CONDITIONS
from rules.config.actions import ACTIONS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "rules" / "FEATURES.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in TEXT.splitlines()
    if line.startswith("| ") and not line.startswith("| what") and not line.startswith("| part")
]
NAMED = sorted(set(re.findall(r"`(tests/[^`]+)`", TEXT)))


@pytest.mark.parametrize("name", NAMED)
def test_a_test_that_is_named_is_there(name: str) -> None:
    path, _, function = name.partition("::")
    source = (ROOT / path).read_text(encoding="utf-8")
    assert not function or re.search(rf"^(async )?def {function}\(", source, re.MULTILINE)


def test_every_row_says_what_there_is_and_shows_it_or_says_why_not() -> None:
    assert len(ROWS) > 70
    assert [row for row in ROWS if len(row) != 3 or not all(row)] == []
    silent = [what for what, here, shown in ROWS if here.startswith("yes") and "`tests/" not in shown]
    assert silent == []


@pytest.mark.parametrize("name", sorted({*CONDITIONS, *ACTIONS}))
def test_no_condition_and_no_action_is_left_out(name: str) -> None:
    assert re.search(rf"`{name}[`:]", TEXT)
