"""The threat model names tests that exist, and is found where people look."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "bot" / "THREATS.md").read_text(encoding="utf-8")


def declared_in(path: Path) -> set[str]:
    """Names of the tests in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {n.name for n in tree.body if isinstance(n, kinds) and n.name.startswith("test_")}


def test_every_test_that_the_page_names_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
    assert len(named) > 40
    assert [f"{f}::{t}" for f, t in named if not (ROOT / f).exists() or t not in declared_in(ROOT / f)] == []


def test_every_threat_in_a_table_names_a_test() -> None:
    before, _, after = PAGE.partition("## Who is answered where")  # a table of commands
    told = before + after.partition("\n## ")[2]
    rows = [line for line in told.splitlines() if line.startswith("| ")]
    threats = [row for row in rows if not row.startswith(("| threat", "|---"))]
    assert [row for row in threats if "::test_" not in row] == []


def test_the_page_is_linked() -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        assert "(bot/THREATS.md)" in (ROOT / name).read_text(encoding="utf-8")
