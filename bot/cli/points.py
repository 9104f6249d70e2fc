"""`zhiqun points`: whether points add up."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.runtime.command_line.common import do, fail, settings_or_fail
from bot.runtime.command_line.language import telling, words
from bot.runtime.command_line.speaking import Commands
from bot.runtime.printing import say, say_json

points_app = Commands(help="Look after points.", no_args_is_help=True)


@points_app.command(
    "check",
    epilog="Examples: `zhiqun points check` · `zhiqun points check --repair` · `zhiqun points check --json`",
)
def check(
    repair: Annotated[
        bool, typer.Option("--repair", help="Rebuild the balances from the ledger; nothing else is touched.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON.")] = False,
) -> None:
    """Prove that every balance is the sum of its ledger rows, and that the ledger is whole.

    Keys are unique, each member's rows are a chain, what was undone was undone once and by just as much,
    and the database still refuses to change rows. Ends with a status of 1 when something is wrong. May run
    beside the bot; the job `balances` does the same every night.
    """
    from bot.operations.database_admin import prove_points

    settings = settings_or_fail()
    proved = do(lambda: prove_points(settings, repair=repair))
    bad = sum(f.bad for f in proved.findings)
    if as_json:
        say_json(
            {
                "balances": proved.balances,
                "rows": proved.rows,
                "rebuilt": proved.rebuilt,
                "problems": [telling(f.sentence) for f in proved.findings if f.bad],
            }
        )
        if bad:
            raise typer.Exit(1)
        return
    for found in proved.findings:
        say(f"{'✗' if found.bad else '!'} {telling(found.sentence)}")
    if repair:
        say(words("db-rebuilt", count=proved.rebuilt))
    if bad:
        raise fail(words("db-problems", count=bad), 1)
    say(words("points-good", balances=proved.balances, rows=proved.rows))
