"""Write every generated page, table and schema anew, in place: `make pages`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from bot.features import extensions
from bot.operations.reference import commands_page, gates_table
from bot.runtime import metrics, settings
from rules.config.reference import actions_table, conditions_table
from rules.config.schema import rendered, schemas

Made = Callable[[str], str]  # the page as it is → as it has to be
_ROOT = Path(__file__).parents[2]


def _table(*makes: Callable[[], str]) -> Made:
    """Put each of these tables in the place of the one with the same head.

    Raises:
        ValueError: the page has no table with that head.
    """

    def with_tables(page: str) -> str:
        lines = page.splitlines()
        for make in makes:
            table = make().strip("\n").splitlines()
            if table[0] not in lines:
                raise ValueError(f"no table begins with {table[0]}")
            first = last = lines.index(table[0])
            while last < len(lines) and lines[last].startswith("|"):
                last += 1
            lines[first:last] = table
        return "\n".join(lines) + "\n"

    return with_tables


_PAGES: dict[str, Made] = {
    ".env.example": lambda _: settings.env_example(),
    "bot/THREATS.md": _table(gates_table),
    "bot/features/COMMANDS.md": lambda _: commands_page(),
    "bot/operations/OPERATIONS.en.md": _table(metrics.table),
    "bot/operations/OPERATIONS.zh.md": _table(lambda: metrics.table(chinese=True)),
    "rules/GUIDE.en.md": _table(conditions_table, actions_table, settings.table),
}


def made(root: Path = _ROOT) -> dict[str, str]:
    """Every generated file as it has to be, by its path from the root."""
    found = {name: make((root / name).read_text(encoding="utf-8")) for name, make in _PAGES.items()}
    every = schemas(extensions()).items()
    return found | {f"rules/schema/{name}.json": rendered(schema) for name, schema in every}


def write(root: Path = _ROOT) -> list[str]:
    """Write what is out of date; its paths.

    Each file is put in the place of the old one when it is whole.
    """
    changed = []
    for name, after in made(root).items():
        path = root / name
        if not path.exists() or path.read_text(encoding="utf-8") != after:
            new = path.with_name(f".{path.name}.new")
            new.write_text(after, encoding="utf-8")
            new.replace(path)
            changed.append(name)
    return changed


if __name__ == "__main__":
    for written in write():
        sys.stdout.write(f"written: {written}\n")
