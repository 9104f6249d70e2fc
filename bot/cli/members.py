"""`zhiqun members`: who goes quiet, and how well that is known."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.rules import RulesOption
from bot.runtime.command_line.common import fail, plot_refused
from bot.runtime.command_line.language import asked, telling, words
from bot.runtime.command_line.speaking import Commands
from bot.runtime.printing import say, say_json
from rules.sentences import say as sentence

if TYPE_CHECKING:
    from bot.features.churn.history import Act
    from bot.simulation.history.past import Unreadable

members_app = Commands(
    help="Tell who may be in and why, and how well it is known who goes quiet.", no_args_is_help=True
)


@members_app.command(
    epilog="Examples: `zhiqun members evaluate --history events.jsonl.gz` · "
    "`zhiqun members evaluate --history result.json --plot members.svg --language zh` · "
    "`zhiqun members evaluate --history chat.csv --json`"
)
def evaluate(
    history: Annotated[
        Path,
        typer.Option(
            help="A past chat: events .jsonl[.gz], Telegram Desktop's result.json, or .csv or .tsv with "
            "ts, user and text; as for `zhiqun replay`."
        ),
    ],
    within: Annotated[
        int, typer.Option(min=7, max=112, help="Ask about members who acted in so many days before.")
    ] = 28,
    plot: Annotated[
        Path | None, typer.Option(help="Draw calibration and Kaplan-Meier curve into this .svg.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON.")] = False,
) -> None:
    """Tell how well it is known who is quiet in the next 14 days, and who acts in the next 7.

    At a midnight each week, of every member who acted lately, from what came before alone: what they write,
    with whom, and when. Methods learn from the first three fifths, are chosen by the next fifth, and are
    told by the last one, beside the majority and the time since the last act; no label reaches into the next
    part. Intervals are bootstrapped over members. Reactions in files have no time and are left out.
    """
    from bot.features.churn.evaluation.evaluate import evaluate as measure
    from bot.features.churn.history import History
    from bot.runtime.command_line.progress import progress

    if plot is not None and (reason := plot_refused(plot)):
        raise fail(reason)
    try:
        past = History.of(_acts(history))
        with progress(words("unit-steps")) as show:
            found = measure(past, within, show)
        if plot is not None:
            _draw(found, history.name, plot, asked())
    except (ValueError, OSError) as reason:
        raise fail(reason, 1) from None
    _print(found, asked(), as_json)


def _acts(file: Path) -> Iterator[Act]:
    """The messages of a file, by whom the file names. Lines that cannot be read are told on stderr."""
    from bot.features.churn.stored_acts import act
    from bot.runtime.command_line.progress import progress
    from bot.simulation.history.past import Past
    from bot.simulation.history.reading import count_entries, read_history

    whole, authors = count_entries(file), dict[tuple[str, int], str]()
    unread: list[Unreadable] = []
    with progress(words("unit-entries")) as show:
        for number, entry in enumerate(read_history(file), 1):
            show(min(number, whole), whole)
            if not isinstance(entry, Past):
                unread.append(entry)
            elif entry.kind == "message" and entry.user:
                authors[entry.chat, entry.msg] = entry.user
                answered = authors.get((entry.chat, entry.reply_to)) if entry.reply_to else None
                yield act(entry.ts, entry.user, entry.text, (answered,) if answered else ())
    if unread:
        _tell(unread)


def _tell(unread: list[Unreadable]) -> None:
    first = telling(sentence("at-line", where=unread[0].where, why=unread[0].reason))
    say(words("members-unread", count=len(unread), first=first), err=True)


def _draw(found: dict[str, Any], name: str, plot: Path, language: str) -> None:
    from bot.features.churn.evaluation.chart import svg
    from bot.text.messages import plain

    title = plain(language, "members-chart", file=name)
    plot.write_text(svg(found, title, language), encoding="utf-8")
    say(plain(language, "members-drawn", file=str(plot)), err=True)


def _print(found: dict[str, Any], language: str, as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    from rich.console import Console

    from bot.features.churn.evaluation.table import show

    show(found, Console(width=None if os.isatty(1) else 140), language)


@members_app.command(
    "access", epilog="Examples: `zhiqun members access @ann` · `zhiqun members access 123456789`"
)
def access(
    member: Annotated[str, typer.Argument(help="A Telegram id or @username.")], rules: RulesOption = None
) -> None:
    """Tell which plans a member has, until when, and what gives them."""
    from bot.features.membership.cli import print_access

    print_access(member, rules)
