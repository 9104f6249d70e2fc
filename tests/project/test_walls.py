"""The walls of the architecture, read from the imports themselves."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from bot.features import FEATURES, registry

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "rules", "storage")
FILES = [p for package in PACKAGES for p in sorted((ROOT / package).rglob("*.py"))]
OURS = [*FILES, *sorted((ROOT / "tests").rglob("*.py"))]


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module a file imports, wherever in the file."""
    found: set[str] = set()
    for node in statements(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif node.module:
            found.add(node.module)
    return frozenset(found)


@cache
def statements(path: Path) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """Every import statement of a file."""
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return tuple(node for node in tree if isinstance(node, ast.Import | ast.ImportFrom))


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


ROOMS = (
    "rules",
    "storage",
    "bot.text",
    "bot.runtime",
    "bot.platforms",
    "bot.core",
    "bot.delivery",
    "bot.features",
    "bot.operations",
    "bot.playground",
    "bot.simulation",
    "bot.backtest",
    "bot.app",
    "bot.cli",
)


def module_of(path: Path) -> str:
    """The module of a file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in FILES}


def ours(path: Path) -> set[str]:
    """The project's modules that a file imports, at once, for types alone, or when a function needs it."""
    found: set[str] = set()
    for node in statements(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif node.module:
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in full}
    return {name for name in found if name in MODULES}


def room_of(module: str) -> str:
    """The room of a module: a package, or a folder of `bot`."""
    return ".".join(module.split(".")[:2]) if module.startswith("bot.") else module.partition(".")[0]


def test_every_room_imports_only_those_before_it() -> None:
    order = {room: number for number, room in enumerate(ROOMS)}
    wrong = [
        f"{name} imports {other}"
        for name, path in MODULES.items()
        for other in sorted(ours(path))
        if name != "bot" and other != "bot" and order[room_of(other)] > order[room_of(name)]
    ]
    assert wrong == []


def test_a_feature_imports_only_those_it_needs() -> None:
    needs = {f.name: f.needs for f in registry().features}
    wrong = [
        f"{name} imports {other}"
        for name, path in MODULES.items()
        if name.startswith("bot.features.")
        for other in sorted(ours(path))
        if other.startswith("bot.features.")
        and other.split(".")[2] != name.split(".")[2]
        and other.split(".")[2] not in needs[name.split(".")[2]]
    ]
    assert wrong == []


def test_every_folder_of_features_is_in_the_list() -> None:
    folders = {p.parent.name for p in (ROOT / "bot" / "features").glob("*/__init__.py")}
    assert sorted(folders) == sorted(FEATURES) == list(FEATURES)


def test_no_file_is_imported_by_what_it_imports() -> None:
    left = {name: ours(path) - {name} for name, path in MODULES.items()}
    while True:
        free = {name for name, wanted in left.items() if not wanted & left.keys()}
        if not free:
            break
        left = {name: wanted for name, wanted in left.items() if name not in free}
    assert sorted(left) == []


def test_hardly_a_module_stands_loose() -> None:
    loose = [p.name for p in (ROOT / "bot").glob("*.py") if p.name != "__init__.py"]
    assert len(loose) <= 3


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
    code = sorted(n for p, n in lengths.items() if p.relative_to(ROOT).parts[0] != "tests" and n > 1)
    assert code[len(code) // 2] <= 100


# Names that others look for; and of what stands for something outside of the project, one each.
KINDS = (
    *("__init__.py", "__main__.py", "feature.py", "tables.py", "jobs.py", "cli.py", "commands.py"),
    *("events.py", "buttons.py"),
)
KINDS_OF_FILES = ("versions", "conditions", "tables", "commands", "gateways")
LONE = {
    "bot/core/edits.py": "the pipeline, which asks it, is long",
    "bot/features/courses/cli/advice.py": "loads what the command line does not load before it runs",
    "bot/runtime/background_tasks.py": "the wiring is to wire alone",
    "bot/runtime/systemd.py": "the service manager's protocol",
    "storage/installation.py": "the installation's keys are nobody else's",
}


def test_no_file_is_a_fragment() -> None:
    """A file of under 35 lines that one other needs belongs into that one; under 25 lines it is no file.

    What a feature stores has a file of its own in `storage/`, however short.
    """
    needed = Counter(module for path in FILES for module in ours(path))
    fragments = {
        name
        for path in FILES
        if (lines := len(path.read_text("utf-8").splitlines())) < 35
        and path.name not in KINDS
        and not set(KINDS_OF_FILES) & set(path.parts)
        and (lines < 25 or (needed[module_of(path)] <= 1 and path.relative_to(ROOT).parts[0] != "storage"))
        and (name := str(path.relative_to(ROOT))) not in LONE
    }
    assert fragments == set()


def test_what_is_ignored_says_why() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in OURS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for mark in ("# noqa", "# type: ignore")
        if mark in line and f'"{mark}"' not in line and "  # " not in line.partition(mark)[2]
    ]
    assert silent == []
