"""Commands as a Markdown table, for the README: `python -m bot.commands.reference`."""

from __future__ import annotations

import sys

from bot.commands.table import COMMANDS
from bot.texts import plain


def commands_table() -> str:
    """A row for each command: who may use it where, what it does, examples."""
    rows = ["| command | who | where | what it does | examples |", "|---|---|---|---|---|"]
    for command in COMMANDS.values():
        does = plain("en", f"help-{command.name}").replace("|", "\\|")
        examples = " · ".join(f"`{e}`" for e in command.examples)
        rows.append(f"| `/{command.name}` | {command.who} | {command.where} | {does} | {examples} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(commands_table())
