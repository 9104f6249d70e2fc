"""`zhiqun recommend`: measuring the recommender, choosing its settings, asking it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.runtime.command_line.common import do, fail, plot_refused, refuse, settings_or_fail
from bot.runtime.command_line.language import asked, words
from bot.runtime.command_line.speaking import Commands
from bot.runtime.printing import say_all, say_json

if TYPE_CHECKING:
    from bot.features.courses.operator_queries import Told

recommend_app = Commands(help="Measure the recommender, choose its settings, ask it.", no_args_is_help=True)

JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")]
MemberArgument = Annotated[str, typer.Argument(help="A member's Telegram id, @name, or name in an import.")]


class Split(StrEnum):
    """What is held out."""

    LAST = "last"
    TIME = "time"


@recommend_app.command(
    "evaluate",
    epilog="Examples: `zhiqun recommend evaluate --interactions taken.csv` · "
    "`zhiqun recommend evaluate --interactions train.jsonl --test test.jsonl --catalogue courses.csv --json`",
)
def evaluate_(
    interactions: Annotated[
        Path,
        typer.Option(
            help="Who took what: CSV or JSON lines with user, item and if known time (seconds or "
            "dates), or a person and their courses on each line, with spaces between; in order where there "
            "is no time. May be gzipped."
        ),
    ],
    test: Annotated[
        Path | None, typer.Option(help="What they took then; everybody's last course otherwise.")
    ] = None,
    catalogue: Annotated[
        Path | None, typer.Option(help="Texts: CSV or JSON lines, the item's id in the first column.")
    ] = None,
    k: Annotated[
        int, typer.Option("--k", min=1, help="Length of the lists; no longer than the catalogue.")
    ] = 10,
    sequence: Annotated[
        bool,
        typer.Option(
            "--sequence",
            help="Measure a sequence network in Keras too (`make sequence` installs it); takes minutes.",
        ),
    ] = False,
    talk: Annotated[
        int,
        typer.Option(
            min=0,
            help="Ask for people who only chat: so many sentences of their courses are known.",
        ),
    ] = 0,
    split: Annotated[
        Split,
        typer.Option(
            help="What is held out: everybody's last course, or the last fifth of all by one moment in time."
        ),
    ] = Split.LAST,
    as_json: JsonOption = False,
) -> None:
    """Rank the whole catalogue for everybody, and compare with simple methods.

    Every method learns and is tuned on the interactions alone: its settings are chosen by everybody's last
    course in them. Recall, Precision and PHR (people with a hit) are means over people; HR is over held-out
    courses; intervals are bootstrapped over people. The second table tells the figures by how many courses
    somebody took before, and by how popular the held-out course is.
    """
    if sequence and talk:
        raise refuse("talk-sequence")
    from bot.features.courses.evaluation.evaluate import evaluate
    from bot.runtime.command_line.progress import progress

    try:
        with progress(words("unit-steps")) as show:
            found = evaluate(interactions, test, catalogue, k, sequence, talk, show, split.value)
    except (ValueError, OSError) as reason:
        raise fail(reason, 1) from None
    _print(found, as_json)


@recommend_app.command("train", epilog="Example: `zhiqun recommend train`")
def train_(as_json: JsonOption = False) -> None:
    """Choose the settings that suit this community's courses, and keep them.

    They are chosen by the members' last courses but one and told by their last ones. The bot takes them over
    when it learns the next time (the job `model`).
    """
    from bot.features.courses.operator_queries import train
    from bot.runtime.command_line.progress import progress

    with progress(words("unit-steps")) as show:
        found = do(lambda: train(settings_or_fail(), show))
    _print(found, as_json)


@recommend_app.command(
    "for", epilog="Examples: `zhiqun recommend for @ann` · `zhiqun recommend for 12345 --count 3`"
)
def for_(
    member: MemberArgument,
    count: Annotated[int, typer.Option(min=1, help="How many courses.")] = 5,
    as_json: JsonOption = False,
) -> None:
    """Print what a member would be suggested now, and why. Nothing is sent or remembered."""
    from bot.features.courses.operator_queries import advise

    _tell(do(lambda: advise(settings_or_fail(), member, asked(), count)), as_json)


@recommend_app.command("why", epilog="Example: `zhiqun recommend why @ann py-start`")
def why_(
    member: MemberArgument,
    course: Annotated[str, typer.Argument(help="A course's id.")],
    as_json: JsonOption = False,
) -> None:
    """Print what speaks for a course for a member, term by term, and what keeps it from being suggested."""
    from bot.features.courses.operator_queries import why

    _tell([do(lambda: why(settings_or_fail(), member, course, asked()))], as_json)


@recommend_app.command(
    "report",
    epilog="Examples: `zhiqun recommend report --days 30` · `zhiqun recommend report --plot report.svg`",
)
def report_(
    days: Annotated[int, typer.Option(min=1, max=36_500, help="So many days back.")] = 30,
    plot: Annotated[Path | None, typer.Option(help="Draw a picture: FILE.svg.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare the suggestions with those of the members, one in ten, who are suggested what is popular.

    A suggestion is accepted when its last judgement is "interested", or it was taken. Rates are Beta
    posteriors with a uniform prior, so that few suggestions are told by wide intervals.
    """
    from bot.features.courses.cli import report as cli_report
    from bot.features.courses.operator_queries import report

    if plot is not None and (reason := plot_refused(plot)):
        raise fail(reason)
    found = do(lambda: report(settings_or_fail(), days))
    drawn = ""
    if plot is not None:
        try:
            drawn = cli_report.draw(asked(), found, days, plot)
        except OSError as error:
            raise fail(error, 1) from None
    if as_json:
        import msgspec

        say_json(msgspec.to_builtins(found))
        return
    say_all([*cli_report.show(asked(), found, days), *([drawn] if drawn else [])])


def _print(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    from rich.console import Console

    from bot.features.courses.evaluation.table import show

    show(asked(), found, Console(width=None if os.isatty(1) else 130))


def _tell(courses: Sequence[Told], as_json: bool) -> None:
    if as_json:
        import msgspec

        say_json(msgspec.to_builtins(courses))
        return
    from bot.features.courses.cli.advice import lines

    say_all(lines(courses, asked()))
