"""Print the tables of conditions and actions in GUIDE.en.md: `python -m rules.config.reference`."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from rules.conditions import CONDITIONS
from rules.conditions.base import Options
from rules.config.actions import ACTIONS


def conditions_table() -> str:
    """A row for each condition: when it holds, its options, an example."""
    rows = ((c.name, c.summary, _options(c.options), c.example) for c in CONDITIONS.values())
    return _table(("condition", "holds when", "options", "example"), rows)


def actions_table() -> str:
    """A row for each action: what it does, its options, an example."""
    rows = ((a.name, a.summary, _options(a.options), a.example) for a in ACTIONS.values())
    return _table(("action", "what it does", "options", "example"), rows)


def _options(model: type[Options]) -> str:
    return ", ".join(f"`{name}`" for name in model.model_fields) or "none"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, str, str, str]]) -> str:
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    lines += [
        f"| `{name}` | {_cell(summary)} | {options} | `{_cell(example)}` |"
        for name, summary, options, example in rows
    ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(f"{conditions_table()}\n{actions_table()}")
