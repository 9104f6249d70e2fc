"""Commands as Markdown tables: `python -m bot.operations.reference` for the README, `--gates` for threats."""

from __future__ import annotations

import sys

from bot.core.command import Command, Where, Who
from bot.core.gate import Gate
from bot.features import registry
from bot.text.messages import plain


def commands_table() -> str:
    """A row for each command: who may use it where, what it does, examples."""
    rows = ["| command | who | where | what it does | examples |", "|---|---|---|---|---|"]
    for command in registry().commands.values():
        does = plain("en", f"help-{command.name}").replace("|", "\\|")
        examples = " · ".join(f"`{e}`" for e in command.examples)
        rows.append(f"| `/{command.name}` | {command.who} | {command.where} | {does} | {examples} |")
    return "\n".join(rows) + "\n"


def gates_table() -> str:
    """A row for each command: who is answered where, for THREATS.md."""
    rows = [
        "| command | member, in a group | moderator, in a group "
        "| in private: member | moderator | once a member | stranger |",
        "|---|---|---|---|---|---|---|",
    ]
    for command in registry().commands.values():
        cells = _cells(command)
        rows.append(f"| `/{command.name}` | {' | '.join('yes' if cell else '–' for cell in cells)} |")
    return "\n".join(rows) + "\n"


def _cells(command: Command) -> tuple[bool, ...]:
    everybody = command.who is Who.MEMBER
    here, alone = command.where is not Where.PRIVATE, command.where is not Where.GROUP
    return (
        here and everybody,
        here,
        alone and everybody,
        alone and command.who is not Who.MODERATOR,
        alone and everybody and command.gate is not Gate.INSIDE,
        alone and everybody and command.gate is Gate.ANYBODY,
    )


if __name__ == "__main__":
    sys.stdout.write(gates_table() if "--gates" in sys.argv else commands_table())
