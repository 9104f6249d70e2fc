"""Every command of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer.main

from bot.cli.main import app


def tree(command: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command and family, with the words that lead there."""
    command = command or typer.main.get_command(app)
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from tree(below, (*path, name))


COMMANDS = dict(tree())
