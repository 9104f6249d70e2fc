"""`zhiqun recommend`: measuring the recommender, choosing its settings, asking it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli_common import do, fail, settings_or_fail

if TYPE_CHECKING:
    from bot.courses.consulting import Told

recommend_app = typer.Typer(
    help="Measure the recommender, choose its settings, ask it.", no_args_is_help=True
)

JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")]
LanguageOption = Annotated[str, typer.Option(help="zh or en; the machine's language otherwise.")]
MemberArgument = Annotated[str, typer.Argument(help="A member's Telegram id or @name.")]


@recommend_app.command(
    "evaluate",
    epilog="Examples: `zhiqun recommend evaluate --interactions taken.csv` · "
    "`zhiqun recommend evaluate --interactions train.jsonl --test test.jsonl --catalogue courses.csv --json`",
)
def evaluate_(
    interactions: Annotated[
        Path,
        typer.Option(
            help="Who took what: CSV or JSON lines with user, item and if known time (unix seconds), or a "
            "person and their courses on each line; in order where there is no time. May be gzipped."
        ),
    ],
    test: Annotated[
        Path | None, typer.Option(help="What they took then; everybody's last course otherwise.")
    ] = None,
    catalogue: Annotated[
        Path | None, typer.Option(help="Texts: CSV or JSON lines, the item's id in the first column.")
    ] = None,
    k: Annotated[int, typer.Option("--k", min=1, help="Length of the lists.")] = 10,
    lstm: Annotated[
        bool, typer.Option("--lstm", help="Measure a sequence network too; takes minutes.")
    ] = False,
    talk: Annotated[
        int,
        typer.Option(
            min=0,
            help="Ask for people who only chat: so many sentences of their courses are known.",
        ),
    ] = 0,
    as_json: JsonOption = False,
) -> None:
    """Rank the whole catalogue for everybody, and compare with simple methods.

    Every method learns and is tuned on the interactions alone: its settings are chosen by everybody's last
    course in them. Recall, Precision and PHR (people with a hit) are means over people; HR is over held-out
    courses; intervals are bootstrapped over people.
    """
    from bot.courses.evaluation.evaluate import evaluate
    from bot.trial.progress import progress

    try:
        with progress("steps") as show:
            found = evaluate(interactions, test, catalogue, k, lstm, talk, show)
    except (ValueError, OSError) as reason:
        raise fail(reason, 1) from None
    _print(found, as_json)


@recommend_app.command("train", epilog="Example: `zhiqun recommend train`")
def train_(as_json: JsonOption = False) -> None:
    """Choose the settings that suit this community's courses, and keep them.

    They are chosen by the members' last courses but one and told by their last ones. The bot takes them over
    when it learns the next time (the job `model`).
    """
    from bot.courses.consulting import train
    from bot.trial.progress import progress

    with progress("steps") as show:
        found = do(train(settings_or_fail(), show))
    _print(found, as_json)


@recommend_app.command(
    "for", epilog="Examples: `zhiqun recommend for @ann` · `zhiqun recommend for 12345 --count 3`"
)
def for_(
    member: MemberArgument,
    count: Annotated[int, typer.Option(min=1, help="How many courses.")] = 5,
    language: LanguageOption = "",
    as_json: JsonOption = False,
) -> None:
    """Print what a member would be suggested now, and why. Nothing is sent or remembered."""
    from bot.courses.consulting import advise

    _tell(do(advise(settings_or_fail(), member, _spoken(language), count)), as_json)


@recommend_app.command("why", epilog="Example: `zhiqun recommend why @ann py-start`")
def why_(
    member: MemberArgument,
    course: Annotated[str, typer.Argument(help="A course's id.")],
    language: LanguageOption = "",
    as_json: JsonOption = False,
) -> None:
    """Print what speaks for a course for a member, term by term, and what keeps it from being suggested."""
    from bot.courses.consulting import why

    _tell([do(why(settings_or_fail(), member, course, _spoken(language)))], as_json)


@recommend_app.command("report", epilog="Example: `zhiqun recommend report --days 30`")
def report_(
    days: Annotated[int, typer.Option(min=1, help="So many days back.")] = 30, as_json: JsonOption = False
) -> None:
    """Compare the suggestions with those of the members, one in ten, who are suggested what is popular."""
    import msgspec

    from bot.courses.consulting import report

    found = do(report(settings_or_fail(), days))
    if as_json:
        typer.echo(msgspec.json.encode(found).decode())
        return
    for name, arm in found.arms.items():
        rate, low, high = found.rates[name]
        people = "person" if arm.people == 1 else "people"
        typer.echo(
            f"{name:10}  {arm.people:>6} {people}  {arm.shown:>6} shown  {arm.accepted:>5} accepted  "
            f"{rate:6.1%} [{low:.1%}, {high:.1%}]"
        )
    if not any(arm.shown for arm in found.arms.values()):
        typer.echo("Nobody was suggested anything in this time: there is nothing to compare yet.")
        return
    typer.echo(f"The recommender is better with a probability of {found.better:.1%}.")
    if not found.sound:
        typer.echo(
            f"The people are not split one to nine (p = {found.split:.2g}): do not trust this comparison."
        )


def _spoken(language: str) -> str:
    from bot.texts import language_of

    return language_of(language or os.environ.get("LANG", ""), "en")


def _print(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    from rich.console import Console

    from bot.courses.evaluation.table import show

    show(found, Console(width=None if os.isatty(1) else 130))


def _tell(courses: Iterable[Told], as_json: bool) -> None:
    if as_json:
        import msgspec

        typer.echo(msgspec.json.encode(list(courses)).decode())
        return
    listed = list(courses)
    for one in listed:
        terms = "  ".join(f"{name} {value:+.2f}" for name, value in one.terms.items())
        typer.echo(f"{one.chance:7.1%}  {one.course}  {one.title}\n         {one.why}\n         {terms}")
        if one.refused:
            typer.echo(f"         not suggested now: {one.refused}")
    if not listed:
        typer.echo("There is nothing to suggest now.")
