"""The walls of the architecture, read from the imports themselves."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "rules", "storage")
FILES = [p for package in PACKAGES for p in sorted((ROOT / package).rglob("*.py"))]
OURS = [*FILES, *sorted((ROOT / "tests").rglob("*.py"))]


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def top_imports(path: Path) -> set[str]:
    """The first parts of what a file imports."""
    return {name.partition(".")[0] for name in imports(path)}


def offenders(folder: str, forbidden: set[str]) -> list[str]:
    """Files under a folder that import what they must not."""
    return [
        f"{path.relative_to(ROOT)}: {sorted(found)}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        if (found := top_imports(path) & forbidden)
    ]


def test_rules_know_neither_storage_nor_bot_nor_a_framework_nor_the_time() -> None:
    forbidden = {"bot", "storage", "aiogram", "telegram", "sqlmodel", "sqlalchemy", "sklearn", "time"}
    assert offenders("rules", forbidden) == []


def test_rules_never_ask_what_time_it_is() -> None:
    asking = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "rules").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in ("now", "utcnow", "today")
        and isinstance(node.value, ast.Name)
        and node.value.id in ("datetime", "date")
    ]
    assert asking == []


def test_storage_does_not_know_the_bot() -> None:
    assert offenders("storage", {"bot", "aiogram", "telegram", "sklearn"}) == []


def test_frameworks_are_imported_in_the_gateways_alone() -> None:
    outside = [
        str(path.relative_to(ROOT))
        for path in FILES
        if top_imports(path) & {"aiogram", "telegram"} and "gateways" not in path.parts
    ]
    assert outside == []


def test_the_local_telegram_knows_nothing_else_of_the_bot() -> None:
    foreign = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((ROOT / "bot" / "playground").rglob("*.py"))
        for name in imports(path)
        if name.partition(".")[0] in PACKAGES
        and not name.startswith(("bot.playground", "bot.runtime.listening"))
    ]
    assert foreign == []


def test_what_listeners_share_knows_nothing_else_of_the_project() -> None:
    foreign = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((ROOT / "bot" / "runtime" / "listening").rglob("*.py"))
        for name in imports(path)
        if name.partition(".")[0] in PACKAGES and not name.startswith("bot.runtime.listening")
    ]
    assert foreign == []


def test_only_the_command_line_imports_the_app() -> None:
    importers = {str(path.relative_to(ROOT)) for path in FILES if "bot.app" in imports(path)}
    assert importers <= {"bot/cli/main.py"}


@pytest.mark.parametrize(
    "module", ["sklearn", "aiogram", "telegram", "sqlalchemy", "fastapi", "apscheduler", "PIL"]
)
def test_the_command_line_starts_without_heavy_libraries(module: str) -> None:
    code = f"import bot.cli, sys; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("module", ["PIL", "zxingcpp"])
def test_the_bot_loads_no_library_for_pictures_before_one_comes(module: str) -> None:
    code = f"import bot.app, sys; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_no_file_is_longer_than_400_lines_and_half_are_at_most_100() -> None:
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in OURS}
    assert [f"{p.relative_to(ROOT)}: {n}" for p, n in lengths.items() if n > 400] == []
    code = sorted(n for p, n in lengths.items() if "tests" not in p.parts and n > 1)
    assert code[len(code) // 2] <= 100


def test_what_is_ignored_says_why() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in OURS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for mark in ("# noqa", "# type: ignore")
        if mark in line and f'"{mark}"' not in line and "  # " not in line.partition(mark)[2]
    ]
    assert silent == []
