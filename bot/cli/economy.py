"""`zhiqun economy`: whom the incentives reward."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.rules import RulesOption, book_or_fail
from bot.runtime.command_line.common import do, fail, plot_refused, settings_or_fail
from bot.runtime.command_line.language import asked, telling, words
from bot.runtime.command_line.speaking import Commands
from bot.runtime.printing import say, say_json

economy_app = Commands(help="See whom incentives.yaml rewards.", no_args_is_help=True)


@economy_app.command(
    epilog="Examples: `zhiqun economy simulate` · `zhiqun economy simulate --json` · "
    "`zhiqun economy simulate --rules new-rules --plot shares.svg`"
)
def simulate(
    rules: RulesOption = None,
    plot: Annotated[Path | None, typer.Option(help="Draw the shares into this .svg.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON.")] = False,
) -> None:
    """Let an honest helper and people who farm points live a month under the incentives, and compare.

    The real engine pays: a spammer of 600 messages a day, rings of five and of twenty accounts that praise
    each other, two who swap thanks, somebody who brings accounts of their own, a sleeper who only checks in,
    a poster of generated texts. Shown is each one's share of the helper's points, beside simplified rules of
    MEE6, Discourse, Skool and Stack Exchange. `limits` in incentives.yaml are checked too: a broken one ends
    with a status of 1.
    """
    from bot.simulation.economy import showing
    from bot.simulation.economy.simulate import simulate as live
    from bot.simulation.economy.simulate import unkept

    if plot is not None and (reason := plot_refused(plot)):
        raise fail(reason)
    folder = rules or settings_or_fail().rules
    book = book_or_fail(folder)
    found = live(book.incentives)
    if plot is not None:
        plot.write_text(showing.svg(found, asked()), encoding="utf-8")
        say(words("economy-drawn", file=str(plot)), err=True)
    if as_json:
        say_json(showing.as_values(found))
    else:
        from rich.console import Console

        console = Console(width=None if os.isatty(1) else 140)
        showing.show(found, dict(book.incentives.limits), console, asked())
    problems = unkept(folder, book, found)
    for problem in problems:
        say(telling(problem), err=True)
    if problems:
        raise typer.Exit(1)


@economy_app.command(
    epilog="Examples: `zhiqun economy backtest --rules new-rules` · "
    "`zhiqun economy backtest --rules new-rules --days 7 --json`"
)
def backtest(
    rules: Annotated[Path, typer.Option(help="Folder with the incentives to try.")],
    days: Annotated[int, typer.Option(min=1, max=365, help="How many days back.")] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON.")] = False,
) -> None:
    """Pay for the last days anew under other incentives, and show who moves.

    Both files are paid by the same engine over the stored past, from its beginning; rules judge as those in
    force. Points of moderators, rules and accepted answers count as the ledger has them. Nothing is changed,
    and it may run beside the bot.
    """
    import time

    import msgspec

    from bot.backtest.paying import pay_anew
    from bot.runtime.command_line.progress import progress

    settings = settings_or_fail()
    in_force, tried = book_or_fail(settings.rules), book_or_fail(rules)
    since = int(time.time()) - days * 86_400
    with progress(words("unit-events")) as show:
        moved = do(lambda: pay_anew(settings, in_force, tried, since, show))
    if as_json:
        say_json(msgspec.to_builtins(moved))
        return
    from rich.console import Console

    from bot.backtest.paying import show_moved

    show_moved(moved, Console(width=None if os.isatty(1) else 140), asked())
