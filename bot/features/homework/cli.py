"""`zhiqun homework`: results."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.runtime.command_line.common import do, settings_or_fail
from bot.runtime.command_line.language import words
from bot.runtime.command_line.speaking import Commands
from bot.runtime.printing import say

homework_app = Commands(help="Look at homework.", no_args_is_help=True)


@homework_app.command("results", epilog="Example: `zhiqun homework results essay1 --csv`")
def results(
    name: Annotated[str, typer.Argument(help="The homework's id; /homework shows it to moderators.")],
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """Tell who handed in, when, and what they got."""
    from bot.features.homework.results import COLUMNS, of_operators
    from bot.text.tables import table_of

    settings = settings_or_fail()
    rows = do(lambda: of_operators(settings, name))
    if as_csv:
        for line in table_of(COLUMNS, rows).splitlines():
            say(line)
        return
    for row in rows:
        say(words("homework-result", **row))


GROUPS = {"homework": homework_app}
